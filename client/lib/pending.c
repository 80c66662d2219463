#include "client/lib/pending.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/frame.h"

#define NAME_BYTES (2 * KAM_REQUEST_ID_BYTES)
#define MARK "kam pending 1"
/* A file that is not whole is left alone this long: its writer may be about to go on. */
#define TORN_KEPT_S 60
/* The lines before the body: the mark, the time, the endpoints, the method, the number of bytes. */
#define HEADER_BYTES_MAX ((size_t)16 << 10)

static void close_fdp(int *fd) {
    if (*fd >= 0)
        close(*fd);
}

static void free_textp(char **text) {
    free(*text);
}

static void name_of(const uint8_t request_id[KAM_REQUEST_ID_BYTES], char ret_name[NAME_BYTES + 1]) {
    for (size_t i = 0; i < KAM_REQUEST_ID_BYTES; i++)
        snprintf(ret_name + 2 * i, 3, "%02x", request_id[i]);
}

static bool id_of(const char *name, uint8_t ret_id[KAM_REQUEST_ID_BYTES]) {
    if (strlen(name) != NAME_BYTES || strspn(name, "0123456789abcdef") != NAME_BYTES)
        return false;
    for (size_t i = 0; i < KAM_REQUEST_ID_BYTES; i++) {
        char pair[3] = {name[2 * i], name[2 * i + 1], 0};

        ret_id[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return true;
}

static int open_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return fd < 0 ? -errno : fd;
}

int pending_open(const char *folder) {
    struct stat state;

    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return -errno;
    if (stat(folder, &state) != 0)
        return -errno;
    if (!S_ISDIR(state.st_mode))
        return -ENOTDIR;
    return state.st_uid != geteuid() || (state.st_mode & 022) != 0 ? -EPERM : 0;
}

/* Requests have no recursive types. */
static bool holds_secret(const ProtobufCMessageDescriptor *message) {
    const struct kam_field_rule *rules = kam_field_rules(message);

    for (unsigned i = 0; rules && i < message->n_fields; i++)
        if (rules[i].secret || (message->fields[i].type == PROTOBUF_C_TYPE_MESSAGE && holds_secret(message->fields[i].descriptor)))
            return true;
    return false;
}

bool pending_keeps(const struct kam_method *method) {
    return !holds_secret(method->request);
}

static int write_all(int fd, const void *bytes, size_t count) {
    const char *at = bytes;

    while (count > 0) {
        ssize_t n = write(fd, at, count);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        at += n;
        count -= (size_t)n;
    }
    return 0;
}

static int64_t wall_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Content and then the name reach the disk. */
static int write_entry(int fd, int folder_fd, const char *header, const void *body, size_t body_bytes) {
    int r = write_all(fd, header, strlen(header));

    if (r == 0)
        r = write_all(fd, body, body_bytes);
    if (r == 0 && (fdatasync(fd) != 0 || fsync(folder_fd) != 0))
        r = -errno;
    return r;
}

int pending_add(const char *folder, const char *endpoints, const char *path, const uint8_t request_id[KAM_REQUEST_ID_BYTES],
                const void *body, size_t body_bytes, int *ret_fd) {
    _cleanup_(close_fdp) int folder_fd = open_folder(folder), fd = -1;
    _cleanup_(free_textp) char *header = NULL;
    char name[NAME_BYTES + 1];
    int r;

    if (folder_fd < 0)
        return folder_fd;
    if (asprintf(&header, MARK "\n%" PRId64 "\n%s\n%s\n%zu\n", wall_ms(), endpoints, path, body_bytes) < 0) {
        header = NULL;
        return -ENOMEM;
    }
    if (strlen(header) > HEADER_BYTES_MAX)
        return -EMSGSIZE;
    name_of(request_id, name);
    fd = openat(folder_fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -errno;
    r = flock(fd, LOCK_EX) == 0 ? write_entry(fd, folder_fd, header, body, body_bytes) : -errno;
    if (r < 0) {
        (void)unlinkat(folder_fd, name, 0);
        return r;
    }
    *ret_fd = fd;
    fd = -1;
    return 0;
}

void pending_remove(const char *folder, const uint8_t request_id[KAM_REQUEST_ID_BYTES]) {
    _cleanup_(close_fdp) int folder_fd = open_folder(folder);
    char name[NAME_BYTES + 1];

    name_of(request_id, name);
    /* Not forced to the disk: one that comes back after a crash of the machine asks for an outcome it gets again. */
    if (folder_fd >= 0)
        (void)unlinkat(folder_fd, name, 0);
}

void pending_deinit(struct kam_pending *pending) {
    free((char *)pending->method);
    free((char *)pending->endpoints);
    free((uint8_t *)pending->body);
    *pending = (struct kam_pending){.body = NULL};
}

/* Takes one line of a header apart from the rest; NULL when there is none. */
static char *take_line(char **at, const char *end) {
    char *line = *at, *stop = memchr(line, '\n', (size_t)(end - line));

    if (!stop)
        return NULL;
    *stop = 0;
    *at = stop + 1;
    return line;
}

static bool take_number(char **at, const char *end, int64_t *ret_number) {
    const char *line = take_line(at, end);
    char *rest;

    if (!line || *line < '0' || *line > '9')
        return false;
    errno = 0;
    *ret_number = strtoll(line, &rest, 10);
    return errno == 0 && !*rest;
}

/* 0, -ENOENT when the bytes are no whole entry, -ENOMEM. */
static int parse(char *bytes, size_t count, struct kam_pending *ret_pending) {
    char *at = bytes, *end = bytes + count, *mark = take_line(&at, end), *endpoints, *method;
    int64_t began, body_bytes;
    struct kam_pending pending = {.body = NULL};

    if (!mark || strcmp(mark, MARK) != 0 || !take_number(&at, end, &began))
        return -ENOENT;
    endpoints = take_line(&at, end);
    method = endpoints ? take_line(&at, end) : NULL;
    if (!method || !take_number(&at, end, &body_bytes) || body_bytes != end - at)
        return -ENOENT;
    pending.began_at_ms = began;
    pending.too_old = wall_ms() - began > KAM_PENDING_AGE_MAX_MS;
    pending.endpoints = strdup(endpoints);
    pending.method = strdup(method);
    pending.body = malloc((size_t)body_bytes + 1);
    pending.body_bytes = (size_t)body_bytes;
    if (!pending.endpoints || !pending.method || !pending.body) {
        pending_deinit(&pending);
        return -ENOMEM;
    }
    memcpy((uint8_t *)pending.body, at, (size_t)body_bytes);
    *ret_pending = pending;
    return 0;
}

static int read_all(int fd, char **ret_bytes, size_t *ret_count) {
    struct stat state;
    char *bytes;
    ssize_t n = 0;
    size_t count = 0;

    if (fstat(fd, &state) != 0)
        return -errno;
    if (!S_ISREG(state.st_mode) || (uint64_t)state.st_size > FRAME_BYTES_MAX_MEMBER + HEADER_BYTES_MAX)
        return -ENOENT;
    bytes = malloc((size_t)state.st_size + 1);
    if (!bytes)
        return -ENOMEM;
    while (count < (size_t)state.st_size && (n = read(fd, bytes + count, (size_t)state.st_size - count)) > 0)
        count += (size_t)n;
    if (n < 0) {
        n = -errno;
        free(bytes);
        return (int)n;
    }
    *ret_bytes = bytes;
    *ret_count = count;
    return 0;
}

/* Reads the entry of this name; one that is not whole and old is taken away. */
static int read_at(int folder_fd, const char *name, struct kam_pending *ret_pending) {
    _cleanup_(close_fdp) int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    _cleanup_(free_textp) char *bytes = NULL;
    struct stat state;
    size_t count = 0;
    bool locked;
    int r;

    if (fd < 0)
        return -errno;
    locked = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    r = read_all(fd, &bytes, &count);
    if (r == 0)
        r = parse(bytes, count, ret_pending);
    if (r == 0) {
        ret_pending->under_way = locked;
        (void)id_of(name, ret_pending->request_id);
    } else if (r == -ENOENT && !locked && fstat(fd, &state) == 0 && time(NULL) - state.st_mtime > TORN_KEPT_S) {
        (void)unlinkat(folder_fd, name, 0);
    }
    return r;
}

int pending_read(const char *folder, const uint8_t request_id[KAM_REQUEST_ID_BYTES], struct kam_pending *ret_pending) {
    _cleanup_(close_fdp) int folder_fd = open_folder(folder);
    char name[NAME_BYTES + 1];

    if (folder_fd < 0)
        return folder_fd;
    name_of(request_id, name);
    return read_at(folder_fd, name, ret_pending);
}

static int by_age(const void *a, const void *b) {
    const struct kam_pending *left = a, *right = b;

    if (left->began_at_ms != right->began_at_ms)
        return left->began_at_ms < right->began_at_ms ? -1 : 1;
    return memcmp(left->request_id, right->request_id, KAM_REQUEST_ID_BYTES);
}

static int list_into(DIR *stream, struct kam_pending *list, size_t *count) {
    for (const struct dirent *entry; *count < PENDING_MAX && (entry = readdir(stream));) {
        uint8_t id[KAM_REQUEST_ID_BYTES];
        int r;

        if (!id_of(entry->d_name, id))
            continue;
        r = read_at(dirfd(stream), entry->d_name, &list[*count]);
        if (r == 0)
            (*count)++;
        else if (r != -ENOENT)
            return r;
    }
    return 0;
}

int pending_list(const char *folder, struct kam_pending **ret_list, size_t *ret_count) {
    struct kam_pending *list;
    size_t count = 0;
    DIR *stream = opendir(folder);
    int r;

    if (!stream)
        return -errno;
    list = calloc(PENDING_MAX, sizeof(*list));
    r = list ? list_into(stream, list, &count) : -ENOMEM;
    closedir(stream);
    if (r < 0) {
        for (size_t i = 0; i < count; i++)
            pending_deinit(&list[i]);
        free(list);
        return r;
    }
    qsort(list, count, sizeof(*list), by_age);
    *ret_list = list;
    *ret_count = count;
    return 0;
}
