#include "tests/bench/link.h"

#include "common/tls.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

SSL_CTX *link_context_new(void) {
    static const unsigned char alpn[] = "\x05" TLS_ALPN;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());

    if (!context)
        return NULL;
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    /* Answers zero when it succeeds, unlike its neighbours. */
    if (SSL_CTX_set_alpn_protos(context, alpn, sizeof(alpn) - 1) != 0) {
        SSL_CTX_free(context);
        return NULL;
    }
    return context;
}

int link_open(struct link *link, SSL_CTX *context, const struct sockaddr_in *address) {
    int on = 1;

    memset(link, 0, sizeof(*link));
    link->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (link->fd < 0)
        return -errno;
    frame_parser_init(&link->frames, FRAME_BYTES_MAX_MEMBER);
    setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    link->state = LINK_CONNECTING;
    link->wants_write = true;
    link->ssl = SSL_new(context);
    if (!link->ssl || SSL_set_fd(link->ssl, link->fd) != 1) {
        link_close(link);
        return -ENOMEM;
    }
    SSL_set_connect_state(link->ssl);
    if (connect(link->fd, (const struct sockaddr *)address, sizeof(*address)) < 0 && errno != EINPROGRESS) {
        int r = -errno;

        link_close(link);
        return r;
    }
    return 0;
}

/* What SSL_get_error says of an operation that did not succeed: 0 when it only has to wait. */
static int ssl_result(struct link *link, int r) {
    switch (SSL_get_error(link->ssl, r)) {
    case SSL_ERROR_WANT_READ:
        link->wants_write = false;
        return 0;
    case SSL_ERROR_WANT_WRITE:
        link->wants_write = true;
        return 0;
    case SSL_ERROR_ZERO_RETURN:
        return -ECONNRESET;
    default:
        return -EPROTO;
    }
}

int link_advance(struct link *link) {
    int r;

    if (link->state == LINK_CONNECTING) {
        int fault = 0;
        socklen_t bytes = sizeof(fault);

        if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &fault, &bytes) < 0)
            return -errno;
        if (fault)
            return -fault;
        link->state = LINK_HANDSHAKING;
    }
    r = SSL_do_handshake(link->ssl);
    if (r != 1)
        return ssl_result(link, r);
    link->state = LINK_GREETING;
    link->wants_write = false;
    return 1;
}

int link_flush(struct link *link) {
    while (link->out_sent < link->out_bytes) {
        int r = SSL_write(link->ssl, link->out + link->out_sent, (int)(link->out_bytes - link->out_sent));

        if (r <= 0)
            return ssl_result(link, r);
        link->out_sent += (size_t)r;
    }
    link->out_bytes = link->out_sent = 0;
    link->wants_write = false;
    return 0;
}

int link_send(struct link *link, const Kam__V1__Envelope *envelope) {
    size_t bytes = kam__v1__envelope__get_packed_size(envelope);

    if (link->out_bytes + FRAME_HEADER_BYTES + bytes > LINK_OUT_BYTES)
        return -ENOBUFS;
    frame_header_write(link->out + link->out_bytes, bytes);
    kam__v1__envelope__pack(envelope, link->out + link->out_bytes + FRAME_HEADER_BYTES);
    link->out_bytes += FRAME_HEADER_BYTES + bytes;
    return link_flush(link);
}

int link_greet(struct link *link, const uint8_t *token) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Hello hello = KAM__V1__HELLO__INIT;

    hello.protocol = 1;
    hello.client = (char *)"kam-bench";
    if (token) {
        hello.session_token.data = (uint8_t *)token;
        hello.session_token.len = LINK_TOKEN_BYTES;
    }
    envelope.body_case = KAM__V1__ENVELOPE__BODY_HELLO;
    envelope.hello = &hello;
    return link_send(link, &envelope);
}

/* Hands out every whole frame in these bytes. */
static int take_frames(struct link *link, const uint8_t *input, size_t input_bytes, link_envelope callback, void *context) {
    const uint8_t *payload;
    size_t payload_bytes;
    int r;

    while ((r = frame_parser_next(&link->frames, &input, &input_bytes, &payload, &payload_bytes)) == 0) {
        Kam__V1__Envelope *envelope = kam__v1__envelope__unpack(NULL, payload_bytes, payload);

        if (!envelope)
            return -EBADMSG;
        r = callback(context, link, envelope);
        kam__v1__envelope__free_unpacked(envelope, NULL);
        if (r != 0)
            return r;
        if (link->state == LINK_CLOSED)
            return 0;
    }
    return r == FRAME_NEED_MORE ? 0 : -EBADMSG;
}

int link_receive(struct link *link, link_envelope callback, void *context) {
    uint8_t input[LINK_IN_BYTES];

    for (;;) {
        int r = SSL_read(link->ssl, input, sizeof(input));

        if (r <= 0) {
            bool waits_to_send = link->out_sent < link->out_bytes;

            r = ssl_result(link, r);
            link->wants_write = link->wants_write || waits_to_send;
            return r;
        }
        r = take_frames(link, input, (size_t)r, callback, context);
        if (r != 0 || link->state == LINK_CLOSED)
            return r;
        /* The common case is one small answer: asking again would only cost a system call. */
        if (!SSL_has_pending(link->ssl))
            return 0;
    }
}

void link_close(struct link *link) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};

    if (link->state == LINK_CLOSED)
        return;
    SSL_free(link->ssl);
    setsockopt(link->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(link->fd);
    frame_parser_deinit(&link->frames);
    link->state = LINK_CLOSED;
    link->ssl = NULL;
    link->fd = -1;
}
