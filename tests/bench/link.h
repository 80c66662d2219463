/*
 * One connection of the load generator: a non-blocking socket, TLS 1.3 and kam/1 frames, up to the point where its session stands.
 * As thin as it can be, so that a run measures the server: no verification beyond TLS's own, buffers of fixed size.
 *
 * A link owns its socket, its TLS state and its buffers; link_close frees them all and may be called in any state.
 */
#ifndef KAM_TESTS_BENCH_LINK_H
#define KAM_TESTS_BENCH_LINK_H

#include "common/frame.h"
#include "kam/v1/envelope.pb-c.h"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

enum { LINK_OUT_BYTES = 16 << 10, LINK_IN_BYTES = 32 << 10, LINK_TOKEN_BYTES = 32 };

enum link_state { LINK_CLOSED, LINK_CONNECTING, LINK_HANDSHAKING, LINK_GREETING, LINK_READY };

struct link {
    int fd;
    SSL *ssl;
    enum link_state state;
    bool wants_write;
    bool watched_write; /* whether epoll has been asked for EPOLLOUT */
    size_t out_bytes, out_sent;
    uint8_t out[LINK_OUT_BYTES];
    struct frame_parser frames;
};

/* Client side of kam/1, TLS 1.3 only, no verification: what is measured is the server. NULL when OpenSSL fails. */
SSL_CTX *link_context_new(void);

/* Starts connecting; 0, or a negative errno. */
int link_open(struct link *link, SSL_CTX *context, const struct sockaddr_in *address);

/* Goes on with connecting and the handshake. 0: nothing to do until the socket moves; 1: the handshake is done; negative: failed. */
int link_advance(struct link *link);

/* Packs an envelope as one frame behind what waits to be sent, and sends what the socket takes. */
int link_send(struct link *link, const Kam__V1__Envelope *envelope);
int link_flush(struct link *link);

/* Says Hello with a session token (NULL: none). */
int link_greet(struct link *link, const uint8_t *token);

/* Reads what has arrived and hands every envelope to the callback, which may send. Stops with its first nonzero answer. */
typedef int (*link_envelope)(void *context, struct link *link, const Kam__V1__Envelope *envelope);
int link_receive(struct link *link, link_envelope callback, void *context);

/* Closes at once, with a reset, so that thousands of short connections leave no port behind. */
void link_close(struct link *link);

#endif
