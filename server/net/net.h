/*
 * The connections of one process: listening sockets, TLS, timers, and a session (server/session) on each. Complete calls go up through
 * net_host, answers come down by connection id; what is asked of a connection that has gone is silently nothing.
 *
 * Output gathers during a turn of the loop and leaves in one write per connection before the loop waits again. Nothing blocks. The
 * host's callbacks run inside the loop's callbacks and may call anything here but net_free.
 *
 * A net owns its sockets and connections; the TLS context, the limits and the loop are borrowed and must outlive it.
 */
#ifndef KAM_SERVER_NET_NET_H
#define KAM_SERVER_NET_NET_H

#include "common/tls.h"
#include "server/session/session.h"
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct net;

struct net_limits {
    struct session_limits session;
    uint32_t connections_max;
    uint32_t connections_per_address_max;
    uint32_t guests_max;
    uint32_t accepts_per_turn_max;
    uint32_t output_total_bytes_max; /* queued for all together: above it who does not read is closed */
    uint32_t linger_ms;
    uint32_t backlog;
};

/* Who is on a connection; borrowed for the duration of a callback. */
struct net_peer {
    uint64_t conn_id; /* never used twice */
    const char *address;
    const char *language;
    const char *client;
    bool has_token;
    const uint8_t *token_hash; /* SESSION_TOKEN_HASH_BYTES; in `resume` that of the token to be looked up */
};

struct net_host {
    void *ctx;
    void (*resume)(void *ctx, const struct net_peer *peer);
    void (*request)(void *ctx, const struct net_peer *peer, const struct session_request *request);
    void (*cancel)(void *ctx, uint64_t conn_id, uint64_t call_id);
    void (*gone)(void *ctx, uint64_t conn_id);
};

struct net_counters {
    uint64_t accepted;
    uint64_t refused_full;      /* connections_max */
    uint64_t refused_address;   /* connections_per_address_max */
    uint64_t evicted_guests;    /* guests_max */
    uint64_t failed_handshakes; /* of TLS */
    uint64_t closed_unread;     /* output_total_bytes_max */
    uint64_t calls;
    uint64_t output_bytes; /* queued now */
    uint32_t open;
    uint32_t guests;
};

/* 0, -ENOMEM or what libuv answers. The host is copied. */
_must_check_ int net_new(uv_loop_t *loop, struct tls_context *tls, const struct net_limits *limits, const struct net_host *host,
                         struct net **ret_net);
/* Only before the loop has run, or after net_close() is done. */
struct net *net_free(struct net *n);

/* Binds and listens, with SO_REUSEPORT: several processes may share an address. -EINVAL: not an address; or errno. */
_must_check_ int net_listen(struct net *n, const char *address, uint16_t *ret_port);

/* The limits were changed in place: sessions take them from now on. */
void net_limits_changed(struct net *n);

void net_answer(struct net *n, uint64_t conn_id, uint64_t call_id, const Kam__V1__Status *status, const uint8_t *body, size_t body_bytes,
                bool replayed);
void net_resumed(struct net *n, uint64_t conn_id, bool live);
void net_identify(struct net *n, uint64_t conn_id, const uint8_t token_hash[SESSION_TOKEN_HASH_BYTES]);
void net_forget(struct net *n, uint64_t conn_id);
/* As tls_client_names(). */
bool net_client_names(struct net *n, uint64_t conn_id, char *out, size_t room);
void net_go_away(struct net *n, uint64_t conn_id, const Kam__V1__Status *status);

/* Stops listening, says go_away to all and tells when the last connection has gone; the sessions' drain_ms bounds it. Once only. */
void net_drain(struct net *n, void (*done)(void *ctx), void *ctx);
/* Ends everything at once; done() comes when no handle is left. Once only. */
void net_close(struct net *n, void (*done)(void *ctx), void *ctx);

const struct net_counters *net_counters(const struct net *n);

#endif
