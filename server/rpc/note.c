#include "server/rpc/dispatcher.h"

#include <stdlib.h>
#include <string.h>

/*
 * A refusal takes back all that its request wrote. What it leaves behind all the same (that somebody asked, who is to know of it) is
 * written by core.note_refusal() in a transaction of its own, under the same begin_request; and only then is the caller told, so that
 * nobody learns anything that was not written down.
 */

enum { N_NAME, N_ARGUMENTS, N_PARAMS };
enum { COLUMN_NAME, COLUMN_ARGUMENTS };

/* What the refusal said; texts behind it. */
struct noted {
    const char *values[N_PARAMS];
    int lengths[N_PARAMS];
    const char *field;
};

static char *put(char **at, const char *text) {
    char *to = *at;
    size_t bytes = strlen(text) + 1;
    memcpy(to, text, bytes);
    *at += bytes;
    return to;
}

static struct noted *noted_of(const PGresult *error) {
    const char *sqlstate = PQresultErrorField(error, PG_DIAG_SQLSTATE);
    bool ours = sqlstate && strcmp(sqlstate, "KAM00") == 0; /* PostgreSQL's own detail shows rows */
    const char *texts[] = {PQresultErrorField(error, PG_DIAG_CONSTRAINT_NAME), ours ? PQresultErrorField(error, PG_DIAG_MESSAGE_DETAIL) : NULL,
                           ours ? PQresultErrorField(error, PG_DIAG_COLUMN_NAME) : NULL};
    size_t bytes = sizeof(struct noted);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        texts[i] = texts[i] ? texts[i] : "";
        bytes += strlen(texts[i]) + 1;
    }
    struct noted *noted = calloc(1, bytes);
    if (!noted) {
        abort();
    }
    char *at = (char *)(noted + 1);
    for (int i = 0; i < N_PARAMS; i++) {
        noted->values[i] = put(&at, texts[i]);
        noted->lengths[i] = (int)strlen(texts[i]);
    }
    noted->field = put(&at, texts[N_PARAMS]);
    return noted;
}

static void answer_noted(struct call *call, const PGresult *row) {
    struct refusal refusal;
    if (errors_say(call->d->errors, PQgetvalue(row, 0, COLUMN_NAME), PQgetvalue(row, 0, COLUMN_ARGUMENTS), call->noted->field,
                   call_language(call), &refusal)) {
        finish_answer(call, &refusal.status, NULL, 0, false, -1);
    } else {
        finish_refuse(call, MESSAGE_INTERNAL_ERROR, NULL, NULL, 0);
    }
}

static void answer_error(struct call *call, const PGresult *error) {
    struct refusal refusal;
    if (errors_classify(call->d->errors, error, call_language(call), &refusal) == ERRORS_INTERNAL) {
        finish_log_error(call, error);
    }
    finish_answer(call, &refusal.status, NULL, 0, false, -1);
}

static void noted(struct db_job *job, const struct db_outcome *outcome) {
    struct call *call = call_of_job(job);
    if (job->sent_us) {
        call->db_us += db_now_us() - job->sent_us;
    }
    if (outcome->ending == DB_ANSWERED && outcome->error) {
        answer_error(call, outcome->error);
    } else if (outcome->ending == DB_ANSWERED && PQntuples(outcome->results[1]) == 1) {
        answer_noted(call, outcome->results[1]);
    } else if (outcome->ending == DB_ANSWERED) {
        finish_refuse(call, MESSAGE_SESSION_MISSING, NULL, NULL, 0); /* it ended meanwhile */
    } else {
        /* The write itself was refused, whatever became of this. */
        finish_without_answer(call, outcome->ending == DB_UNKNOWN ? DB_UNAVAILABLE : outcome->ending);
    }
}

void note_refusal(struct call *call, const PGresult *error) {
    call->noted = noted_of(error);
    call->job.steps[1] = (struct db_step){fixed_statement(FIXED_NOTE), call->noted->values, call->noted->lengths};
    call->job.set = DB_SET_WRITE;
    call->job.repeatable = false;
    call->job.done = noted;
    call->job.not_before_us = 0;
    call_enter(call, CALL_EXPLAINING);
    if (db_pool_submit(call->d->pool, &call->job) == DB_POOL_FULL) {
        finish_refuse(call, MESSAGE_OVERLOADED, NULL, NULL, 200);
    }
}
