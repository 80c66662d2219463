/*
 * The server's end of one kam/1 connection, made for tests of clients: TLS in memory, frames, envelopes. What it says is up to the test.
 */
#ifndef KAM_TESTS_HARNESS_PEER_H
#define KAM_TESTS_HARNESS_PEER_H

#include "common/arena.h"
#include "common/buffer.h"
#include "common/frame.h"
#include "common/tls.h"
#include "kam/v1/envelope.pb-c.h"

struct peer {
    struct tls *tls;
    bool shaken; /* the handshake is over */
    struct frame_parser frames;
    uint8_t plain[16384];
    const uint8_t *plain_at;
    size_t plain_bytes;
    struct arena arena;
};

void peer_init(struct peer *peer, struct tls_context *context);
void peer_deinit(struct peer *peer);

/* Encrypted bytes from the client in, for the client out (the answer is how many were copied). */
void peer_feed(struct peer *peer, const void *bytes, size_t count);
size_t peer_drain(struct peer *peer, void *into, size_t room);

/* The next envelope, valid until the next call; NULL: more bytes are needed, or the client has gone. */
const Kam__V1__Envelope *peer_next(struct peer *peer);

void peer_send(struct peer *peer, const Kam__V1__Envelope *envelope);
/* Bytes as they are, inside TLS. */
void peer_send_raw(struct peer *peer, const void *bytes, size_t count);

void peer_welcome(struct peer *peer, uint32_t calls_max, bool resumed);
void peer_answer(struct peer *peer, uint64_t call_id, const void *body, size_t count);
void peer_refuse(struct peer *peer, uint64_t call_id, uint32_t code, const char *reason, bool retryable);
void peer_go_away(struct peer *peer);

#endif
