/*
 * The connections of one kamd to PostgreSQL: a few for reads with several requests in flight on each, more for writes with one each.
 * Jobs submitted in one turn of the loop are gathered and handed out together, least busy connection first.
 *
 *   submitted ── queue full ──► DB_POOL_FULL                         (the submitter answers: come back later)
 *       │
 *    waiting ─── deadline ───► DB_EXPIRED        nothing was executed
 *       │   └─── no server for outage_patience_ms ► DB_UNAVAILABLE
 *      sent ──── lost ───────► sent again when repeatable or known to be rolled back, otherwise DB_UNKNOWN
 *       │   └─── deadline ───► DB_EXPIRED when repeatable, otherwise DB_UNKNOWN (statement_timeout normally answers before that)
 *    DB_ANSWERED
 *
 * The pool owns its connections and nothing of the jobs. After db_pool_close() has called back, it may be freed.
 */
#ifndef KAM_SERVER_DB_POOL_H
#define KAM_SERVER_DB_POOL_H

#include "common/cleanup.h"
#include "server/db/job.h"

#include <uv.h>

enum db_pool_error {
    DB_POOL_FULL = 1, /* the queue has queue_max jobs */
};

struct db_pool_options {
    const char *url;                     /* copied; see address.h */
    uint32_t connections[DB_SETS_COUNT]; /* at most DB_POOL_CONNECTIONS_MAX each */
    uint32_t in_flight_max[DB_SETS_COUNT];
    uint32_t queue_max; /* per set */
    uint32_t connect_timeout_ms;
    uint32_t outage_patience_ms; /* how long a job waits when no connection of its set is up */
    const char *setup_sql;       /* run on every new connection; borrowed; NULL: nothing */
    void (*note)(void *ctx, const char *text);
    void *note_ctx;
};

#define DB_POOL_CONNECTIONS_MAX 256

struct db_pool;

struct db_pool_figures {
    uint32_t up[DB_SETS_COUNT];
    uint32_t waiting[DB_SETS_COUNT];
    uint32_t in_flight[DB_SETS_COUNT];
    uint64_t lost;    /* connections */
    uint64_t cancels; /* cancel requests sent */
};

/* Begins to connect in the next turn of the loop. The statements are borrowed. */
_must_check_ int db_pool_new(uv_loop_t *loop, const struct db_pool_options *options, const struct db_statement *const *statements,
                             size_t statements_count, struct db_pool **ret_pool);
struct db_pool *db_pool_free(struct db_pool *pool);

/* Takes the job, or DB_POOL_FULL (also while the pool closes). */
_must_check_ int db_pool_submit(struct db_pool *pool, struct db_job *job);

/* done() with DB_LATER in a later turn of the loop; nothing goes to the database. */
void db_pool_later(struct db_pool *pool, struct db_job *job);

/* The submitter has lost interest. done() still comes: DB_CANCELLED when it was not sent, or only reads; otherwise what becomes of it. */
void db_pool_cancel(struct db_pool *pool, struct db_job *job);

struct db_pool_figures db_pool_figures(const struct db_pool *pool);

/* Ends every job (DB_UNAVAILABLE or DB_UNKNOWN), then every connection; closed() when no handle is left. */
void db_pool_close(struct db_pool *pool, void (*closed)(void *ctx), void *ctx);

/* The monotonic clock of deadlines. */
static inline uint64_t db_now_us(void) {
    return uv_hrtime() / 1000;
}

#endif
