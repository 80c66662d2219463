#include "tests/harness/proxy.h"

#include "tests/harness/bail.h"
#include "tests/harness/path.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PAIRS_MAX 256
#define PIECE_BYTES 16384

/* One direction of one connection: bytes read and not yet written. */
struct half {
    char piece[PIECE_BYTES];
    size_t at, end;
    bool ended; /* the sender has finished, and that was passed on */
};

struct proxy_pair {
    int fds[2]; /* [PROXY_TO_SERVER]: reads from the client; [PROXY_TO_CLIENT]: reads from the server; -1: free */
    bool stalled;
    struct half halves[2];
};

static int connect_target(const char *target) {
    int fd, one = 1;

    if (target[0] == '/') {
        struct sockaddr_un address = {.sun_family = AF_UNIX};

        path_format(address.sun_path, sizeof(address.sun_path), "%s", target);
        fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
            return fd;
    } else {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

        address.sin_port = htons((uint16_t)strtoul(strrchr(target, ':') + 1, NULL, 10));
        fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0) {
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
            return fd;
        }
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

static void close_pair(struct proxy_pair *pair, bool reset) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};

    for (int i = 0; i < 2; i++) {
        if (pair->fds[i] < 0)
            continue;
        if (reset)
            setsockopt(pair->fds[i], SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
        close(pair->fds[i]);
        pair->fds[i] = -1;
    }
}

static void accept_pair(struct proxy *proxy, bool refusing) {
    int client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC), server, one = 1;

    if (client < 0)
        return;
    server = refusing ? -1 : connect_target(proxy->target);
    for (size_t i = 0; server >= 0 && i < PAIRS_MAX; i++) {
        struct proxy_pair *pair = &proxy->pairs[i];

        if (pair->fds[0] >= 0)
            continue;
        memset(pair, 0, sizeof(*pair));
        pair->fds[PROXY_TO_SERVER] = client;
        pair->fds[PROXY_TO_CLIENT] = server;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        fcntl(client, F_SETFL, O_NONBLOCK);
        fcntl(server, F_SETFL, O_NONBLOCK);
        return;
    }
    if (server >= 0)
        close(server);
    close(client);
}

/* How much of a piece may pass, by the order in force; sets *ret_fault when the fault comes after that. */
static size_t allowance(struct proxy *proxy, int direction, size_t bytes, bool *ret_fault, enum proxy_fault *ret_kind) {
    pthread_mutex_lock(&proxy->lock);
    *ret_fault = false;
    if (proxy->armed && (int)proxy->direction == direction) {
        if (bytes > proxy->bytes_left) {
            bytes = proxy->bytes_left;
            *ret_fault = true;
            *ret_kind = proxy->fault;
            proxy->armed = false;
            proxy->faults++;
        } else {
            proxy->bytes_left -= bytes;
        }
    }
    proxy->passed[direction] += bytes;
    pthread_mutex_unlock(&proxy->lock);
    return bytes;
}

/* Writes what is held; false when the receiver is gone. */
static bool push(struct proxy_pair *pair, int direction) {
    struct half *half = &pair->halves[direction];

    while (half->at < half->end) {
        ssize_t n = send(pair->fds[!direction], half->piece + half->at, half->end - half->at, MSG_NOSIGNAL);

        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        half->at += (size_t)n;
    }
    return true;
}

/* Reads a piece and passes on what may pass. False: the pair is over, and closed. */
static bool pass(struct proxy *proxy, struct proxy_pair *pair, int direction) {
    struct half *half = &pair->halves[direction];
    ssize_t n = recv(pair->fds[direction], half->piece, PIECE_BYTES, 0);
    enum proxy_fault kind = PROXY_FIN;
    bool fault;

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (n < 0) {
        close_pair(pair, true);
        return false;
    }
    if (n == 0) {
        half->ended = true;
        shutdown(pair->fds[!direction], SHUT_WR);
        if (pair->halves[!direction].ended)
            close_pair(pair, false);
        return pair->fds[0] >= 0;
    }
    half->at = 0;
    half->end = allowance(proxy, direction, (size_t)n, &fault, &kind);
    if (!push(pair, direction)) {
        close_pair(pair, true);
        return false;
    }
    if (!fault)
        return true;
    if (kind == PROXY_STALL)
        pair->stalled = true;
    else
        close_pair(pair, kind == PROXY_RST);
    return pair->fds[0] >= 0;
}

#define WAITING_MAX (2 + 2 * PAIRS_MAX)

/* A side is listened to while it has no piece waiting for the other, and written to while there is one for it. */
static void fill_waiting(const struct proxy *proxy, struct pollfd waiting[WAITING_MAX]) {
    waiting[0] = (struct pollfd){.fd = proxy->wake, .events = POLLIN};
    waiting[1] = (struct pollfd){.fd = proxy->listener, .events = POLLIN};
    for (size_t i = 0; i < PAIRS_MAX; i++) {
        const struct proxy_pair *pair = &proxy->pairs[i];

        for (size_t d = 0; d < 2; d++) {
            const struct half *from = &pair->halves[d], *to = &pair->halves[!d];
            struct pollfd *slot = &waiting[2 + 2 * i + d];

            *slot = (struct pollfd){.fd = pair->stalled ? -1 : pair->fds[d]};
            if (from->at == from->end && !from->ended)
                slot->events |= POLLIN;
            if (to->at < to->end)
                slot->events |= POLLOUT;
            if (slot->events == 0)
                slot->fd = -1;
        }
    }
}

static void serve_pair(struct proxy *proxy, struct proxy_pair *pair, const struct pollfd waiting[2]) {
    for (int d = 0; d < 2 && pair->fds[0] >= 0; d++) {
        const struct half *half = &pair->halves[d];
        short events = waiting[d].revents;

        if (waiting[d].fd != pair->fds[d])
            continue;
        if ((events & POLLOUT) && !push(pair, !d))
            close_pair(pair, true);
        else if ((events & (POLLIN | POLLHUP | POLLERR)) && half->at == half->end)
            (void)pass(proxy, pair, d);
    }
}

static void *run(void *ctx) {
    struct proxy *proxy = ctx;
    bool stop = false;

    while (!stop) {
        struct pollfd waiting[WAITING_MAX];
        bool refusing, cut;
        uint64_t count;

        fill_waiting(proxy, waiting);
        if (poll(waiting, WAITING_MAX, -1) < 0)
            continue;
        if (waiting[0].revents & POLLIN)
            (void)!read(proxy->wake, &count, sizeof(count));
        pthread_mutex_lock(&proxy->lock);
        stop = proxy->stop;
        refusing = proxy->refusing;
        cut = proxy->cut_all;
        proxy->cut_all = false;
        pthread_mutex_unlock(&proxy->lock);
        for (size_t i = 0; i < PAIRS_MAX; i++) {
            if (cut || stop)
                close_pair(&proxy->pairs[i], true);
            else
                serve_pair(proxy, &proxy->pairs[i], &waiting[2 + 2 * i]);
        }
        if (!stop && (waiting[1].revents & POLLIN))
            accept_pair(proxy, refusing);
    }
    return NULL;
}

static void wake(struct proxy *proxy) {
    uint64_t one = 1;

    if (write(proxy->wake, &one, sizeof(one)) != sizeof(one))
        bail("proxy: %s", strerror(errno));
}

void proxy_open(struct proxy *proxy, const char *target) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t bytes = sizeof(address);

    *proxy = (struct proxy){.stop = false};
    path_format(proxy->target, sizeof(proxy->target), "%s", target);
    proxy->pairs = calloc(PAIRS_MAX, sizeof(*proxy->pairs));
    if (!proxy->pairs)
        bail("out of memory");
    for (size_t i = 0; i < PAIRS_MAX; i++)
        proxy->pairs[i].fds[0] = proxy->pairs[i].fds[1] = -1;
    proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    proxy->wake = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&proxy->lock, NULL);
    if (proxy->listener < 0 || proxy->wake < 0 || bind(proxy->listener, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        listen(proxy->listener, 128) < 0 || getsockname(proxy->listener, (struct sockaddr *)&address, &bytes) < 0)
        bail("proxy: %s", strerror(errno));
    proxy->port = ntohs(address.sin_port);
    if (pthread_create(&proxy->thread, NULL, run, proxy) != 0)
        bail("proxy: no thread");
}

void proxy_close(struct proxy *proxy) {
    pthread_mutex_lock(&proxy->lock);
    proxy->stop = true;
    pthread_mutex_unlock(&proxy->lock);
    wake(proxy);
    pthread_join(proxy->thread, NULL);
    close(proxy->listener);
    close(proxy->wake);
    free(proxy->pairs);
    pthread_mutex_destroy(&proxy->lock);
}

void proxy_arm(struct proxy *proxy, enum proxy_direction direction, size_t after_bytes, enum proxy_fault fault) {
    pthread_mutex_lock(&proxy->lock);
    proxy->armed = true;
    proxy->direction = direction;
    proxy->bytes_left = after_bytes;
    proxy->fault = fault;
    pthread_mutex_unlock(&proxy->lock);
}

bool proxy_faulted(struct proxy *proxy) {
    bool done;

    pthread_mutex_lock(&proxy->lock);
    done = !proxy->armed;
    pthread_mutex_unlock(&proxy->lock);
    return done;
}

bool proxy_disarm(struct proxy *proxy) {
    bool done;

    pthread_mutex_lock(&proxy->lock);
    done = !proxy->armed;
    proxy->armed = false;
    pthread_mutex_unlock(&proxy->lock);
    return done;
}

void proxy_cut_all(struct proxy *proxy, bool refusing) {
    pthread_mutex_lock(&proxy->lock);
    proxy->cut_all = true;
    proxy->refusing = refusing;
    pthread_mutex_unlock(&proxy->lock);
    wake(proxy);
}

size_t proxy_passed(struct proxy *proxy, enum proxy_direction direction) {
    size_t bytes;

    pthread_mutex_lock(&proxy->lock);
    bytes = proxy->passed[direction];
    pthread_mutex_unlock(&proxy->lock);
    return bytes;
}
