#include "common/log.h"
#include "server/net/internal.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#define SLOTS_FIRST 64

static struct connection *find(const struct net *n, uint64_t conn_id) {
    uint32_t slot = (uint32_t)(conn_id & (SLOTS_MAX - 1));

    if (slot >= n->slots_room || !n->slots[slot] || n->slots[slot]->id != conn_id)
        return NULL;
    return n->slots[slot];
}

static int grow_slots(struct net *n) {
    uint32_t room = n->slots_room > 0 ? n->slots_room * 2 : SLOTS_FIRST;
    struct connection **slots;
    uint32_t *unused;

    if (room > SLOTS_MAX)
        return -ENOBUFS;
    slots = realloc(n->slots, room * sizeof(struct connection *));
    if (!slots)
        return -ENOMEM;
    n->slots = slots;
    unused = realloc(n->slots_free, room * sizeof *unused);
    if (!unused)
        return -ENOMEM;
    n->slots_free = unused;
    for (uint32_t i = room; i-- > n->slots_room;) {
        n->slots[i] = NULL;
        n->slots_free[n->slots_free_count++] = i;
    }
    n->slots_room = room;
    return 0;
}

int net_add(struct net *n, struct connection *c) {
    uint32_t slot;
    int r;

    if (n->slots_free_count == 0) {
        r = grow_slots(n);
        if (r < 0)
            return r;
    }
    slot = n->slots_free[--n->slots_free_count];
    n->slots[slot] = c;
    c->id = ++n->serial << SLOT_BITS | slot;
    list_append(&n->connections, &c->everyone);
    list_append(&n->guests, &c->guest);
    n->counters.open++;
    n->counters.guests++;
    return 0;
}

static void not_a_guest(struct net *n, struct connection *c) {
    if (list_is_empty(&c->guest))
        return;
    list_remove(&c->guest);
    n->counters.guests--;
}

void net_remove(struct net *n, struct connection *c) {
    uint32_t slot = (uint32_t)(c->id & (SLOTS_MAX - 1));

    not_a_guest(n, c);
    list_remove(&c->ready);
    list_remove(&c->everyone);
    n->slots[slot] = NULL;
    n->slots_free[n->slots_free_count++] = slot;
    n->counters.open--;
    n->host.gone(n->host.ctx, c->id);
}

/* Called when a handle, or all handles of a connection, are closed. */
void net_handle_closed(struct net *n) {
    assert(n->handles_open > 0);
    n->handles_open--;
    if (n->closing && n->handles_open == 0 && n->closed)
        n->closed(n->closed_ctx);
}

static void on_idle(uv_idle_t *idle) {
    /* Nothing to do: that it is active keeps the loop from waiting. */
    (void)idle;
}

void net_mark_ready(struct net *n, struct connection *c) {
    if (list_is_empty(&c->ready))
        list_append(&n->ready, &c->ready);
}

/* Before the loop waits: everybody with something to do has one turn. */
static void on_prepare(uv_prepare_t *prepare) {
    struct net *n = prepare->data;
    struct connection *c;
    struct list now;

    n->handshakes_left = HANDSHAKES_PER_TURN;
    list_take(&now, &n->ready);
    while (!list_is_empty(&now)) {
        c = list_member(now.next, struct connection, ready);
        list_remove(&c->ready);
        connection_turn(c);
    }
    if (list_is_empty(&n->ready))
        (void)uv_idle_stop(&n->idle);
    else
        (void)uv_idle_start(&n->idle, on_idle);
    if (n->draining && list_is_empty(&n->connections) && n->drained) {
        void (*drained)(void *ctx) = n->drained;

        n->drained = NULL;
        drained(n->drained_ctx);
    }
    log_flush();
}

struct net_peer net_peer_of(const struct connection *c) {
    return (struct net_peer){
        .conn_id = c->id,
        .address = c->address,
        .language = c->session.language,
        .client = c->session.client,
        .has_token = c->session.has_token,
        .token_hash = c->session.token_hash,
    };
}

static struct connection *connection_of(struct session *s) {
    return list_member(s, struct connection, session);
}

static void on_resume(void *ctx, struct session *s) {
    struct net *n = ctx;
    struct net_peer peer = net_peer_of(connection_of(s));

    n->host.resume(n->host.ctx, &peer);
}

static void on_request(void *ctx, struct session *s, const struct session_request *request) {
    struct net *n = ctx;
    struct connection *c = connection_of(s);
    struct net_peer peer = net_peer_of(c);

    n->counters.calls++;
    c->calls++;
    n->host.request(n->host.ctx, &peer, request);
}

static void on_cancel(void *ctx, struct session *s, uint64_t call_id) {
    struct net *n = ctx;

    n->host.cancel(n->host.ctx, connection_of(s)->id, call_id);
}

int net_new(uv_loop_t *loop, struct tls_context *tls, const struct net_limits *limits, const struct net_host *host, struct net **ret_net) {
    struct net *n = calloc(1, sizeof *n);
    int r;

    if (!n)
        return -ENOMEM;
    n->loop = loop;
    n->tls = tls;
    n->limits = limits;
    n->host = *host;
    n->session_host = (struct session_host){.ctx = n, .resume = on_resume, .request = on_request, .cancel = on_cancel};
    list_init(&n->connections);
    list_init(&n->guests);
    list_init(&n->ready);
    n->sources = sources_new();
    if (!n->sources) {
        free(n);
        return -ENOMEM;
    }
    (void)uv_idle_init(loop, &n->idle);
    (void)uv_prepare_init(loop, &n->prepare);
    n->prepare.data = n->idle.data = n;
    n->handles_open = 2;
    r = uv_prepare_start(&n->prepare, on_prepare);
    assert(r == 0);
    *ret_net = n;
    return 0;
}

struct net *net_free(struct net *n) {
    if (!n)
        return NULL;
    assert(n->handles_open == 0);
    sources_free(n->sources);
    free(n->slots);
    free(n->slots_free);
    free(n);
    return NULL;
}

int net_listen(struct net *n, const char *address, uint16_t *ret_port) {
    struct listener *l;
    int r;

    if (n->listeners_count == LISTENERS_MAX)
        return -ENOBUFS;
    r = listener_new(n, address, &l, ret_port);
    if (r < 0)
        return r;
    n->listeners[n->listeners_count++] = l;
    return 0;
}

void net_limits_changed(struct net *n) {
    /* A deadline that came nearer is noticed when the connection has its turn. */
    for (struct list *l = n->connections.next; l != &n->connections; l = l->next)
        net_mark_ready(n, list_member(l, struct connection, everyone));
}

void net_answer(struct net *n, uint64_t conn_id, uint64_t call_id, const Kam__V1__Status *status, const uint8_t *body, size_t body_bytes,
                bool replayed) {
    struct connection *c = find(n, conn_id);

    if (!c || !session_answer(&c->session, call_id, status, body, body_bytes, replayed, uv_now(n->loop)))
        return;
    connection_count_output(c);
    /* Not reading new calls bounds what one connection can queue only by its calls in flight. Together they answer to this. */
    if (n->counters.output_bytes > n->limits->output_total_bytes_max && c->output_bytes > n->limits->session.output_bytes_max) {
        n->counters.closed_unread++;
        connection_abort(c, SESSION_END_MEMORY);
        return;
    }
    connection_changed(c);
}

void net_resumed(struct net *n, uint64_t conn_id, bool live) {
    struct connection *c = find(n, conn_id);

    if (!c)
        return;
    session_resumed(&c->session, live, uv_now(n->loop));
    if (live)
        not_a_guest(n, c);
    connection_changed(c);
}

void net_identify(struct net *n, uint64_t conn_id, const uint8_t token_hash[SESSION_TOKEN_HASH_BYTES]) {
    struct connection *c = find(n, conn_id);

    if (!c)
        return;
    session_identify(&c->session, token_hash, uv_now(n->loop));
    not_a_guest(n, c);
}

bool net_client_names(struct net *n, uint64_t conn_id, char *out, size_t room) {
    const struct connection *c = find(n, conn_id);

    return c && tls_client_names(c->tls, out, room);
}

void net_forget(struct net *n, uint64_t conn_id) {
    struct connection *c = find(n, conn_id);

    if (!c)
        return;
    session_forget(&c->session, uv_now(n->loop));
    if (list_is_empty(&c->guest)) {
        list_append(&n->guests, &c->guest);
        n->counters.guests++;
    }
    connection_changed(c);
}

void net_go_away(struct net *n, uint64_t conn_id, const Kam__V1__Status *status) {
    struct connection *c = find(n, conn_id);

    if (!c)
        return;
    session_go_away(&c->session, status, uv_now(n->loop));
    connection_changed(c);
}

static void stop_listening(struct net *n) {
    while (n->listeners_count > 0)
        listener_close(n->listeners[--n->listeners_count]);
}

void net_drain(struct net *n, void (*done)(void *ctx), void *ctx) {
    struct connection *c;

    assert(!n->draining);
    n->draining = true;
    n->drained = done;
    n->drained_ctx = ctx;
    stop_listening(n);
    for (struct list *l = n->connections.next; l != &n->connections; l = l->next) {
        c = list_member(l, struct connection, everyone);
        session_go_away(&c->session, NULL, uv_now(n->loop));
        connection_changed(c);
    }
    /* With nobody connected there may be no event to bring the next turn about. */
    (void)uv_idle_start(&n->idle, on_idle);
}

static void on_own_closed(uv_handle_t *handle) {
    net_handle_closed(handle->data);
}

void net_close(struct net *n, void (*done)(void *ctx), void *ctx) {
    assert(!n->closing);
    n->closing = true;
    n->closed = done;
    n->closed_ctx = ctx;
    stop_listening(n);
    while (!list_is_empty(&n->connections))
        connection_abort(list_member(n->connections.next, struct connection, everyone), SESSION_END_GO_AWAY);
    uv_close((uv_handle_t *)&n->prepare, on_own_closed);
    uv_close((uv_handle_t *)&n->idle, on_own_closed);
}

const struct net_counters *net_counters(const struct net *n) {
    return &n->counters;
}
