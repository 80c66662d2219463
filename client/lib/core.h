/*
 * One connection of a client without any I/O: TLS, frames, Hello and Welcome, which calls are under way on it. Bytes from the server go
 * in by core_receive(), what core_next() makes of them comes out one event at a time, and what must go to the server lies in
 * core_output(). Knows neither sockets nor clocks nor what a retry is.
 *
 * A core owns its TLS state, its buffers and the event it handed out last, which lives until the next core_next().
 */
#ifndef KAM_CLIENT_CORE_H
#define KAM_CLIENT_CORE_H

#include "client/lib/fault.h"
#include "common/arena.h"
#include "common/buffer.h"
#include "common/frame.h"
#include "common/tls.h"

/* Encrypted bytes that may wait for the socket before core_writable() says no. */
#define CORE_OUTPUT_HIGH_BYTES ((size_t)256 << 10)
#define CORE_OUTPUT_BYTES_MAX ((size_t)64 << 10)
#define CORE_PLAIN_BYTES ((size_t)16 << 10)
/* Calls under way at once, whatever the server would take. */
#define CORE_FLIGHTS_MAX 256
/* What a session may have in flight by docs/PROTOCOL.md; a server that allows less says so with RESOURCE_EXHAUSTED. */
#define CORE_CALLS_MAX_MEMBER 64

enum core_state {
    CORE_IDLE = 0,
    CORE_HANDSHAKE = 1, /* TLS */
    CORE_HELLO = 2,     /* Hello is out, Welcome is not here */
    CORE_READY = 3,
    CORE_DRAINING = 4, /* the server said go_away: answers still come, no new calls */
    CORE_CLOSED = 5,   /* over; its failure says why */
};

enum core_event_kind {
    CORE_EVENT_NONE = 0, /* nothing more until bytes come */
    CORE_EVENT_READY,    /* Welcome came */
    CORE_EVENT_ANSWER,   /* ticket, response */
    CORE_EVENT_GO_AWAY,
    CORE_EVENT_CLOSED, /* given once */
};

struct core_event {
    enum core_event_kind kind;
    uint64_t ticket;
    const Kam__V1__Response *response; /* the core's */
};

/* What the Hello says. Borrowed for core_open(). */
struct core_hello {
    const char *client;
    const char *language;
    const uint8_t *session_token; /* KAM_SESSION_TOKEN_BYTES, or NULL */
};

/* A call the server has and has not answered. */
struct core_flight {
    uint64_t call_id;
    uint64_t ticket;
};

struct core {
    enum core_state state;
    bool closed_told;
    struct tls *tls;
    struct frame_parser frames;
    uint8_t plain[CORE_PLAIN_BYTES]; /* decrypted and not yet parsed */
    const uint8_t *plain_at;
    size_t plain_bytes;
    struct arena arena;   /* behind the event handed out last */
    struct buffer output; /* encrypted, on its way to the socket */
    struct buffer hello;  /* the Hello's frame, until TLS stands */
    bool session_resumed;
    uint32_t calls_max;
    size_t frame_bytes_max;
    uint64_t last_call_id;
    struct core_flight flights[CORE_FLIGHTS_MAX];
    size_t flights_count;
    bool pong_awaited;
    enum failure failure; /* in state CLOSED */
    char detail[TLS_ERROR_BYTES];
};

void core_init(struct core *core);
void core_deinit(struct core *core);

/* Begins a connection: the first bytes of the handshake are in core_output() afterwards. 0, -ENOMEM, or -EINVAL for a server_name that
 * cannot be one. */
_must_check_ int core_open(struct core *core, struct tls_context *context, const char *server_name, const struct core_hello *hello);

/* Takes bytes from the server; 0 or -ENOMEM. The end of the stream is told by core_receive_end(). */
_must_check_ int core_receive(struct core *core, const uint8_t *bytes, size_t count);
void core_receive_end(struct core *core);

/* The next event. */
void core_next(struct core *core, struct core_event *ret_event);

/* Whether one more call may be sent now. */
bool core_writable(const struct core *core);

/* Sends a call. 0, -ENOMEM, -EMSGSIZE when it does not fit a frame, -EPIPE when the connection does not take it. */
_must_check_ int core_send_call(struct core *core, uint64_t ticket, const Kam__V1__Request *request);

/* Tells the server that the answer for this ticket is not wanted. Nothing to do when it is not under way. */
void core_send_cancel(struct core *core, uint64_t ticket);

/* Asks for a sign of life; core->pong_awaited until it comes. */
void core_send_ping(struct core *core);

/* A login on this connection succeeded: larger limits hold from now on. */
void core_logged_in(struct core *core);

/* Ends the connection from this side; what is in core_output() may still be sent. */
void core_close(struct core *core, enum failure failure, const char *detail);

/* Encrypted bytes for the server, and how many of them have been sent. */
size_t core_output(struct core *core, const uint8_t **ret_bytes);
void core_output_sent(struct core *core, size_t count);

#endif
