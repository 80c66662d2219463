#include "common/log.h"
#include "server/net/internal.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* When descriptors or memory run out, accepting again at once would only spin. */
#define PAUSE_MS 100

static void on_readable(uv_poll_t *poll, int status, int events);

static void on_pause_over(uv_timer_t *timer) {
    struct listener *l = timer->data;

    (void)uv_poll_start(&l->poll, UV_READABLE, on_readable);
}

static void pause_accepting(struct listener *l, int error) {
    log_event(LOG_WARNING, "accept_paused", "error", strerror(error));
    (void)uv_poll_stop(&l->poll);
    (void)uv_timer_start(&l->pause, on_pause_over, PAUSE_MS, 0);
}

static void on_readable(uv_poll_t *poll, int status, int events) {
    struct listener *l = poll->data;
    struct sockaddr_storage address;
    socklen_t bytes;
    int fd, r;

    (void)status;
    (void)events;
    for (uint32_t i = 0; i < l->net->limits->accepts_per_turn_max; i++) {
        bytes = sizeof address;
        fd = accept4(l->fd, (struct sockaddr *)&address, &bytes, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
            pause_accepting(l, errno);
            return;
        }
        if (fd < 0)
            continue; /* this one was gone before we looked */
        r = connection_accept(l->net, fd, &address);
        if (r == -ENOMEM) {
            pause_accepting(l, ENOMEM);
            return;
        }
    }
}

static int open_socket(const char *text, int backlog, int *ret_fd, uint16_t *ret_port) {
    struct sockaddr_storage address;
    socklen_t bytes;
    int fd, on = 1, r;

    r = address_parse(text, &address, &bytes);
    if (r < 0)
        return r;
    fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) < 0 ||
        bind(fd, (struct sockaddr *)&address, bytes) < 0 || listen(fd, backlog) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &bytes) < 0) {
        r = -errno;
        (void)close(fd);
        return r;
    }
    *ret_fd = fd;
    *ret_port = address_port(&address);
    return 0;
}

int listener_new(struct net *n, const char *address, struct listener **ret_listener, uint16_t *ret_port) {
    struct listener *l = calloc(1, sizeof *l);
    uint16_t port = 0;
    int r;

    if (!l)
        return -ENOMEM;
    l->net = n;
    r = open_socket(address, (int)n->limits->backlog, &l->fd, &port);
    if (r < 0) {
        free(l);
        return r;
    }
    r = uv_poll_init(n->loop, &l->poll, l->fd);
    if (r < 0) {
        (void)close(l->fd);
        free(l);
        return r;
    }
    (void)uv_timer_init(n->loop, &l->pause);
    l->poll.data = l->pause.data = l;
    n->handles_open += 2;
    (void)uv_poll_start(&l->poll, UV_READABLE, on_readable);
    *ret_listener = l;
    *ret_port = port;
    return 0;
}

static void on_timer_closed(uv_handle_t *handle) {
    struct listener *l = handle->data;
    struct net *n = l->net;

    free(l);
    net_handle_closed(n);
    net_handle_closed(n);
}

static void on_poll_closed(uv_handle_t *handle) {
    struct listener *l = handle->data;

    uv_close((uv_handle_t *)&l->pause, on_timer_closed);
}

void listener_close(struct listener *l) {
    (void)uv_timer_stop(&l->pause);
    uv_close((uv_handle_t *)&l->poll, on_poll_closed);
    (void)close(l->fd);
    l->fd = -1;
}
