#include "tests/bench/link.h"
#include "tests/bench/load.h"

#include "common/tls.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_MAX = 256, BACKLOG = 1024 };

static double now_s(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static unsigned long long own_cpu_us(void) {
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (unsigned long long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
           (unsigned long long)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static int open_watched(struct link *link, SSL_CTX *context, const struct sockaddr_in *address, int epoll) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = link};
    int r = link_open(link, context, address);

    if (r < 0)
        return r;
    return epoll_ctl(epoll, EPOLL_CTL_ADD, link->fd, &event) < 0 ? -errno : 0;
}

/* The server has finished its side only when it has read the client's Finished; a Hello and its Welcome would show that, but a bare
 * server knows neither. The close that follows waits behind it in the same socket, so the work is done in both cases. */
int handshake_run(const struct load_options *options) {
    SSL_CTX *context = link_context_new();
    struct link *links = calloc(options->connections, sizeof(*links));
    struct epoll_event events[EVENTS_MAX];
    int epoll = epoll_create1(EPOLL_CLOEXEC), r = 0;
    unsigned long long done = 0, failed = 0, cpu = own_cpu_us();
    double started = now_s(), ended;

    if (!context || !links || epoll < 0)
        return 1;
    for (unsigned i = 0; r == 0 && i < options->connections; i++)
        r = open_watched(&links[i], context, &options->address, epoll);
    while (r == 0 && (ended = now_s()) < started + options->seconds) {
        int n = epoll_wait(epoll, events, EVENTS_MAX, 100);

        for (int i = 0; r == 0 && i < n; i++) {
            struct link *link = events[i].data.ptr;
            int advanced = link_advance(link);

            if (advanced == 0)
                continue;
            if (advanced == 1)
                done++;
            else
                failed++;
            link_close(link);
            r = failed > done + 100 ? -ECONNABORTED : open_watched(link, context, &options->address, epoll);
        }
    }
    if (r < 0)
        fprintf(stderr, "handshakes: %s\n", strerror(-r));
    printf("handshakes=%llu failed=%llu seconds=%.3f cpu_us=%llu\n", done, failed, now_s() - started, own_cpu_us() - cpu);
    for (unsigned i = 0; i < options->connections; i++)
        link_close(&links[i]);
    free(links);
    SSL_CTX_free(context);
    close(epoll);
    return r < 0 || !done ? 1 : 0;
}

static int choose_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_bytes, const unsigned char *in, unsigned in_bytes,
                       void *context) {
    static const unsigned char ours[] = "\x05" TLS_ALPN;
    unsigned char *chosen;

    (void)ssl;
    (void)context;
    if (SSL_select_next_proto(&chosen, out_bytes, ours, sizeof(ours) - 1, in, in_bytes) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static SSL_CTX *server_context(const char *certificate, const char *key) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());

    if (!context)
        return NULL;
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, choose_alpn, NULL);
    if (SSL_CTX_use_certificate_chain_file(context, certificate) == 1 && SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1)
        return context;
    SSL_CTX_free(context);
    return NULL;
}

static int listen_anywhere(uint16_t *ret_port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t bytes = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, BACKLOG) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &bytes) < 0)
        return -errno;
    *ret_port = ntohs(address.sin_port);
    return fd;
}

static void accept_all(int listener, SSL_CTX *context, int epoll) {
    int fd;

    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        SSL *ssl = SSL_new(context);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = ssl};

        if (!ssl || SSL_set_fd(ssl, fd) != 1 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
            SSL_free(ssl);
            close(fd);
            continue;
        }
        SSL_set_accept_state(ssl);
    }
}

int bare_server_run(const char *certificate, const char *key) {
    SSL_CTX *context = server_context(certificate, key);
    struct epoll_event events[EVENTS_MAX], listening = {.events = EPOLLIN, .data.ptr = NULL};
    int epoll = epoll_create1(EPOLL_CLOEXEC), listener;
    uint16_t port = 0;

    listener = listen_anywhere(&port);
    if (!context || epoll < 0 || listener < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &listening) < 0) {
        fprintf(stderr, "bare server: %s\n", strerror(errno));
        return 1;
    }
    printf("ready 127.0.0.1:%u\n", port);
    fflush(stdout);
    for (;;) {
        int n = epoll_wait(epoll, events, EVENTS_MAX, -1);

        for (int i = 0; i < n; i++) {
            SSL *ssl = events[i].data.ptr;
            char bytes[256];
            int r, fault;

            if (!ssl) {
                accept_all(listener, context, epoll);
                continue;
            }
            r = SSL_read(ssl, bytes, sizeof(bytes));
            fault = SSL_get_error(ssl, r);
            if (r <= 0 && fault != SSL_ERROR_WANT_READ && fault != SSL_ERROR_WANT_WRITE) {
                int fd = SSL_get_fd(ssl);

                SSL_free(ssl);
                close(fd);
            }
        }
    }
}
