/*
 * The one door between connections and methods. What speaks to peers (net, session) hands complete calls in here and gets exactly one
 * answer for each; how frames look, and whether it was kam/1 or something else, is not known on this side.
 *
 * Nothing here blocks and no callback of the host is ever invoked from inside the call that caused it: answers come from a later turn
 * of the loop. Connections are named by a 64-bit id that is never used twice, so an answer for a peer that has gone is dropped by
 * dispatcher or host without either holding a pointer to the other's memory.
 */
#ifndef KAM_SERVER_RPC_DISPATCH_H
#define KAM_SERVER_RPC_DISPATCH_H

#include "kam/v1/envelope.pb-c.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dispatcher;
struct uv_loop_s;

/* Who calls. Everything is borrowed for the duration of the call it is given to. */
struct dispatch_peer {
    uint64_t conn_id;
    const char *address;  /* "192.0.2.7", without the port: limits per source and the journal use it */
    const char *language; /* "zh" or "en" */
    const char *client;   /* what Hello said the client program is; may be "" */
    bool has_token;
    uint8_t token_hash[32]; /* SHA-256 of the session token */
};

/* One call, still encoded. Borrowed for the duration of dispatcher_submit(). */
struct dispatch_call {
    uint64_t call_id;
    const char *method; /* "kam.v1.Accounts/GetAccount" */
    const uint8_t *body;
    size_t body_bytes;
    uint32_t timeout_ms; /* 0: the default */
    const uint8_t *request_id;
    size_t request_id_bytes;
};

/* Borrowed for the duration of the host's answer(). */
struct dispatch_answer {
    const Kam__V1__Status *status; /* NULL: OK, and body is the response */
    const uint8_t *body;
    size_t body_bytes;
    bool replayed;
};

/* What the dispatcher asks of the side that owns the connections. Every callback may name a connection that has gone. */
struct dispatch_host {
    void *ctx;
    void (*answer)(void *ctx, uint64_t conn_id, uint64_t call_id, const struct dispatch_answer *answer);
    /* Login or RedeemToken succeeded on this connection: its later calls carry this hash, and its limits grow. Comes before answer(). */
    void (*identify)(void *ctx, uint64_t conn_id, const uint8_t token_hash[32]);
    /* Logout, or a call found the session dead: the connection goes on without a session, with the limits it had before login. */
    void (*forget)(void *ctx, uint64_t conn_id);
    /* The session was ended from elsewhere (disabled, password changed, logged out), or it cannot be known whether it lives: say go_away
     * with this status and close. */
    void (*go_away)(void *ctx, uint64_t conn_id, const Kam__V1__Status *status);
    /* The names in the client's certificate, "uri:…", "dns:…" or "email:…" a line; false: it showed none. May be NULL: nobody does. */
    bool (*certificate)(void *ctx, uint64_t conn_id, char *out, size_t room);
};

/* Limits and addresses; strings are copied. Zero members get the default in parentheses. */
struct dispatch_options {
    const char *database_url;        /* libpq connection string; host is a socket directory or an IP address, never a name */
    uint32_t read_connections;       /* (2) */
    uint32_t write_connections;      /* (24) */
    uint32_t read_in_flight_max;     /* requests in flight on one read connection (16) */
    uint32_t queue_max;              /* calls waiting for a connection; beyond it RETRY_AFTER (1024) */
    uint32_t database_connect_ms;    /* (5000) */
    uint32_t call_timeout_ms;        /* when a call names none (30000) */
    uint32_t call_timeout_max_ms;    /* (600000) */
    uint32_t call_bytes_max;         /* memory of one call, request and response unpacked (16 MiB) */
    uint32_t calls_max;              /* calls in the dispatcher at once, all peers together (16384) */
    uint32_t retries_max;            /* of 40001 and 40P01 (4) */
    uint32_t password_queue_max;     /* logins waiting for the hash; beyond it RETRY_AFTER (256) */
    const char *password_policy;     /* "mlps3" or "nist" ("mlps3") */
    uint32_t password_characters_min; /* 0: what the policy says */
    int32_t password_max_days;       /* (90); negative: passwords do not age */
    int32_t password_history;        /* (5); negative: none */
    const char *password_list_file;  /* NULL or "": none */
    uint32_t session_idle_minutes;   /* a session nobody uses ends (30) */
    uint32_t session_absolute_hours; /* every session ends (12) */
    uint32_t document_bytes_max;     /* of one file (32 MiB) */
    const char *factor_key_file;     /* seals second factors; NULL or "": nobody can set one up */
    const char *factor_issuer;       /* the name authenticators show ("kam") */
};

/*
 * Loads the database's catalogue, compiles and verifies the binding of every method, and starts the connections. This is the one call
 * that blocks; it belongs before the loop runs. 0, or a negative errno with *ret_error a text for people that the caller frees: every
 * mismatch, one a line. The host's callbacks are copied.
 */
int dispatcher_new(struct uv_loop_s *loop, const struct dispatch_options *options, const struct dispatch_host *host, char **ret_error,
                   struct dispatcher **ret_dispatcher) __attribute__((warn_unused_result));

/* Takes over a call (copying it). Answers exactly once, never from inside this call. */
void dispatcher_submit(struct dispatcher *d, const struct dispatch_peer *peer, const struct dispatch_call *call);

/* The caller no longer wants the answer. It still gets one: CANCELLED, or what was already done. */
void dispatcher_cancel(struct dispatcher *d, uint64_t conn_id, uint64_t call_id);

/* The connection is gone: reads are cancelled, writes run to their end, nothing is answered any more. */
void dispatcher_peer_gone(struct dispatcher *d, uint64_t conn_id);

/* A Hello brought a session token: is the session live? done() comes in a later turn of the loop; when the database cannot say, the host's
 * go_away() comes in its place. */
void dispatcher_resume(struct dispatcher *d, const struct dispatch_peer *peer, void (*done)(void *ctx, uint64_t conn_id, bool ok),
                       void *ctx);

/* Calls that wait for something to happen (wait_ms) are answered soon, and no call waits any more: a stop begins. */
void dispatcher_wait_no_more(struct dispatcher *d);

/* Refuses new calls from now on (UNAVAILABLE) and tells when the last one has been answered. */
void dispatcher_drain(struct dispatcher *d, void (*done)(void *ctx), void *ctx);

/* Ends connections and timers; calls still open are answered UNAVAILABLE or OUTCOME_UNKNOWN first. Nothing may be submitted or taken
 * up after this. done() comes when no handle is left; the dispatcher may then be freed. */
void dispatcher_close(struct dispatcher *d, void (*done)(void *ctx), void *ctx);

/* NULL is fine; otherwise only before the loop has run, or after dispatcher_close() is done. Returns NULL. */
struct dispatcher *dispatcher_free(struct dispatcher *d);

#endif
