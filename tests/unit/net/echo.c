#include "tests/unit/net/echo.h"
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

/* An answer waiting for the next turn. */
struct due {
    struct due *next;
    uint64_t conn_id;
    uint64_t call_id;
    bool login;
    size_t bytes;
    uint8_t body[];
};

struct echo {
    uv_loop_t loop;
    uv_async_t wake;
    uv_check_t check;
    uv_idle_t idle;
    struct net *net;
    struct net_limits limits;
    struct due *first, **last;
    pthread_t thread;
    sem_t done;
    struct net_counters counters;
    bool asked_counters;
    bool asked_stop;
};

void echo_limits(struct net_limits *limits) {
    *limits = (struct net_limits){
        .session =
            {
                .handshake_ms = 5000,
                .hello_ms = 5000,
                .resume_ms = 10000,
                .guest_ms = 10000,
                .frame_ms = 10000,
                .unread_ms = 30000,
                .ping_ms = 300000,
                .idle_ms = 900000,
                .drain_ms = 15000,
                .guest_frame_bytes = 4096,
                .guest_calls = 1,
                .guest_calls_total = 16,
                .member_frame_bytes = 4 << 20,
                .member_calls = 64,
                .output_bytes_max = 1 << 20,
                .release = 1,
            },
        .connections_max = 1000,
        .connections_per_address_max = 1000,
        .guests_max = 1000,
        .accepts_per_turn_max = 64,
        .linger_ms = 500,
        .output_total_bytes_max = 256 << 20,
        .backlog = 128,
    };
}

static void on_idle(uv_idle_t *idle) {
    (void)idle;
}

static void on_resume(void *ctx, const struct net_peer *peer) {
    struct echo *e = ctx;

    net_resumed(e->net, peer->conn_id, peer->token_hash[0] != 0);
}

static void on_request(void *ctx, const struct net_peer *peer, const struct session_request *r) {
    bool large = strcmp(r->method, "large") == 0;
    struct echo *e = ctx;
    struct due *d;
    char text[16] = "";
    size_t bytes = r->body_bytes;

    if (strcmp(r->method, "never") == 0)
        return;
    if (large) {
        memcpy(text, r->body, bytes < sizeof text ? bytes : sizeof text - 1);
        bytes = strtoul(text, NULL, 10);
    }
    d = calloc(1, sizeof *d + bytes);
    assert(d);
    d->conn_id = peer->conn_id;
    d->call_id = r->call_id;
    d->login = strcmp(r->method, "login") == 0;
    d->bytes = bytes;
    if (!large && bytes > 0)
        memcpy(d->body, r->body, bytes);
    *e->last = d;
    e->last = &d->next;
    (void)uv_idle_start(&e->idle, on_idle);
}

static void on_cancel(void *ctx, uint64_t conn_id, uint64_t call_id) {
    struct echo *e = ctx;
    Kam__V1__Status status = KAM__V1__STATUS__INIT;

    status.code = KAM_CANCELLED;
    net_answer(e->net, conn_id, call_id, &status, NULL, 0, false);
}

static void on_gone(void *ctx, uint64_t conn_id) {
    (void)ctx;
    (void)conn_id;
}

static void on_check(uv_check_t *check) {
    const uint8_t hash[SESSION_TOKEN_HASH_BYTES] = {1};
    struct echo *e = check->data;
    struct due *d;

    while ((d = e->first)) {
        e->first = d->next;
        if (d->login)
            net_identify(e->net, d->conn_id, hash);
        net_answer(e->net, d->conn_id, d->call_id, NULL, d->body, d->bytes, false);
        free(d);
    }
    e->last = &e->first;
    (void)uv_idle_stop(&e->idle);
}

static void on_closed(void *ctx) {
    (void)ctx;
}

static void on_drained(void *ctx) {
    struct echo *e = ctx;

    e->counters = *net_counters(e->net);
    net_close(e->net, on_closed, e);
    uv_close((uv_handle_t *)&e->wake, NULL);
    uv_close((uv_handle_t *)&e->check, NULL);
    uv_close((uv_handle_t *)&e->idle, NULL);
}

static void on_wake(uv_async_t *wake) {
    struct echo *e = wake->data;

    if (__atomic_exchange_n(&e->asked_counters, false, __ATOMIC_ACQ_REL)) {
        e->counters = *net_counters(e->net);
        (void)sem_post(&e->done);
    }
    if (__atomic_exchange_n(&e->asked_stop, false, __ATOMIC_ACQ_REL))
        net_drain(e->net, on_drained, e);
}

static void *run(void *ctx) {
    struct echo *e = ctx;
    int r;

    (void)uv_run(&e->loop, UV_RUN_DEFAULT);
    net_free(e->net);
    r = uv_loop_close(&e->loop);
    assert(r == 0);
    (void)r;
    return NULL;
}

struct echo *echo_start(struct tls_context *tls, const struct net_limits *limits, uint16_t *ret_port) {
    struct net_host host = {.resume = on_resume, .request = on_request, .cancel = on_cancel, .gone = on_gone};
    struct echo *e = calloc(1, sizeof *e);
    int r;

    assert(e);
    host.ctx = e;
    e->limits = *limits;
    e->last = &e->first;
    r = uv_loop_init(&e->loop);
    assert(r == 0);
    (void)uv_async_init(&e->loop, &e->wake, on_wake);
    (void)uv_check_init(&e->loop, &e->check);
    (void)uv_idle_init(&e->loop, &e->idle);
    e->wake.data = e->check.data = e->idle.data = e;
    (void)uv_check_start(&e->check, on_check);
    r = net_new(&e->loop, tls, &e->limits, &host, &e->net);
    assert(r == 0);
    r = net_listen(e->net, "127.0.0.1:0", ret_port);
    assert(r == 0);
    (void)sem_init(&e->done, 0, 0);
    r = pthread_create(&e->thread, NULL, run, e);
    assert(r == 0);
    (void)r;
    return e;
}

struct net_counters echo_counters(struct echo *e) {
    __atomic_store_n(&e->asked_counters, true, __ATOMIC_RELEASE);
    (void)uv_async_send(&e->wake);
    while (sem_wait(&e->done) != 0)
        continue;
    return e->counters;
}

struct net_counters echo_stop(struct echo *e) {
    struct net_counters counters;

    __atomic_store_n(&e->asked_stop, true, __ATOMIC_RELEASE);
    (void)uv_async_send(&e->wake);
    (void)pthread_join(e->thread, NULL);
    counters = e->counters;
    (void)sem_destroy(&e->done);
    free(e);
    return counters;
}
