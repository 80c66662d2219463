/*
 * What happens on one connection, without any I/O and with the clock as an argument: bytes in, bytes out, complete calls up, answers
 * down. Whoever owns the socket feeds what it read, sends what session_output() shows, and calls session_tick() at session_deadline().
 *
 * All deadlines are absolute points of a millisecond clock that never runs backwards. Output is bounded by not reading: above
 * output_bytes_max nothing further is processed until the peer has taken its answers. Nothing is ever dropped on the way.
 *
 * A session owns its buffers; strings given to the host are valid during the callback. The host may call back into the session from
 * its callbacks, but must not feed or deinit it there.
 */
#ifndef KAM_SERVER_SESSION_SESSION_H
#define KAM_SERVER_SESSION_SESSION_H

#include "common/buffer.h"
#include "common/envelope.h"
#include "common/frame.h"
#include "common/messages.h"
#include "kam/v1/envelope.pb-c.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_NEVER UINT64_MAX
#define SESSION_TOKEN_HASH_BYTES 32

enum session_state {
#define STATE(name, deadline, what) SESSION_##name,
#define FINAL(name, what) SESSION_##name,
#include "server/session/states.def"
    SESSION_STATES,
};

/* Why a session ended, for the log and for counting. */
enum session_end {
    SESSION_END_NONE,
    SESSION_END_PEER,      /* the peer closed */
    SESSION_END_TRANSPORT, /* socket or TLS error */
    SESSION_END_PROTOCOL,  /* not kam/1 */
    SESSION_END_DEADLINE,  /* handshake, hello, frame, login or drain too slow */
    SESSION_END_UNREAD,    /* the peer did not take its answers */
    SESSION_END_IDLE,
    SESSION_END_GO_AWAY, /* asked by this side */
    SESSION_END_MEMORY,
};

struct session_limits {
    uint32_t handshake_ms;
    uint32_t hello_ms;
    uint32_t resume_ms;
    uint32_t guest_ms;
    uint32_t frame_ms;  /* from a frame's first byte to its last */
    uint32_t unread_ms; /* until what is queued at one moment has been taken */
    uint32_t ping_ms;   /* silence after which a ping is sent */
    uint32_t idle_ms;   /* silence after which the connection ends */
    uint32_t drain_ms;
    uint32_t guest_frame_bytes;
    uint32_t guest_calls;       /* at once */
    uint32_t guest_calls_total; /* before login, on one connection */
    uint32_t member_frame_bytes;
    uint32_t member_calls;
    uint32_t output_bytes_max; /* queued; above it nothing more is read */
    uint32_t release;          /* of the API, for Welcome */
};

struct session;

struct session_request {
    uint64_t call_id;
    const char *method;
    const uint8_t *body;
    size_t body_bytes;
    uint32_t timeout_ms;
    const uint8_t *request_id; /* ENVELOPE_REQUEST_ID_BYTES or none */
    size_t request_id_bytes;
};

struct session_host {
    void *ctx;
    /* Is the session of this token live? Answer with session_resumed(), now or later. */
    void (*resume)(void *ctx, struct session *s);
    /* Answer with session_answer(), now or later. */
    void (*request)(void *ctx, struct session *s, const struct session_request *request);
    /* The answer to this call in flight is no longer wanted; it must still be given. */
    void (*cancel)(void *ctx, struct session *s, uint64_t call_id);
};

struct session {
    const struct session_limits *limits;
    const struct session_host *host;
    enum session_state state;
    enum session_end end;
    struct frame_parser parser;
    struct buffer stash; /* input taken while nothing may be processed */
    struct buffer output;
    uint64_t *calls; /* ids in flight */
    uint32_t calls_count;
    uint32_t calls_room;
    uint64_t call_id_last;
    uint32_t guest_calls_left;
    bool processing; /* input is being walked: a nested call must not start again */
    bool peer_sends_no_more;
    bool pinged;
    bool has_token;
    char language[3];
    char client[ENVELOPE_CLIENT_BYTES_MAX + 1];
    uint8_t token_hash[SESSION_TOKEN_HASH_BYTES];
    uint64_t state_deadline;
    uint64_t frame_deadline;
    uint64_t output_deadline;
    uint64_t output_mark; /* bytes ever queued that must be gone at output_deadline */
    uint64_t queued_total;
    uint64_t sent_total;
    uint64_t heard_at; /* last frame or answer */
};

/* Limits and host must outlive the session. */
void session_init(struct session *s, const struct session_limits *limits, const struct session_host *host, uint64_t now);
void session_deinit(struct session *s);

/* TLS is up. */
void session_secured(struct session *s, uint64_t now);
/* How many bytes it takes now; 0: do not read. */
size_t session_room(const struct session *s);
/* At most session_room() bytes. */
void session_feed(struct session *s, const uint8_t *bytes, size_t count, uint64_t now);
/* The peer sends no more but may still read: calls in flight are answered first. */
void session_input_ended(struct session *s, uint64_t now);
/* The transport is gone. */
void session_lost(struct session *s, enum session_end end);

/* What is to be sent now; valid until the next call on this session. */
const uint8_t *session_output(const struct session *s, size_t *ret_bytes);
void session_sent(struct session *s, size_t bytes, uint64_t now);

/* The next point at which session_tick() has something to do, or SESSION_NEVER. */
uint64_t session_deadline(const struct session *s);
void session_tick(struct session *s, uint64_t now);

/* Answers a call; status NULL is OK. false: no such call is in flight, nothing happened. */
bool session_answer(struct session *s, uint64_t call_id, const Kam__V1__Status *status, const uint8_t *body, size_t body_bytes,
                    bool replayed, uint64_t now);
void session_resumed(struct session *s, bool live, uint64_t now);
/* Login succeeded: the limits grow. */
void session_identify(struct session *s, const uint8_t token_hash[SESSION_TOKEN_HASH_BYTES], uint64_t now);
/* The session is over, the connection is not. */
void session_forget(struct session *s, uint64_t now);
/* No new calls from now on. status may be NULL: the server stops. */
void session_go_away(struct session *s, const Kam__V1__Status *status, uint64_t now);

const char *session_state_name(enum session_state state);
const char *session_end_name(enum session_end end);

#endif
