/*
 * What net.c, listener.c and connection.c share.
 */
#ifndef KAM_SERVER_NET_INTERNAL_H
#define KAM_SERVER_NET_INTERNAL_H

#include "server/net/address.h"
#include "server/net/list.h"
#include "server/net/net.h"
#include "server/net/sources.h"

#define LISTENERS_MAX 8
/* A connection's id is its slot and a serial number above it. */
#define SLOT_BITS 20
#define SLOTS_MAX (1u << SLOT_BITS)
/* Reads of one connection, and handshakes of all, in one turn: what is left waits for the next, so that none keeps the others. */
#define READS_PER_TURN 16
#define HANDSHAKES_PER_TURN 16
#define READ_BYTES ((size_t)64 << 10)

enum transport {
    TRANSPORT_HANDSHAKE,
    TRANSPORT_OPEN,
    TRANSPORT_LINGER, /* all is said; the peer is given time to read it and to close first */
    TRANSPORT_CLOSING,
};

/* Belongs to its net; freed in the last close callback of its two handles. */
struct connection {
    struct net *net;
    uint64_t id;
    struct list everyone; /* in net->connections */
    struct list guest;    /* in net->guests, oldest first, until login */
    struct list ready;    /* in net->ready: has output, or input that no poll will announce */
    uv_poll_t poll;
    uv_timer_t timer;
    uint64_t timer_at; /* SESSION_NEVER: not running */
    int fd;
    int events; /* polled for */
    int handles_open;
    enum transport transport;
    bool write_blocked;    /* until the socket takes bytes */
    bool read_wants_write; /* TLS must write before it can read */
    bool input_waiting;    /* bytes may wait inside TLS */
    bool counted_as_source;
    struct tls *tls;
    struct session session;
    uint64_t accepted_at;
    uint64_t calls;
    uint64_t bytes_in;
    uint64_t bytes_out;
    size_t linger_bytes;
    size_t output_bytes; /* as counted in the net's total */
    uint8_t source[ADDRESS_SOURCE_BYTES];
    char address[ADDRESS_TEXT_BYTES];
};

struct listener {
    struct net *net;
    uv_poll_t poll;
    uv_timer_t pause; /* after running out of descriptors or connections */
    int fd;
};

struct net {
    uv_loop_t *loop;
    struct tls_context *tls;
    const struct net_limits *limits;
    struct net_host host;
    struct session_host session_host;
    struct net_counters counters;
    struct list connections;
    struct list guests;
    struct list ready;
    struct sources *sources;
    struct connection **slots;
    uint32_t slots_room;
    uint32_t *slots_free;
    uint32_t slots_free_count;
    uint64_t serial;
    struct listener *listeners[LISTENERS_MAX];
    size_t listeners_count;
    uv_prepare_t prepare;
    uv_idle_t idle; /* runs while somebody is ready, so that the loop does not wait */
    int handles_open;
    unsigned handshakes_left; /* in this turn */
    bool draining;
    bool closing;
    void (*drained)(void *ctx);
    void *drained_ctx;
    void (*closed)(void *ctx);
    void *closed_ctx;
    uint8_t chunk[READ_BYTES];
};

/* listener.c */
_must_check_ int listener_new(struct net *n, const char *address, struct listener **ret_listener, uint16_t *ret_port);
void listener_close(struct listener *l);

/* connection.c */
/* Takes over the socket, also when it fails. */
_must_check_ int connection_accept(struct net *n, int fd, const struct sockaddr_storage *address);
/* In the turn's end: sends, reads on, closes. */
void connection_turn(struct connection *c);
/* There may be output, or the state may have changed. */
void connection_changed(struct connection *c);
/* Its queue in the net's total, as it is now. */
void connection_count_output(struct connection *c);
/* At once, without a goodbye. */
void connection_abort(struct connection *c, enum session_end end);

/* net.c */
_must_check_ int net_add(struct net *n, struct connection *c);
void net_remove(struct net *n, struct connection *c);
void net_handle_closed(struct net *n);
void net_mark_ready(struct net *n, struct connection *c);
struct net_peer net_peer_of(const struct connection *c);

#endif
