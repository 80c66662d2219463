#include "server/jobs/jobs.h"

#include "common/log.h"
#include "server/db/fitness.h"
#include "server/db/link.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 64
#define REPORT_EVERY_MS 60000
/* The longest pause core.take_job() may ask for. */
#define PAUSE_MAX_MS 5000
#define SETTINGS_SQL                                                                                                                       \
    "select pg_catalog.set_config('statement_timeout', $1, false), pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false),"     \
    " pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', false)"
#define LOCK_SQL "select pg_catalog.pg_try_advisory_lock(7020462)"

/* What the connection is doing; each is one statement and its answer. */
enum step {
    STEP_FITNESS,
    STEP_SETTINGS,
    STEP_LEAD,
    STEP_TAKE,
    STEP_RUN,
    STEP_FAIL,
    STEP_PAUSE, /* nothing: the timer runs */
};

struct jobs {
    struct db_link link;
    uv_timer_t timer;
    char *url;
    char timeout[16]; /* of a statement, in ms */
    enum step step;
    bool leads;
    char name[NAME_BYTES]; /* of the job being run */
    char sqlstate[6];      /* of what ended it */
    uint64_t started_ms;
    uint64_t reported_ms;
    uint64_t runs; /* since the last report, as are the next two */
    uint64_t done;
    uint64_t failures;
    PGresult *result; /* of the step, the first one */
    void (*closed)(void *ctx);
    void *closed_ctx;
};

static struct jobs *of_link(struct db_link *link) {
    return (struct jobs *)((char *)link - offsetof(struct jobs, link));
}

static void clear_result(struct jobs *j) {
    PQclear(j->result);
    j->result = NULL;
}

static void ask(struct jobs *j, enum step step, const char *sql, int count, const char *const *values) {
    PGconn *pg = j->link.pg;
    j->step = step;
    clear_result(j);
    if (!PQsendQueryParams(pg, sql, count, NULL, values, NULL, NULL, 0)) {
        db_link_drop(&j->link, PQerrorMessage(pg));
        return;
    }
    db_link_watch(&j->link, PQflush(pg) == 1 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

/* --- what the log gets --------------------------------------------------------------------------------------------------------------- */

static void report(struct jobs *j) {
    struct log_line l;
    if (j->runs > 0) {
        log_begin(&l, LOG_INFO, "jobs");
        log_number(&l, "runs", (int64_t)j->runs);
        log_number(&l, "done", (int64_t)j->done);
        log_number(&l, "failures", (int64_t)j->failures);
        log_end(&l);
    }
    j->runs = j->done = j->failures = 0;
    j->reported_ms = uv_now(j->link.loop);
}

static void log_run(const struct jobs *j, int64_t done) {
    struct log_line l;
    log_begin(&l, j->sqlstate[0] ? LOG_WARNING : LOG_DEBUG, "job");
    log_text(&l, "name", j->name);
    log_number(&l, "done", done);
    log_number(&l, "ms", (int64_t)(uv_now(j->link.loop) - j->started_ms));
    if (j->sqlstate[0]) {
        log_text(&l, "sqlstate", j->sqlstate);
    }
    log_end(&l);
}

/* --- the steps ----------------------------------------------------------------------------------------------------------------------- */

static void take(struct jobs *j) {
    ask(j, STEP_TAKE, "select name, wait_ms from core.take_job()", 0, NULL);
}

static void timer_cb(uv_timer_t *timer) {
    struct jobs *j = timer->data;
    if (j->step != STEP_PAUSE || j->link.state != DB_LINK_UP) {
        return;
    }
    if (j->leads) {
        take(j);
    } else {
        ask(j, STEP_LEAD, LOCK_SQL, 0, NULL);
    }
}

static void pause_for(struct jobs *j, uint64_t ms) {
    j->step = STEP_PAUSE;
    uv_timer_start(&j->timer, timer_cb, ms < PAUSE_MAX_MS ? ms : PAUSE_MAX_MS, 0);
}

static void led(struct jobs *j) {
    if (PQgetvalue(j->result, 0, 0)[0] != 't') {
        pause_for(j, JOBS_LEAD_EVERY_MS);
        return;
    }
    j->leads = true;
    log_event(LOG_INFO, "jobs", "leader", "this process");
    take(j);
}

static void taken(struct jobs *j) {
    if (PQgetisnull(j->result, 0, 0)) {
        pause_for(j, (uint64_t)strtoul(PQgetvalue(j->result, 0, 1), NULL, 10));
        return;
    }
    snprintf(j->name, sizeof j->name, "%s", PQgetvalue(j->result, 0, 0));
    j->sqlstate[0] = '\0';
    j->started_ms = uv_now(j->link.loop);
    const char *const values[] = {j->name};
    ask(j, STEP_RUN, "select core.run_job($1)", 1, values);
}

static void ran(struct jobs *j) {
    int64_t done = strtoll(PQgetvalue(j->result, 0, 0), NULL, 10);
    j->runs++;
    j->done += (uint64_t)done;
    log_run(j, done);
    take(j);
}

static void failed(struct jobs *j) {
    const char *sqlstate = PQresultErrorField(j->result, PG_DIAG_SQLSTATE);
    snprintf(j->sqlstate, sizeof j->sqlstate, "%s", sqlstate ? sqlstate : "?????");
    j->runs++;
    j->failures++;
    log_run(j, 0);
    const char *const values[] = {j->name, j->sqlstate};
    ask(j, STEP_FAIL, "select core.fail_job($1, $2)", 2, values);
}

/* The step has its answer. Only a job may fail; what else does ends the connection. */
static void step_done(struct jobs *j) {
    bool ok = PQresultStatus(j->result) == PGRES_TUPLES_OK && PQntuples(j->result) == 1;
    if (!ok && !(j->step == STEP_RUN && PQstatus(j->link.pg) == CONNECTION_OK)) {
        db_link_drop(&j->link, PQresultErrorMessage(j->result));
        return;
    }
    if (uv_now(j->link.loop) - j->reported_ms >= REPORT_EVERY_MS) {
        report(j);
    }
    switch (j->step) {
    case STEP_FITNESS: {
        const char *fault = db_fitness_fault(j->result);
        if (fault) {
            db_link_drop(&j->link, fault);
            return;
        }
        const char *const values[] = {j->timeout};
        ask(j, STEP_SETTINGS, SETTINGS_SQL, 1, values);
        return;
    }
    case STEP_SETTINGS:
        db_link_ready(&j->link);
        ask(j, STEP_LEAD, LOCK_SQL, 0, NULL);
        return;
    case STEP_LEAD:
        led(j);
        return;
    case STEP_TAKE:
        taken(j);
        return;
    case STEP_RUN:
        if (ok) {
            ran(j);
        } else {
            failed(j);
        }
        return;
    case STEP_FAIL:
        take(j);
        return;
    case STEP_PAUSE:
        assert(false);
    }
}

/* --- the connection ------------------------------------------------------------------------------------------------------------------ */

static void setup(struct db_link *link) {
    ask(of_link(link), STEP_FITNESS, db_fitness_sql, 0, NULL);
}

static void io(struct db_link *link, int events) {
    struct jobs *j = of_link(link);
    uint64_t generation = link->generation;
    if ((events & UV_READABLE) && !PQconsumeInput(link->pg)) {
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    while (j->step != STEP_PAUSE && !PQisBusy(link->pg)) {
        PGresult *result = PQgetResult(link->pg);
        if (result && !j->result) {
            j->result = result;
        } else if (result) {
            PQclear(result);
        } else if (!j->result) {
            db_link_drop(link, "a statement was not answered");
            return;
        } else {
            step_done(j);
            if (link->generation != generation || (link->state != DB_LINK_UP && link->state != DB_LINK_SETUP)) {
                return;
            }
        }
    }
    if (PQstatus(link->pg) == CONNECTION_BAD) {
        db_link_drop(link, PQerrorMessage(link->pg));
        return;
    }
    db_link_watch(link, PQflush(link->pg) == 1 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

static void down(struct db_link *link) {
    struct jobs *j = of_link(link);
    if (j->leads) {
        log_event(LOG_WARNING, "jobs", "leader", "lost");
    }
    j->leads = false;
    j->step = STEP_PAUSE;
    clear_result(j);
    uv_timer_stop(&j->timer);
}

static const struct db_link_owner link_owner = {.setup = setup, .io = io, .down = down};

static void note(void *ctx, const char *text) {
    (void)ctx;
    log_event(LOG_WARNING, "jobs", "note", text);
}

int jobs_new(uv_loop_t *loop, const struct jobs_options *options, struct jobs **ret_jobs) {
    struct jobs *j = calloc(1, sizeof *j);
    if (!j) {
        return -ENOMEM;
    }
    j->url = strdup(options->url);
    if (!j->url) {
        free(j);
        return -ENOMEM;
    }
    snprintf(j->timeout, sizeof j->timeout, "%" PRIu32, options->timeout_ms);
    j->step = STEP_PAUSE;
    int r = db_link_init(&j->link, loop, j->url, options->connect_timeout_ms, &link_owner);
    if (r < 0) {
        free(j->url);
        free(j);
        return r;
    }
    j->link.note = note;
    (void)uv_timer_init(loop, &j->timer);
    j->timer.data = j;
    j->reported_ms = uv_now(loop);
    db_link_start(&j->link);
    *ret_jobs = j;
    return 0;
}

static void timer_closed(uv_handle_t *handle) {
    struct jobs *j = handle->data;
    j->closed(j->closed_ctx);
}

static void link_closed(struct db_link *link) {
    uv_close((uv_handle_t *)&of_link(link)->timer, timer_closed);
}

void jobs_close(struct jobs *j, void (*closed)(void *ctx), void *ctx) {
    j->closed = closed;
    j->closed_ctx = ctx;
    report(j);
    clear_result(j);
    db_link_close(&j->link, link_closed);
}

struct jobs *jobs_free(struct jobs *j) {
    if (j) {
        free(j->url);
        free(j);
    }
    return NULL;
}
