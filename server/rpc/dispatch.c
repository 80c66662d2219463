#include "server/rpc/dispatch.h"

#include "common/log.h"
#include "server/rpc/dispatcher.h"
#include "server/rpc/verify.h"
#include "server/rpc/wire.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ERRAND_US 5000000u

/* --- calls ---------------------------------------------------------------------------------------------------------------------------- */

bool call_edge_is_legal(enum call_state from, enum call_state to) {
#define STATE(name, what)
#define EDGE(a, b, why)                                                                                                                    \
    if (from == CALL_##a && to == CALL_##b) {                                                                                              \
        return true;                                                                                                                       \
    }
#include "server/rpc/call.def"
#undef STATE
#undef EDGE
    return false;
}

const char *call_state_name(enum call_state state) {
    static const char *const names[] = {
#define STATE(name, what) #name,
#define EDGE(from, to, why)
#include "server/rpc/call.def"
#undef STATE
#undef EDGE
    };
    return names[state];
}

void call_enter(struct call *call, enum call_state to) {
    assert(call_edge_is_legal(call->state, to));
    call->state = to;
}

struct call *call_create(struct dispatcher *d, size_t extra_bytes) {
    struct call *call = calloc(1, sizeof *call + extra_bytes);
    if (!call) {
        abort(); /* bounded by calls_max and the limits of the wire */
    }
    call->d = d;
    d->calls_open++;
    return call;
}

static void drain_cb(struct db_job *job, const struct db_outcome *outcome) {
    (void)outcome;
    struct dispatcher *d = (struct dispatcher *)((char *)job - offsetof(struct dispatcher, drain_job));
    void (*drained)(void *ctx) = d->drained;
    d->drained = NULL;
    if (drained) {
        drained(d->drained_ctx);
    }
}

static void check_drained(struct dispatcher *d) {
    if (d->drained && d->calls_open == 0 && d->drain_job.state == DB_JOB_IDLE && !d->closing) {
        d->drain_job.done = drain_cb;
        db_pool_later(d->pool, &d->drain_job);
    }
}

void call_destroy(struct call *call) {
    struct dispatcher *d = call->d;
    assert(call->state == CALL_ANSWERED && !call->followers);
    table_remove(&d->calls, &call->by_id);
    table_remove(&d->leaders, &call->by_key);
    peer_unlink(call);
    if (call->request) {
        arena_deinit(&call->arena);
    }
    free(call->refusal);
    free(call->noted);
    free(call);
    d->calls_open--;
    check_drained(d);
}

void dispatcher_submit(struct dispatcher *d, const struct dispatch_peer *peer, const struct dispatch_call *call) {
    if (peer->has_token) {
        peer_session(d, peer->conn_id, peer->token_hash, peer_english(peer));
    }
    intake(d, peer, call);
}

static struct call *find_call(struct dispatcher *d, uint64_t conn_id, uint64_t call_id) {
    uint64_t hash = table_hash(conn_id, call_id);
    for (struct table_node *n = table_bucket(&d->calls, hash); n; n = n->next) {
        struct call *call = (struct call *)((char *)n - offsetof(struct call, by_id));
        if (n->hash == hash && call->conn_id == conn_id && call->call_id == call_id) {
            return call;
        }
    }
    return NULL;
}

/* A follower waits for another's job and has none of its own; it leaves alone. Told in a later turn. */
static void leave_leader(struct call *call) {
    struct call **at = &call->leader->followers;
    while (*at != call) {
        at = &(*at)->follower_next;
    }
    *at = call->follower_next;
    call->leader = NULL;
    call->refusal = malloc(sizeof *call->refusal);
    if (!call->refusal) {
        abort();
    }
    refusal_make(call->refusal, MESSAGE_CALL_CANCELLED, call_language(call), NULL, NULL, NULL);
    finish_later(call);
}

static void cancel(struct call *call) {
    call->cancelled = true;
    if (call->state == CALL_WAITING) {
        db_pool_cancel(call->d->pool, &call->job);
    } else if (call->state == CALL_FOLLOWING) {
        leave_leader(call);
    }
}

void dispatcher_cancel(struct dispatcher *d, uint64_t conn_id, uint64_t call_id) {
    struct call *call = find_call(d, conn_id, call_id);
    if (call && !call->cancelled) {
        cancel(call);
    }
}

void dispatcher_peer_gone(struct dispatcher *d, uint64_t conn_id) {
    struct peer *p = peer_find(d, conn_id);
    if (!p) {
        return;
    }
    p->has_session = false;
    struct call *call = p->calls;
    if (!call) {
        peer_release(d, p);
    }
    while (call) {
        struct call *next = call->peer_next;
        peer_unlink(call); /* the last one releases the peer */
        table_remove(&d->calls, &call->by_id);
        call->conn_id = 0;
        /* A write somebody asked for is done even if he cannot hear of it; he will ask by its key. */
        if (call->method && call->method->kind != KAM_METHOD_WRITE) {
            cancel(call);
        }
        call = next;
    }
}

/* --- errands -------------------------------------------------------------------------------------------------------------------------- */

static void errand_done(struct db_job *job, const struct db_outcome *outcome) {
    struct errand *e = (struct errand *)((char *)job - offsetof(struct errand, job));
    struct dispatcher *d = e->d;
    const PGresult *rows = outcome->ending == DB_ANSWERED && !outcome->error ? outcome->results[1] : NULL;
    bool ok = rows && PQntuples(rows) == 1;
    if (e->resumed && rows) {
        if (ok) {
            peer_session(d, e->conn_id, e->token_hash, e->english);
        }
        e->resumed(e->ctx, e->conn_id, ok);
    } else if (e->resumed) {
        /* Nobody knows whether the session lives. "It has ended" would make people log in again, and programs give up. */
        struct refusal refusal;
        refusal_make(&refusal, MESSAGE_DATABASE_UNAVAILABLE, e->english ? "en" : "zh", NULL, NULL, NULL);
        d->host.go_away(d->host.ctx, e->conn_id, &refusal.status);
    }
    d->errands_open--;
    free(e);
}

static void errand_submit(struct dispatcher *d, struct errand *e, enum fixed_id statement, bool repeatable) {
    e->d = d;
    put_be32(e->timeout, ERRAND_US / 1000);
    e->values[0][0] = (const char *)e->timeout;
    e->lengths[0][0] = sizeof e->timeout;
    e->values[0][1] = (const char *)e->job.echo;
    e->lengths[0][1] = DB_ECHO_BYTES;
    e->values[1][0] = (const char *)e->token_hash;
    e->lengths[1][0] = DIGEST_BYTES;
    e->job.set = DB_SET_WRITE;
    e->job.steps_count = 2;
    e->job.steps[0] = (struct db_step){fixed_statement(FIXED_ANONYMOUS), e->values[0], e->lengths[0]};
    e->job.steps[1] = (struct db_step){fixed_statement(statement), e->values[1], e->lengths[1]};
    e->job.deadline_us = db_now_us() + ERRAND_US;
    e->job.repeatable = repeatable;
    e->job.done = errand_done;
    d->errands_open++;
    if (db_pool_submit(d->pool, &e->job) == DB_POOL_FULL) {
        db_pool_later(d->pool, &e->job); /* ends without rows */
    }
}

static struct errand *errand_new(const uint8_t token_hash[DIGEST_BYTES]) {
    struct errand *e = calloc(1, sizeof *e);
    if (!e) {
        abort(); /* small */
    }
    memcpy(e->token_hash, token_hash, DIGEST_BYTES);
    return e;
}

void errand_touch(struct dispatcher *d, const uint8_t token_hash[DIGEST_BYTES]) {
    errand_submit(d, errand_new(token_hash), FIXED_TOUCH, true);
}

void dispatcher_resume(struct dispatcher *d, const struct dispatch_peer *peer, void (*done)(void *ctx, uint64_t conn_id, bool ok),
                       void *ctx) {
    struct errand *e = errand_new(peer->token_hash);
    e->conn_id = peer->conn_id;
    e->resumed = done;
    e->ctx = ctx;
    e->english = peer_english(peer);
    errand_submit(d, e, FIXED_RESUME, true);
}

/* --- start ---------------------------------------------------------------------------------------------------------------------------- */

static void set_default(uint32_t *value, uint32_t standard) {
    *value = *value ? *value : standard;
}

static void fill_options(struct dispatch_options *o) {
    set_default(&o->read_connections, 2);
    set_default(&o->write_connections, 24);
    set_default(&o->read_in_flight_max, 16);
    set_default(&o->queue_max, 1024);
    set_default(&o->database_connect_ms, 5000);
    set_default(&o->call_timeout_ms, 30000);
    set_default(&o->call_timeout_max_ms, 600000);
    set_default(&o->call_bytes_max, 16u << 20);
    set_default(&o->calls_max, 16384);
    set_default(&o->retries_max, 4);
    set_default(&o->password_queue_max, 256);
    set_default(&o->session_idle_minutes, 30);
    set_default(&o->session_absolute_hours, 12);
    set_default(&o->document_bytes_max, 32u << 20);
    o->password_max_days = o->password_max_days ? o->password_max_days : 90;
    o->password_history = o->password_history ? o->password_history : 5;
    o->password_policy = o->password_policy && *o->password_policy ? o->password_policy : "mlps3";
    o->factor_issuer = o->factor_issuer && *o->factor_issuer ? o->factor_issuer : "kam";
}

static int refuse_start(char **ret_error, const char *text) {
    *ret_error = strdup(text);
    if (!*ret_error) {
        abort();
    }
    return -EINVAL;
}

static int load_policy(struct dispatcher *d, char **ret_error) {
    const struct dispatch_options *o = &d->options;
    char fault[WORDLIST_ERROR_BYTES];
    if (o->password_list_file && *o->password_list_file && wordlist_load(o->password_list_file, &d->wordlist, fault) != 0) {
        return refuse_start(ret_error, fault);
    }
    d->policy = (struct policy){
        .nist = strcmp(o->password_policy, "nist") == 0, .characters_min = o->password_characters_min, .list = d->wordlist};
    return 0;
}

static int load_factor_key(struct dispatcher *d, char **ret_error) {
    char fault[FACTOR_ERROR_BYTES];
    const char *file = d->options.factor_key_file;
    d->has_factor_key = file && *file;
    if (d->has_factor_key && factor_key_load(file, d->factor_key, fault) != 0) {
        return refuse_start(ret_error, fault);
    }
    return 0;
}

static void find_handlers(struct dispatcher *d) {
    d->handlers = calloc(kam_methods_count, sizeof *d->handlers);
    if (!d->handlers) {
        abort();
    }
    for (size_t i = 0; i < kam_methods_count; i++) {
        d->handlers[i] = verify_handler(&kam_methods[i]);
    }
}

static size_t collect_statements(struct dispatcher *d) {
    size_t count = 0;
    d->statements = calloc(kam_methods_count + FIXED_COUNT, sizeof *d->statements);
    if (!d->statements) {
        abort();
    }
    for (int i = 0; i < FIXED_COUNT; i++) {
        d->statements[count++] = fixed_statement((enum fixed_id)i);
    }
    for (size_t i = 0; i < kam_methods_count; i++) {
        const struct method_plan *plan = bindings_plan(d->bindings, i);
        if (plan) {
            d->statements[count++] = &plan->statement;
        }
    }
    return count;
}

static void note(void *ctx, const char *text) {
    (void)ctx;
    log_event(LOG_WARNING, "database", "note", text);
}

static int start_pool(struct dispatcher *d) {
    const struct dispatch_options *o = &d->options;
    snprintf(d->setup_sql, sizeof d->setup_sql,
             "select pg_catalog.set_config('kam.session_idle_minutes', '%u', false),"
             " pg_catalog.set_config('kam.session_absolute_hours', '%u', false),"
             " pg_catalog.set_config('kam.document_bytes_max', '%u', false),"
             " pg_catalog.set_config('kam.password_max_days', '%d', false),"
             " pg_catalog.set_config('kam.password_history', '%d', false)",
             o->session_idle_minutes, o->session_absolute_hours, o->document_bytes_max,
             d->policy.nist || o->password_max_days < 0 ? 0 : o->password_max_days, o->password_history < 0 ? 0 : o->password_history);
    struct db_pool_options options = {.url = d->url,
                                      .connections = {[DB_SET_READ] = o->read_connections, [DB_SET_WRITE] = o->write_connections},
                                      .in_flight_max = {[DB_SET_READ] = o->read_in_flight_max, [DB_SET_WRITE] = 1},
                                      .queue_max = o->queue_max,
                                      .connect_timeout_ms = o->database_connect_ms,
                                      .outage_patience_ms = o->database_connect_ms,
                                      .setup_sql = d->setup_sql,
                                      .note = note};
    size_t statements_count = collect_statements(d); /* in a line of its own: it sets d->statements */
    int r = db_pool_new(d->loop, &options, d->statements, statements_count, &d->pool);
    if (r != 0) {
        return r;
    }
    return db_listener_init(&d->listener, d->loop, d->url, o->database_connect_ms, "kam_session_ended", peer_session_ended, d);
}

int dispatcher_new(struct uv_loop_s *loop, const struct dispatch_options *options, const struct dispatch_host *host, char **ret_error,
                   struct dispatcher **ret_dispatcher) {
    _cleanup_(report_deinit) struct report report = {0};
    struct dispatcher *d = calloc(1, sizeof *d);
    if (!d) {
        return -ENOMEM;
    }
    d->loop = loop;
    d->options = *options;
    d->host = *host;
    fill_options(&d->options);
    d->options.database_url = d->url = strdup(options->database_url);
    d->options.factor_issuer = d->factor_issuer = strdup(d->options.factor_issuer);
    d->scratch_memory = malloc(SCRATCH_BYTES);
    if (!d->url || !d->factor_issuer || !d->scratch_memory) {
        abort();
    }
    *ret_error = NULL;
    int r = load_policy(d, ret_error);
    r = r ? r : load_factor_key(d, ret_error);
    r = r ? r : verify(d->url, &report, ret_error, &d->bindings, &d->errors);
    if (r == 0) {
        find_handlers(d);
        r = report.count ? refuse_start(ret_error, report.text) : 0;
    }
    if (r != 0) {
        dispatcher_free(d);
        return r;
    }
    arena_init(&d->scratch, d->options.call_bytes_max, d->scratch_memory, SCRATCH_BYTES);
    buffer_init(&d->params, d->options.call_bytes_max);
    buffer_init(&d->body, d->options.call_bytes_max);
    table_init(&d->calls, d->options.calls_max);
    table_init(&d->leaders, d->options.calls_max);
    table_init(&d->peers, d->options.calls_max);
    d->hasher = auth_hasher_new(loop, d->options.password_queue_max);
    r = start_pool(d);
    if (r != 0) {
        abort(); /* the loop cannot make handles */
    }
    *ret_dispatcher = d;
    return 0;
}

/* --- end ------------------------------------------------------------------------------------------------------------------------------ */

void dispatcher_wait_no_more(struct dispatcher *d) {
    d->waits_no_more = true;
}

void dispatcher_drain(struct dispatcher *d, void (*done)(void *ctx), void *ctx) {
    d->draining = true;
    d->drained = done;
    d->drained_ctx = ctx;
    check_drained(d);
}

static void part_closed(void *ctx) {
    struct dispatcher *d = ctx;
    if (--d->closing_parts == 0) {
        d->closed(d->closed_ctx);
    }
}

void dispatcher_close(struct dispatcher *d, void (*done)(void *ctx), void *ctx) {
    assert(!d->closing);
    d->draining = true;
    d->drained = NULL;
    d->closed = done;
    d->closed_ctx = ctx;
    d->closing_parts = 3;
    /* Hashes first: what waits for one answers now, while there still is a pool. */
    auth_hasher_close(d->hasher, part_closed, d);
    d->closing = true;
    db_listener_close(&d->listener, part_closed, d);
    db_pool_close(d->pool, part_closed, d);
}

static void free_peers(struct dispatcher *d) {
    for (size_t i = 0; d->peers.buckets && i <= d->peers.mask; i++) {
        while (d->peers.buckets[i]) {
            struct peer *p = (struct peer *)((char *)d->peers.buckets[i] - offsetof(struct peer, by_id));
            table_remove(&d->peers, &p->by_id);
            free(p);
        }
    }
}

struct dispatcher *dispatcher_free(struct dispatcher *d) {
    if (!d) {
        return NULL;
    }
    assert(d->calls_open == 0 && d->errands_open == 0);
    free_peers(d);
    db_pool_free(d->pool);
    auth_hasher_free(d->hasher);
    bindings_free(d->bindings);
    errors_free(d->errors);
    if (d->scratch.first) {
        arena_deinit(&d->scratch);
    }
    buffer_deinit(&d->params);
    buffer_deinit(&d->body);
    table_deinit(&d->calls);
    table_deinit(&d->leaders);
    table_deinit(&d->peers);
    free(d->scratch_memory);
    free(d->statements);
    free(d->handlers);
    wordlist_free(d->wordlist);
    free(d->factor_issuer);
    explicit_bzero(d->factor_key, sizeof d->factor_key);
    free(d->url);
    free(d);
    return NULL;
}
