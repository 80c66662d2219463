#include "proto/gen/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    OUTPUT_BYTES_MAX = 256 << 20,
    READ_BYTES = 64 << 10,
};

extern char **environ;

struct sink {
    uint8_t *bytes;
    size_t used, room;
};

static int close_fd(int fd) {
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Takes what one read gives. 0: the end; 1: more may come; negative errno. */
static int sink_read(struct sink *s, int fd) {
    if (s->room - s->used < READ_BYTES) {
        size_t room = s->room ? s->room * 2 : 4 * READ_BYTES;
        if (room > OUTPUT_BYTES_MAX)
            return -EFBIG;
        uint8_t *bytes = realloc(s->bytes, room);
        if (!bytes)
            return -ENOMEM;
        s->bytes = bytes;
        s->room = room;
    }
    ssize_t n = read(fd, s->bytes + s->used, s->room - s->used);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN ? 1 : -errno;
    s->used += (size_t)n;
    return n > 0;
}

int child_read_all(int fd, uint8_t **ret_output, size_t *ret_output_bytes) {
    struct sink s = {0};
    int r;
    do
        r = sink_read(&s, fd);
    while (r > 0);
    if (r < 0) {
        free(s.bytes);
        return r;
    }
    *ret_output = s.bytes;
    *ret_output_bytes = s.used;
    return 0;
}

/* Feeds and drains until the child closes its output. */
static int pump(int to, int from, const uint8_t *input, size_t input_bytes, struct sink *sink) {
    size_t sent = 0;
    int r = 1;
    if (fcntl(to, F_SETFL, O_NONBLOCK) < 0) {
        r = -errno;
    }
    while (r > 0) {
        if (to >= 0 && sent == input_bytes)
            to = close_fd(to);
        struct pollfd p[2] = {{.fd = from, .events = POLLIN}, {.fd = to, .events = POLLOUT}};
        if (poll(p, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            r = -errno;
            break;
        }
        if (to >= 0 && p[1].revents) {
            ssize_t n = write(to, input + sent, input_bytes - sent);
            if (n > 0)
                sent += (size_t)n;
            else if (errno == EPIPE)
                to = close_fd(to); /* it reads no further; its exit status says whether that is right */
            else if (errno != EAGAIN && errno != EINTR)
                r = -errno;
        }
        if (r > 0 && p[0].revents)
            r = sink_read(sink, from);
    }
    close_fd(to);
    return r;
}

static int start(const char *program, int in, int out, pid_t *ret_pid) {
    posix_spawn_file_actions_t actions;
    int r = -posix_spawn_file_actions_init(&actions);
    if (r < 0)
        return r;
    r = -posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    if (r == 0)
        r = -posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    char *const argv[] = {(char *)program, NULL};
    if (r == 0)
        r = -posix_spawnp(ret_pid, program, &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return r;
}

static int reap(pid_t pid) {
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -EPROTO;
}

int child_filter(const char *program, const uint8_t *input, size_t input_bytes, uint8_t **ret_output, size_t *ret_output_bytes) {
    int to[2], from[2];
    if (pipe2(to, O_CLOEXEC) < 0)
        return -errno;
    if (pipe2(from, O_CLOEXEC) < 0) {
        int r = -errno;
        close_fd(to[0]);
        close_fd(to[1]);
        return r;
    }
    signal(SIGPIPE, SIG_IGN);
    pid_t pid = 0;
    int r = start(program, to[0], from[1], &pid);
    close_fd(to[0]);
    close_fd(from[1]);
    if (r < 0) {
        close_fd(to[1]);
        close_fd(from[0]);
        return r;
    }
    struct sink sink = {0};
    r = pump(to[1], from[0], input, input_bytes, &sink);
    close_fd(from[0]);
    int ended = reap(pid);
    if (r == 0)
        r = ended;
    if (r < 0) {
        free(sink.bytes);
        return r;
    }
    *ret_output = sink.bytes;
    *ret_output_bytes = sink.used;
    return 0;
}
