#include "tests/unit/net/probe.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void) {
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool probe_connect(struct probe *p, uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;

    *p = (struct probe){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    frame_parser_init(&p->parser, (size_t)1 << 24);
    if (p->fd < 0 || connect(p->fd, (struct sockaddr *)&address, sizeof address) < 0) {
        probe_close(p);
        return false;
    }
    (void)setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return true;
}

void probe_close(struct probe *p) {
    if (p->fd >= 0)
        (void)close(p->fd);
    p->fd = -1;
    p->tls = tls_free(p->tls);
    frame_parser_deinit(&p->parser);
}

bool probe_send_raw(struct probe *p, const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    ssize_t r;

    while (count > 0) {
        r = send(p->fd, at, count, MSG_NOSIGNAL);
        if (r < 0)
            return false;
        at += r;
        count -= (size_t)r;
    }
    return true;
}

static bool flush_tls(struct probe *p) {
    uint8_t bytes[4096];
    size_t n;

    while ((n = tls_memory_drain(p->tls, bytes, sizeof bytes)) > 0)
        if (!probe_send_raw(p, bytes, n))
            return false;
    return true;
}

/* One read into TLS: 0 or a probe_result. */
static int fill_tls(struct probe *p, int64_t deadline) {
    struct pollfd f = {.fd = p->fd, .events = POLLIN};
    int64_t left = deadline - now_ms();
    uint8_t bytes[16384];
    ssize_t r;

    if (left <= 0 || poll(&f, 1, (int)left) != 1)
        return PROBE_TIMEOUT;
    r = recv(p->fd, bytes, sizeof bytes, 0);
    if (r < 0)
        return PROBE_RESET;
    if (r == 0)
        tls_memory_feed_end(p->tls);
    return tls_memory_feed(p->tls, bytes, (size_t)r) < 0 ? PROBE_BROKEN : 0;
}

int probe_secure(struct probe *p, struct tls_context *c) {
    int64_t deadline = now_ms() + PROBE_DEADLINE_MS;
    int r, filled;

    if (tls_new_client_memory(c, "127.0.0.1", &p->tls) < 0)
        return PROBE_BROKEN;
    while ((r = tls_handshake(p->tls)) == TLS_WANT_READ) {
        if (!flush_tls(p))
            return PROBE_RESET;
        filled = fill_tls(p, deadline);
        if (filled != 0)
            return filled;
    }
    if (r == TLS_CLOSED)
        return PROBE_CUT;
    return r == 0 && flush_tls(p) ? 0 : PROBE_BROKEN;
}

size_t probe_encrypt(struct probe *p, const void *bytes, size_t count, uint8_t *out, size_t room) {
    size_t written;

    if (tls_write(p->tls, bytes, count, &written) != 0 || written != count)
        return 0;
    return tls_memory_drain(p->tls, out, room);
}

bool probe_send(struct probe *p, const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    size_t written;

    while (count > 0) {
        if (tls_write(p->tls, at, count, &written) != 0)
            return false;
        at += written;
        count -= written;
    }
    return flush_tls(p);
}

int probe_receive(struct probe *p, int deadline_ms, Kam__V1__Envelope **ret_envelope) {
    int64_t deadline = now_ms() + deadline_ms;
    const uint8_t *payload;
    size_t bytes;
    int r;

    for (;;) {
        if (p->input_bytes > 0 && frame_parser_next(&p->parser, &p->input, &p->input_bytes, &payload, &bytes) == 0) {
            *ret_envelope = kam__v1__envelope__unpack(NULL, bytes, payload);
            return *ret_envelope ? 0 : PROBE_BROKEN;
        }
        r = tls_read(p->tls, p->chunk, sizeof p->chunk, &p->input_bytes);
        if (r == 0) {
            p->input = p->chunk;
            continue;
        }
        p->input_bytes = 0;
        if (r == TLS_CLOSED)
            return tls_closed_cleanly(p->tls) ? PROBE_CLOSED : PROBE_CUT;
        if (r < 0)
            return PROBE_BROKEN;
        r = fill_tls(p, deadline);
        if (r != 0)
            return r;
    }
}

int probe_end(struct probe *p, int deadline_ms) {
    Kam__V1__Envelope *e;
    int r;

    while ((r = probe_receive(p, deadline_ms, &e)) == 0)
        kam__v1__envelope__free_unpacked(e, NULL);
    return r;
}

void probe_reset(struct probe *p) {
    const struct linger reset = {.l_onoff = 1, .l_linger = 0};

    (void)setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    probe_close(p);
}

void probe_half_close(struct probe *p) {
    (void)shutdown(p->fd, SHUT_WR);
}

void probe_goodbye(struct probe *p) {
    int r = tls_shutdown(p->tls);

    if (r == 0 && flush_tls(p))
        probe_half_close(p);
}

static bool send_envelope(struct probe *p, const Kam__V1__Envelope *e) {
    struct buffer b;
    bool ok;

    buffer_init(&b, (size_t)1 << 24);
    ok = envelope_append(&b, e, (size_t)1 << 24) == 0 && probe_send(p, buffer_front(&b), buffer_bytes(&b));
    buffer_deinit(&b);
    return ok;
}

bool probe_open(struct probe *p, uint16_t port, struct tls_context *c) {
    Kam__V1__Hello hello = KAM__V1__HELLO__INIT;
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT, *answer;
    bool ok;

    hello.protocol = 1;
    hello.client = (char *)"probe";
    hello.language = (char *)"en";
    e.body_case = KAM__V1__ENVELOPE__BODY_HELLO;
    e.hello = &hello;
    if (!probe_connect(p, port))
        return false;
    if (probe_secure(p, c) != 0 || !send_envelope(p, &e) || probe_receive(p, PROBE_DEADLINE_MS, &answer) != 0)
        return false;
    ok = answer->body_case == KAM__V1__ENVELOPE__BODY_WELCOME;
    kam__v1__envelope__free_unpacked(answer, NULL);
    return ok;
}

bool probe_request(struct probe *p, uint64_t call_id, const char *method, const void *body, size_t body_bytes) {
    Kam__V1__Request request = KAM__V1__REQUEST__INIT;
    Kam__V1__Envelope e = KAM__V1__ENVELOPE__INIT;

    request.method = (char *)method;
    request.body.data = (uint8_t *)body;
    request.body.len = body_bytes;
    e.call_id = call_id;
    e.body_case = KAM__V1__ENVELOPE__BODY_REQUEST;
    e.request = &request;
    return send_envelope(p, &e);
}
