#include "server/db/connection.h"

#include "server/db/fitness.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/*
 * How every session of kamd behaves. Generic plans, because a custom plan per call costs more than it saves; no search path, so that no
 * statement means something else because of a schema somebody made; no JIT, whose compile time exceeds our longest statement.
 */
static const char settings_sql[] =
    "select pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', false),"
    " pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false), pg_catalog.set_config('jit', 'off', false),"
    " pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('TimeZone', 'UTC', false),"
    " pg_catalog.set_config('idle_in_transaction_session_timeout', '60000', false)";

/* Steps of the set-up before the statements. */
enum { SETUP_FITNESS, SETUP_SETTINGS, SETUP_STATEMENTS };

static struct db_connection *of_link(struct db_link *link) {
    return (struct db_connection *)((char *)link - offsetof(struct db_connection, link));
}

struct db_flight *db_connection_head(struct db_connection *c) {
    return c->flights_count ? &c->flights[c->head] : NULL;
}

bool db_connection_has_room(const struct db_connection *c) {
    return c->link.state == DB_LINK_UP && c->cancels == 0 && c->flights_count < c->in_flight_max;
}

static void flight_clear(struct db_flight *f) {
    for (unsigned i = 0; i < DB_STEPS_MAX; i++) {
        PQclear(f->results[i]);
    }
    PQclear(f->error);
    *f = (struct db_flight){0};
}

static void flight_pop(struct db_connection *c) {
    flight_clear(&c->flights[c->head]);
    c->head = (c->head + 1) % DB_IN_FLIGHT_MAX;
    c->flights_count--;
}

/* Waits for room in the socket only while there is something left to write. False: the connection was dropped. */
static bool flush(struct db_connection *c) {
    int r = PQflush(c->link.pg);
    if (r < 0) {
        db_link_drop(&c->link, PQerrorMessage(c->link.pg));
        return false;
    }
    db_link_watch(&c->link, r ? UV_READABLE | UV_WRITABLE : UV_READABLE);
    return true;
}

static void setup(struct db_link *link) {
    struct db_connection *c = of_link(link);
    PGconn *pg = link->pg;
    c->setup_seen = 0;
    c->setup_steps = SETUP_STATEMENTS;
    bool ok = PQenterPipelineMode(pg) && PQsendQueryParams(pg, db_fitness_sql, 0, NULL, NULL, NULL, NULL, 0) &&
              PQsendQueryParams(pg, settings_sql, 0, NULL, NULL, NULL, NULL, 0);
    if (ok && c->setup_sql) {
        ok = PQsendQueryParams(pg, c->setup_sql, 0, NULL, NULL, NULL, NULL, 0);
        c->setup_steps++;
    }
    for (size_t i = 0; ok && i < c->statements_count; i++) {
        const struct db_statement *s = c->statements[i];
        if (s->sets & 1u << c->set) {
            ok = PQsendPrepare(pg, s->name, s->sql, s->params_count, s->types);
            c->setup_steps++;
        }
    }
    if (!ok || !PQpipelineSync(pg)) {
        db_link_drop(link, PQerrorMessage(pg));
        return;
    }
    flush(c);
}

/* False: dropped. */
static bool setup_take(struct db_connection *c, const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) {
        if (c->setup_seen != c->setup_steps) {
            db_link_drop(&c->link, "the set-up was not answered in full");
            return false;
        }
        db_link_ready(&c->link);
        c->owner->room(c->owner->ctx, c);
        return true;
    }
    if (c->setup_seen == SETUP_FITNESS) {
        const char *fault = db_fitness_fault(result);
        if (fault) {
            db_link_drop(&c->link, fault);
            return false;
        }
    } else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        db_link_drop(&c->link, PQresultErrorMessage(result));
        return false;
    }
    c->setup_seen++;
    return true;
}

static bool echo_matches(const struct db_flight *f) {
    const PGresult *first = f->results[0];
    if (!first || f->echo_column < 0) {
        return f->error != NULL; /* an error of the first statement leaves no echo; the order of replies must do */
    }
    return PQntuples(first) == 1 && PQnfields(first) > f->echo_column && PQgetlength(first, 0, f->echo_column) == DB_ECHO_BYTES &&
           memcmp(PQgetvalue(first, 0, f->echo_column), f->echo, DB_ECHO_BYTES) == 0;
}

/* The Sync of the oldest flight came back. False: dropped. */
static bool finish(struct db_connection *c) {
    struct db_flight *f = db_connection_head(c);
    if ((f->step != f->steps_count && !f->error) || !echo_matches(f)) {
        db_link_drop(&c->link, "an answer does not belong to its request");
        return false;
    }
    if (f->job) {
        struct db_outcome outcome = {.ending = f->doubtful ? DB_UNKNOWN : DB_ANSWERED, .error = f->error, .error_step = f->error_step};
        for (unsigned i = 0; i < f->steps_count; i++) {
            outcome.results[i] = f->results[i];
        }
        struct db_job *job = f->job;
        f->job = NULL;
        c->owner->finished(c->owner->ctx, job, &outcome);
    }
    flight_pop(c);
    c->owner->room(c->owner->ctx, c);
    return true;
}

/* One thing libpq handed out, for the oldest flight; takes ownership of the result. False: dropped. */
static bool take(struct db_connection *c, PGresult *result) {
    struct db_flight *f = db_connection_head(c);
    if (!result) {
        f->step += f->step_open;
        f->step_open = false;
        return true;
    }
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        return finish(c);
    }
    if (status == PGRES_FATAL_ERROR && !f->error) {
        f->error = result;
        f->error_step = f->step;
        f->step_open = f->step < f->steps_count;
        return true;
    }
    bool fits = f->step < f->steps_count && !f->step_open;
    if (fits && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)) {
        f->results[f->step] = result;
        f->step_open = true;
        return true;
    }
    PQclear(result);
    if (!fits || status != PGRES_PIPELINE_ABORTED) {
        db_link_drop(&c->link, "a result came that no request asked for");
        return false;
    }
    f->step_open = true;
    return true;
}

static void io(struct db_link *link, int events) {
    struct db_connection *c = of_link(link);
    uint64_t generation = link->generation;
    if ((events & UV_READABLE) && !PQconsumeInput(link->pg)) {
        /* What came before the end is still worth reading: an error that says the transaction was rolled back. */
        while (c->flights_count && !PQisBusy(link->pg)) {
            PGresult *result = PQgetResult(link->pg);
            struct db_flight *f = db_connection_head(c);
            if (result && PQresultStatus(result) == PGRES_FATAL_ERROR && !f->error && link->state == DB_LINK_UP) {
                f->error = result;
                f->error_step = f->step;
                break;
            }
            PQclear(result);
            if (!result) {
                break;
            }
        }
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    while ((c->flights_count || link->state == DB_LINK_SETUP) && !PQisBusy(link->pg)) {
        PGresult *result = PQgetResult(link->pg);
        bool kept;
        if (link->state == DB_LINK_SETUP) {
            kept = !result || setup_take(c, result);
            PQclear(result);
        } else {
            kept = take(c, result);
        }
        if (!kept || link->generation != generation) {
            return;
        }
        if (PQstatus(link->pg) == CONNECTION_BAD) {
            db_link_drop(link, PQerrorMessage(link->pg));
            return;
        }
    }
    flush(c);
}

/* The server itself said that it rolled back, before it could have come to the commit. */
static bool was_rolled_back(const struct db_flight *f) {
    return f->error && f->error_step < f->steps_count && PQresultErrorField(f->error, PG_DIAG_SQLSTATE) != NULL;
}

static void down(struct db_link *link) {
    struct db_connection *c = of_link(link);
    while (c->flights_count) {
        struct db_flight *f = db_connection_head(c);
        if (f->job) {
            struct db_job *job = f->job;
            f->job = NULL;
            c->owner->lost(c->owner->ctx, job, !was_rolled_back(f));
        }
        flight_pop(c);
    }
    c->head = 0;
}

/*
 * A commit that waits for its standby and is cut short answers "done" all the same, with a warning. The warning is told by the function
 * that raised it; texts are translated, that name is not.
 */
static void notice(void *ctx, const PGresult *result) {
    struct db_connection *c = ctx;
    const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    c->link.notices++;
    if (c->flights_count && function && strcmp(function, "SyncRepWaitForLSN") == 0) {
        db_connection_head(c)->doubtful = true;
    }
}

static void setup_with_notices(struct db_link *link) {
    PQsetNoticeReceiver(link->pg, notice, of_link(link));
    setup(link);
}

static const struct db_link_owner link_owner = {.setup = setup_with_notices, .io = io, .down = down};

int db_connection_init(struct db_connection *c, uv_loop_t *loop, const char *url, uint32_t connect_timeout_ms, enum db_set set,
                       unsigned in_flight_max, const struct db_statement *const *statements, size_t statements_count,
                       const struct db_connection_owner *owner) {
    assert(in_flight_max > 0 && in_flight_max <= DB_IN_FLIGHT_MAX);
    *c = (struct db_connection){
        .set = set, .in_flight_max = in_flight_max, .statements = statements, .statements_count = statements_count, .owner = owner};
    return db_link_init(&c->link, loop, url, connect_timeout_ms, &link_owner);
}

static bool send_steps(PGconn *pg, const struct db_job *job) {
    int binary[DB_STATEMENT_PARAMS_MAX];
    for (unsigned i = 0; i < DB_STATEMENT_PARAMS_MAX; i++) {
        binary[i] = 1;
    }
    for (unsigned i = 0; i < job->steps_count; i++) {
        const struct db_step *step = &job->steps[i];
        if (!PQsendQueryPrepared(pg, step->statement->name, step->statement->params_count, step->values, step->lengths, binary, 1)) {
            return false;
        }
    }
    return true;
}

void db_connection_send(struct db_connection *c, struct db_job *job) {
    assert(db_connection_has_room(c));
    assert(job->steps_count > 0 && job->steps_count <= DB_STEPS_MAX);
    if (!send_steps(c->link.pg, job)) {
        /* No Sync has left, so nothing of it can be committed. */
        c->owner->lost(c->owner->ctx, job, false);
        db_link_drop(&c->link, PQerrorMessage(c->link.pg));
        return;
    }
    struct db_flight *f = &c->flights[(c->head + c->flights_count++) % DB_IN_FLIGHT_MAX];
    *f = (struct db_flight){
        .job = job, .steps_count = job->steps_count, .repeatable = job->repeatable, .echo_column = job->steps[0].statement->echo_column};
    memcpy(f->echo, job->echo, DB_ECHO_BYTES);
    if (!PQpipelineSync(c->link.pg)) {
        db_link_drop(&c->link, PQerrorMessage(c->link.pg));
        return;
    }
    flush(c);
}

void db_connection_abandon(struct db_connection *c, const struct db_job *job) {
    for (unsigned i = 0; i < c->flights_count; i++) {
        struct db_flight *f = &c->flights[(c->head + i) % DB_IN_FLIGHT_MAX];
        if (f->job == job) {
            f->job = NULL;
            return;
        }
    }
}

static void link_closed(struct db_link *link) {
    struct db_connection *c = of_link(link);
    if (c->closed) {
        c->closed(c);
    }
}

void db_connection_close(struct db_connection *c, void (*closed)(struct db_connection *c)) {
    c->closed = closed;
    down(&c->link);
    db_link_close(&c->link, link_closed);
}
