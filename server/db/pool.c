#include "server/db/pool.h"

#include "server/db/cancel.h"
#include "server/db/connection.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Deadlines and delays are looked at so often while there are jobs; a job may end so much after its deadline. */
#define SWEEP_MS 10u
/* statement_timeout is set to the deadline, so the server normally answers first; this is how long we wait for that. */
#define GRACE_US 250000u
/* A repeatable job that has lost so many connections is probably what kills them. */
#define LOSSES_MAX 3

struct list {
    struct db_job *first;
    struct db_job *last;
    uint32_t count;
};

struct set {
    struct db_connection *connections;
    uint32_t connections_count;
    struct list waiting;
    uint64_t down_since_us; /* 0: at least one connection is up */
};

struct db_pool {
    uv_loop_t *loop;
    char *url;
    struct db_pool_options options;
    struct db_connection_owner connection_owner;
    struct db_canceller canceller;
    struct set sets[DB_SETS_COUNT];
    struct list delayed;
    struct list sent;
    struct list later;
    uint64_t echo_next;
    uint64_t lost;
    uv_prepare_t prepare;
    uv_idle_t idle; /* runs only while `later` has jobs, so that the loop does not sleep on them */
    uv_timer_t sweep;
    bool outage; /* an attempt failed while no connection of any set was up */
    bool closing;
    unsigned open; /* handles and connections not yet closed */
    void (*closed)(void *ctx);
    void *closed_ctx;
};

static void list_add(struct list *l, struct db_job *job) {
    job->next = NULL;
    job->previous = l->last;
    *(l->last ? &l->last->next : &l->first) = job;
    l->last = job;
    l->count++;
}

static void list_add_first(struct list *l, struct db_job *job) {
    job->previous = NULL;
    job->next = l->first;
    *(l->first ? &l->first->previous : &l->last) = job;
    l->first = job;
    l->count++;
}

static void list_remove(struct list *l, struct db_job *job) {
    *(job->previous ? &job->previous->next : &l->first) = job->next;
    *(job->next ? &job->next->previous : &l->last) = job->previous;
    job->next = job->previous = NULL;
    l->count--;
}

static void wake(struct db_pool *pool);

static void end_job(struct db_job *job, enum db_ending ending) {
    struct db_outcome outcome = {.ending = ending};
    job->state = DB_JOB_IDLE;
    job->done(job, &outcome);
}

/* --- handing out --------------------------------------------------------------------------------------------------------------- */

static struct db_connection *least_busy(struct set *set) {
    struct db_connection *best = NULL;
    for (uint32_t i = 0; i < set->connections_count; i++) {
        struct db_connection *c = &set->connections[i];
        if (db_connection_has_room(c) && (!best || c->flights_count < best->flights_count)) {
            best = c;
            if (!c->flights_count) {
                break;
            }
        }
    }
    return best;
}

static void hand_out(struct db_pool *pool, struct set *set, uint64_t now_us) {
    while (set->waiting.first) {
        struct db_job *job = set->waiting.first;
        if (job->cancelled || now_us >= job->deadline_us) {
            list_remove(&set->waiting, job);
            end_job(job, job->cancelled ? DB_CANCELLED : DB_EXPIRED);
            continue;
        }
        struct db_connection *c = least_busy(set);
        if (!c) {
            return;
        }
        list_remove(&set->waiting, job);
        list_add(&pool->sent, job);
        job->state = DB_JOB_SENT;
        job->sent_us = now_us;
        if (job->sending) {
            job->sending(job, now_us);
        }
        db_connection_send(c, job);
    }
}

static void prepare_cb(uv_prepare_t *prepare) {
    struct db_pool *pool = prepare->data;
    uv_prepare_stop(prepare);
    uv_idle_stop(&pool->idle);
    /* Jobs put off from within done() wait for the next turn, or a submitter could keep the loop to itself. */
    for (uint32_t n = pool->later.count; n > 0; n--) {
        struct db_job *job = pool->later.first;
        list_remove(&pool->later, job);
        end_job(job, DB_LATER);
    }
    uint64_t now_us = db_now_us();
    for (int i = 0; i < DB_SETS_COUNT; i++) {
        hand_out(pool, &pool->sets[i], now_us);
    }
    if (pool->later.first) {
        wake(pool);
    }
}

static void idle_cb(uv_idle_t *idle) {
    (void)idle;
}

static void sweep_cb(uv_timer_t *timer);

/* What was submitted in this turn of the loop goes out together, just before the loop waits again. */
static void wake(struct db_pool *pool) {
    if (pool->closing) {
        return;
    }
    uv_prepare_start(&pool->prepare, prepare_cb);
    if (pool->later.first) {
        uv_idle_start(&pool->idle, idle_cb);
    }
    if (!uv_is_active((uv_handle_t *)&pool->sweep)) {
        uv_timer_start(&pool->sweep, sweep_cb, SWEEP_MS, SWEEP_MS);
    }
}

int db_pool_submit(struct db_pool *pool, struct db_job *job) {
    assert(job->state == DB_JOB_IDLE);
    struct set *set = &pool->sets[job->set];
    if (pool->closing || set->waiting.count + pool->delayed.count >= pool->options.queue_max) {
        return DB_POOL_FULL;
    }
    job->cancelled = false;
    job->losses = 0;
    job->sent_us = 0;
    job->submitted_us = db_now_us();
    uint64_t echo = pool->echo_next;
    pool->echo_next += 0x9e3779b97f4a7c15u; /* never repeats in 2^64 steps, and neighbours share no bytes */
    memcpy(job->echo, &echo, DB_ECHO_BYTES);
    bool delayed = job->not_before_us > job->submitted_us;
    job->state = delayed ? DB_JOB_DELAYED : DB_JOB_WAITING;
    list_add(delayed ? &pool->delayed : &set->waiting, job);
    wake(pool);
    return 0;
}

void db_pool_later(struct db_pool *pool, struct db_job *job) {
    assert(job->state == DB_JOB_IDLE);
    job->state = DB_JOB_WAITING;
    job->steps_count = 0;
    list_add(&pool->later, job);
    wake(pool);
}

/* --- what connections tell ------------------------------------------------------------------------------------------------------ */

static void through(struct db_connection *c) {
    c->owner->room(c->owner->ctx, c);
}

/* The job the server is working on now may be one nobody waits for any more. */
static void cancel_head(struct db_pool *pool, struct db_connection *c) {
    struct db_flight *f = db_connection_head(c);
    if (f && f->repeatable && !f->cancel_sent && (!f->job || f->job->cancelled)) {
        f->cancel_sent = db_cancel(&pool->canceller, c, through);
    }
}

/* Only the first connection after an outage hurries the others: were it every one, a server with too few connections would be stormed. */
static void end_outage(struct db_pool *pool) {
    pool->outage = false;
    for (int i = 0; i < DB_SETS_COUNT; i++) {
        for (uint32_t k = 0; k < pool->sets[i].connections_count; k++) {
            db_link_hurry(&pool->sets[i].connections[k].link);
        }
    }
}

static void room(void *ctx, struct db_connection *c) {
    struct db_pool *pool = ctx;
    pool->sets[c->set].down_since_us = 0;
    if (pool->outage) {
        end_outage(pool);
    }
    if (db_connection_head(c)) {
        cancel_head(pool, c);
    }
    if (pool->sets[c->set].waiting.first) {
        wake(pool);
    }
}

static void finished(void *ctx, struct db_job *job, const struct db_outcome *outcome) {
    struct db_pool *pool = ctx;
    list_remove(&pool->sent, job);
    job->state = DB_JOB_IDLE;
    job->done(job, outcome);
}

static bool any_up(const struct set *set) {
    for (uint32_t i = 0; i < set->connections_count; i++) {
        if (set->connections[i].link.state == DB_LINK_UP) {
            return true;
        }
    }
    return false;
}

static bool any_set_up(const struct db_pool *pool) {
    bool up = false;
    for (int i = 0; i < DB_SETS_COUNT && !up; i++) {
        up = any_up(&pool->sets[i]);
    }
    return up;
}

static void lost(void *ctx, struct db_job *job, bool executed_maybe) {
    struct db_pool *pool = ctx;
    list_remove(&pool->sent, job);
    if (pool->closing) {
        end_job(job, executed_maybe && !job->repeatable ? DB_UNKNOWN : DB_UNAVAILABLE);
    } else if (executed_maybe && !job->repeatable) {
        end_job(job, DB_UNKNOWN);
    } else if (++job->losses >= LOSSES_MAX) {
        end_job(job, DB_UNAVAILABLE);
    } else {
        job->state = DB_JOB_WAITING;
        list_add_first(&pool->sets[job->set].waiting, job);
        wake(pool);
    }
}

static void note(void *ctx, const char *text) {
    struct db_pool *pool = ctx;
    pool->lost++;
    pool->outage = !pool->closing && !any_set_up(pool);
    if (pool->options.note) {
        pool->options.note(pool->options.note_ctx, text);
    }
}

/* --- time ------------------------------------------------------------------------------------------------------------------------ */

static void abandon(struct db_pool *pool, struct db_job *job) {
    struct set *set = &pool->sets[job->set];
    for (uint32_t i = 0; i < set->connections_count; i++) {
        db_connection_abandon(&set->connections[i], job);
    }
    list_remove(&pool->sent, job);
}

static void sweep_sent(struct db_pool *pool, uint64_t now_us) {
    struct db_job *next;
    for (struct db_job *job = pool->sent.first; job; job = next) {
        next = job->next;
        bool cancelled = job->cancelled && job->repeatable;
        if (cancelled || now_us >= job->deadline_us + GRACE_US) {
            abandon(pool, job);
            end_job(job, !job->repeatable ? DB_UNKNOWN : cancelled ? DB_CANCELLED : DB_EXPIRED);
        }
    }
    for (int i = 0; i < DB_SETS_COUNT; i++) {
        for (uint32_t k = 0; k < pool->sets[i].connections_count; k++) {
            cancel_head(pool, &pool->sets[i].connections[k]);
        }
    }
}

static void sweep_delayed(struct db_pool *pool, uint64_t now_us) {
    struct db_job *next;
    for (struct db_job *job = pool->delayed.first; job; job = next) {
        next = job->next;
        if (job->cancelled || now_us >= job->deadline_us) {
            list_remove(&pool->delayed, job);
            end_job(job, job->cancelled ? DB_CANCELLED : DB_EXPIRED);
        } else if (now_us >= job->not_before_us) {
            list_remove(&pool->delayed, job);
            job->state = DB_JOB_WAITING;
            list_add(&pool->sets[job->set].waiting, job);
        }
    }
}

static void sweep_waiting(struct db_pool *pool, struct set *set, uint64_t now_us) {
    if (any_up(set)) {
        set->down_since_us = 0;
    } else if (set->down_since_us == 0) {
        set->down_since_us = now_us;
    }
    bool outage = set->down_since_us && now_us - set->down_since_us > pool->options.outage_patience_ms * UINT64_C(1000);
    struct db_job *next;
    for (struct db_job *job = set->waiting.first; job; job = next) {
        next = job->next;
        if (job->cancelled || outage || now_us >= job->deadline_us) {
            list_remove(&set->waiting, job);
            end_job(job, job->cancelled ? DB_CANCELLED : set->down_since_us ? DB_UNAVAILABLE : DB_EXPIRED);
        }
    }
}

static void sweep_cb(uv_timer_t *timer) {
    struct db_pool *pool = timer->data;
    uint64_t now_us = db_now_us();
    sweep_sent(pool, now_us);
    sweep_delayed(pool, now_us);
    bool busy = pool->sent.first || pool->delayed.first;
    for (int i = 0; i < DB_SETS_COUNT; i++) {
        sweep_waiting(pool, &pool->sets[i], now_us);
        if (pool->sets[i].waiting.first) {
            busy = true;
            wake(pool);
        }
    }
    if (!busy && !pool->closing) {
        uv_timer_stop(timer);
    }
}

void db_pool_cancel(struct db_pool *pool, struct db_job *job) {
    if (job->state != DB_JOB_IDLE) {
        job->cancelled = true; /* the next sweep, or handing out, ends it */
        wake(pool);
    }
}

/* --- life ------------------------------------------------------------------------------------------------------------------------ */

static int start_set(struct db_pool *pool, enum db_set which, const struct db_statement *const *statements, size_t statements_count) {
    struct set *set = &pool->sets[which];
    uint32_t n = pool->options.connections[which];
    set->connections = calloc(n, sizeof *set->connections);
    if (!set->connections) {
        return -ENOMEM;
    }
    for (; set->connections_count < n; set->connections_count++) {
        struct db_connection *c = &set->connections[set->connections_count];
        int r = db_connection_init(c, pool->loop, pool->url, pool->options.connect_timeout_ms, which, pool->options.in_flight_max[which],
                                   statements, statements_count, &pool->connection_owner);
        if (r < 0) {
            return r;
        }
        c->link.note = note;
        c->link.note_ctx = pool;
        c->setup_sql = pool->options.setup_sql;
        db_link_start(&c->link);
        pool->open++;
    }
    return 0;
}

int db_pool_new(uv_loop_t *loop, const struct db_pool_options *options, const struct db_statement *const *statements,
                size_t statements_count, struct db_pool **ret_pool) {
    struct db_pool *pool = calloc(1, sizeof *pool);
    if (!pool || !(pool->url = strdup(options->url))) {
        free(pool);
        return -ENOMEM;
    }
    pool->loop = loop;
    pool->options = *options;
    pool->options.url = pool->url;
    pool->connection_owner = (struct db_connection_owner){.ctx = pool, .room = room, .finished = finished, .lost = lost};
    pool->canceller.loop = loop;
    /* Echoes of one process start at a random point, so that a stale answer from before a restart cannot match either. */
    if (uv_random(NULL, NULL, &pool->echo_next, sizeof pool->echo_next, 0, NULL) != 0 || uv_prepare_init(loop, &pool->prepare) != 0 ||
        uv_idle_init(loop, &pool->idle) != 0 || uv_timer_init(loop, &pool->sweep) != 0) {
        abort();
    }
    pool->prepare.data = pool->idle.data = pool->sweep.data = pool;
    pool->open = 3;
    for (enum db_set i = 0; i < DB_SETS_COUNT; i++) {
        assert(options->connections[i] <= DB_POOL_CONNECTIONS_MAX);
        if (start_set(pool, i, statements, statements_count) < 0) {
            abort(); /* at start-up, and nothing to go on with */
        }
    }
    *ret_pool = pool;
    return 0;
}

struct db_pool *db_pool_free(struct db_pool *pool) {
    if (pool) {
        for (int i = 0; i < DB_SETS_COUNT; i++) {
            free(pool->sets[i].connections);
        }
        free(pool->url);
        free(pool);
    }
    return NULL;
}

static void one_closed(struct db_pool *pool) {
    if (--pool->open == 0 && pool->canceller.running == 0) {
        pool->closed(pool->closed_ctx);
    }
}

static void cancels_through(struct db_canceller *canceller) {
    struct db_pool *pool = (struct db_pool *)((char *)canceller - offsetof(struct db_pool, canceller));
    if (pool->open == 0) {
        pool->closed(pool->closed_ctx);
    }
}

static void handle_closed_cb(uv_handle_t *handle) {
    one_closed(handle->data);
}

static void connection_closed(struct db_connection *c) {
    one_closed(c->owner->ctx);
}

static void end_list(struct list *list, enum db_ending ending) {
    while (list->first) {
        struct db_job *job = list->first;
        list_remove(list, job);
        end_job(job, ending);
    }
}

void db_pool_close(struct db_pool *pool, void (*closed)(void *ctx), void *ctx) {
    assert(!pool->closing);
    pool->closing = true;
    pool->closed = closed;
    pool->closed_ctx = ctx;
    pool->canceller.idle = cancels_through;
    end_list(&pool->later, DB_LATER);
    end_list(&pool->delayed, DB_UNAVAILABLE);
    for (int i = 0; i < DB_SETS_COUNT; i++) {
        end_list(&pool->sets[i].waiting, DB_UNAVAILABLE);
        for (uint32_t k = 0; k < pool->sets[i].connections_count; k++) {
            db_connection_close(&pool->sets[i].connections[k], connection_closed);
        }
    }
    uv_close((uv_handle_t *)&pool->prepare, handle_closed_cb);
    uv_close((uv_handle_t *)&pool->idle, handle_closed_cb);
    uv_close((uv_handle_t *)&pool->sweep, handle_closed_cb);
}

struct db_pool_figures db_pool_figures(const struct db_pool *pool) {
    struct db_pool_figures figures = {.lost = pool->lost, .cancels = pool->canceller.sent};
    for (int i = 0; i < DB_SETS_COUNT; i++) {
        const struct set *set = &pool->sets[i];
        figures.waiting[i] = set->waiting.count;
        for (uint32_t k = 0; k < set->connections_count; k++) {
            figures.up[i] += set->connections[k].link.state == DB_LINK_UP;
            figures.in_flight[i] += set->connections[k].flights_count;
        }
    }
    return figures;
}
