/*
 * A peer over a real socket that can misbehave: it speaks kam/1 when asked to, stops anywhere, and leaves in any way. Blocking, with a
 * deadline on everything so that a hanging server fails a test instead of hanging it.
 */
#ifndef KAM_TESTS_UNIT_NET_PROBE_H
#define KAM_TESTS_UNIT_NET_PROBE_H

#include "common/buffer.h"
#include "common/envelope.h"
#include "common/frame.h"
#include "common/tls.h"
#include <stdbool.h>
#include <stdint.h>

#define PROBE_DEADLINE_MS 10000

/* What probe_receive answers besides 0. */
enum probe_result {
    PROBE_CLOSED = 1,  /* close_notify, then FIN */
    PROBE_CUT = 2,     /* FIN without close_notify */
    PROBE_RESET = 3,   /* RST */
    PROBE_TIMEOUT = 4, /* nothing came in time */
    PROBE_BROKEN = 5,  /* TLS failed */
};

/* Owns its socket and its TLS. */
struct probe {
    int fd;
    struct tls *tls;
    struct frame_parser parser;
    uint8_t chunk[16384];
    const uint8_t *input; /* what of the chunk is not parsed yet */
    size_t input_bytes;
};

/* TCP only. false: refused. */
bool probe_connect(struct probe *p, uint16_t port);
/* TLS; 0 or a probe_result. */
int probe_secure(struct probe *p, struct tls_context *c);
void probe_close(struct probe *p);

/* Bytes on the wire below TLS: as they are. */
bool probe_send_raw(struct probe *p, const void *bytes, size_t count);
/* Bytes through TLS. */
bool probe_send(struct probe *p, const void *bytes, size_t count);
/* What TLS would send for these bytes, not sent: to be cut anywhere. */
size_t probe_encrypt(struct probe *p, const void *bytes, size_t count, uint8_t *out, size_t room);
/* The next envelope, to be freed by kam__v1__envelope__free_unpacked. */
int probe_receive(struct probe *p, int deadline_ms, Kam__V1__Envelope **ret_envelope);
/* Waits for the end, passing over everything else. */
int probe_end(struct probe *p, int deadline_ms);

/* Sends RST. */
void probe_reset(struct probe *p);
/* Sends FIN and goes on reading. */
void probe_half_close(struct probe *p);
/* close_notify and FIN. */
void probe_goodbye(struct probe *p);

/* Connected, secured, Hello said and Welcome received. */
bool probe_open(struct probe *p, uint16_t port, struct tls_context *c);
bool probe_request(struct probe *p, uint64_t call_id, const char *method, const void *body, size_t body_bytes);

#endif
