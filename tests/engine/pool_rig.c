#include "tests/engine/pool_rig.h"

#include "server/rpc/wire.h"
#include "tests/harness/bail.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Oid begin_types[] = {23, 17};
static const Oid text_types[] = {25};
static const Oid float_types[] = {701};
static const Oid int8_types[] = {20};

#define BOTH (1u << DB_SET_READ | 1u << DB_SET_WRITE)
static const struct db_statement statements[RIG_STATEMENTS_COUNT] = {
    [RIG_BEGIN] = {"begin", "select set_config('statement_timeout', $1::int4::text, true), $2::bytea", begin_types, 2, BOTH, 1},
    [RIG_SAY] = {"say", "select $1::text", text_types, 1, BOTH, -1},
    [RIG_FAIL] = {"fail", "select (1 / length(substr($1::text, 1, 0)))::text", text_types, 1, BOTH, -1},
    [RIG_SLEEP] = {"sleep", "select $1::float8::text from pg_catalog.pg_sleep($1)", float_types, 1, BOTH, -1},
    [RIG_INSERT] = {"ins", "select test.ins($1)::text", int8_types, 1, BOTH, -1},
    [RIG_DEFERRED] = {"deferred", "select test.ins_deferred($1)::text", int8_types, 1, BOTH, -1},
};

static const struct db_statement *const statement_list[RIG_STATEMENTS_COUNT] = {
    &statements[RIG_BEGIN], &statements[RIG_SAY],    &statements[RIG_FAIL],
    &statements[RIG_SLEEP], &statements[RIG_INSERT], &statements[RIG_DEFERRED],
};

static const char schema_sql[] =
    "create schema test; grant usage on schema test to kam_app;"
    "create table test.row (id int8, good int8 unique deferrable initially deferred); grant select, insert on test.row to kam_app;"
    "insert into test.row values (0, 0);"
    "create function test.ins(int8) returns int8 language sql volatile as 'insert into test.row values ($1, $1) returning id';"
    /* A negative number collides with the row of zero, which shows only at the commit. */
    "create function test.ins_deferred(int8) returns int8 language sql volatile as"
    " 'insert into test.row values ($1, case when $1 < 0 then 0 else $1 end) returning id';";

void rig_open(struct rig *rig, const struct rig_options *options) {
    memset(rig, 0, sizeof *rig);
    rig->cluster = cluster_get();
    cluster_create_database(rig->cluster, rig->database);
    free(cluster_query(rig->cluster, rig->database, "%s", schema_sql));
    snprintf(rig->url, sizeof rig->url, "host=%s dbname=%s user=kam_app", rig->cluster->folder, rig->database);
    if (uv_loop_init(&rig->loop) != 0) {
        bail("no loop");
    }
    struct db_pool_options pool = {.url = rig->url,
                                   .connections = {options->connections, options->connections},
                                   .in_flight_max = {options->in_flight_max, 1},
                                   .queue_max = options->queue_max,
                                   .connect_timeout_ms = 5000,
                                   .outage_patience_ms = options->patience_ms};
    if (db_pool_new(&rig->loop, &pool, statement_list, RIG_STATEMENTS_COUNT, &rig->pool) != 0) {
        bail("no pool");
    }
}

static void closed(void *ctx) {
    struct rig *rig = ctx;
    rig->closed = true;
}

void rig_close(struct rig *rig) {
    db_pool_close(rig->pool, closed, rig);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    if (!rig->closed || uv_loop_close(&rig->loop) != 0) {
        bail("the pool left handles open");
    }
    db_pool_free(rig->pool);
    cluster_drop_database(rig->cluster, rig->database);
}

static void sending(struct db_job *job, uint64_t now_us) {
    struct rig_job *r = (struct rig_job *)job;
    uint64_t left_ms = r->timeout_ms ? r->timeout_ms : job->deadline_us > now_us ? (job->deadline_us - now_us) / 1000 : 1;
    put_be32(r->timeout, left_ms ? (uint32_t)left_ms : 1);
}

static void done(struct db_job *job, const struct db_outcome *outcome) {
    struct rig_job *r = (struct rig_job *)job;
    r->done++;
    r->ending = outcome->ending;
    r->answer[0] = r->sqlstate[0] = '\0';
    if (outcome->results[1]) {
        snprintf(r->answer, sizeof r->answer, "%.*s", PQgetlength(outcome->results[1], 0, 0), PQgetvalue(outcome->results[1], 0, 0));
    }
    if (outcome->error) {
        const char *sqlstate = PQresultErrorField(outcome->error, PG_DIAG_SQLSTATE);
        snprintf(r->sqlstate, sizeof r->sqlstate, "%s", sqlstate ? sqlstate : "?");
        r->error_step = outcome->error_step;
    }
}

static void set_parameter(struct rig_job *r, const char *text) {
    int64_t number;
    double seconds;
    uint64_t bits;
    r->values[1][0] = (const char *)r->number;
    r->lengths[1][0] = 8;
    switch (r->what) {
    case RIG_SLEEP:
        seconds = strtod(text, NULL);
        memcpy(&bits, &seconds, sizeof bits);
        put_be64(r->number, bits);
        return;
    case RIG_INSERT:
    case RIG_DEFERRED:
        number = strtoll(text, NULL, 10);
        put_be64(r->number, (uint64_t)number);
        return;
    default:
        snprintf(r->text, sizeof r->text, "%s", text);
        r->values[1][0] = r->text;
        r->lengths[1][0] = (int)strlen(r->text);
    }
}

void rig_job(struct rig_job *r, enum db_set set, enum rig_statement what, const char *text, uint32_t deadline_ms) {
    memset(r, 0, sizeof *r);
    r->what = what;
    r->values[0][0] = (const char *)r->timeout;
    r->lengths[0][0] = sizeof r->timeout;
    r->values[0][1] = (const char *)r->job.echo;
    r->lengths[0][1] = DB_ECHO_BYTES;
    set_parameter(r, text);
    r->job.set = set;
    r->job.steps_count = 2;
    r->job.steps[0] = (struct db_step){&statements[RIG_BEGIN], r->values[0], r->lengths[0]};
    r->job.steps[1] = (struct db_step){&statements[what], r->values[1], r->lengths[1]};
    r->job.repeatable = set == DB_SET_READ;
    r->job.deadline_us = db_now_us() + deadline_ms * UINT64_C(1000);
    r->job.sending = sending;
    r->job.done = done;
}

int rig_submit(struct rig *rig, struct rig_job *job) {
    return db_pool_submit(rig->pool, &job->job);
}

void rig_run(struct rig *rig, uint32_t ms) {
    uint64_t end_us = db_now_us() + ms * UINT64_C(1000);
    while (db_now_us() < end_us) {
        uv_run(&rig->loop, UV_RUN_NOWAIT);
        usleep(200);
    }
}

bool rig_wait(struct rig *rig, struct rig_job *jobs, size_t count, uint32_t ms) {
    uint64_t end_us = db_now_us() + ms * UINT64_C(1000);
    for (;;) {
        size_t ended = 0;
        for (size_t i = 0; i < count; i++) {
            ended += jobs[i].done > 0;
        }
        if (ended == count) {
            return true;
        }
        if (db_now_us() > end_us) {
            return false;
        }
        uv_run(&rig->loop, UV_RUN_NOWAIT);
        usleep(200);
    }
}

bool rig_wait_up(struct rig *rig, uint32_t connections, uint32_t ms) {
    uint64_t end_us = db_now_us() + ms * UINT64_C(1000);
    while (db_now_us() < end_us) {
        struct db_pool_figures figures = db_pool_figures(rig->pool);
        if (figures.up[DB_SET_READ] >= connections && figures.up[DB_SET_WRITE] >= connections) {
            return true;
        }
        rig_run(rig, 2);
    }
    return false;
}

bool rig_wait_sent(struct rig *rig, uint32_t reads, uint32_t writes, uint32_t ms) {
    uint64_t end_us = db_now_us() + ms * UINT64_C(1000);
    while (db_now_us() < end_us) {
        struct db_pool_figures figures = db_pool_figures(rig->pool);
        if (figures.in_flight[DB_SET_READ] >= reads && figures.in_flight[DB_SET_WRITE] >= writes) {
            return true;
        }
        rig_run(rig, 2);
    }
    return false;
}
