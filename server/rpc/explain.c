#include "server/rpc/dispatcher.h"
#include "server/rpc/wire.h"

#include <string.h>

/* A refusal is explained quickly or not at all. */
#define EXPLAIN_US 5000000u
#define RETRY_AFTER_MS 200

enum { E_TOKEN, E_METHOD, E_RIGHT, E_SUBJECT_KIND, E_SUBJECT_ID, E_ORIGIN };
enum { COLUMN_READABLE, COLUMN_RIGHT, COLUMN_PERSON, COLUMN_NAME, COLUMN_POST };

static void set(struct call_params *p, int i, const void *value, size_t bytes) {
    p->values[i] = value;
    p->lengths[i] = (int)bytes;
}

/* The answer when nobody could explain: a refusal that tells no more than it must. */
static void answer_plainly(struct call *call) {
    if (call->denied && !call->has_subject) {
        struct refusal refusal;
        refusal_make(&refusal, MESSAGE_RIGHT_MISSING, call_language(call), NULL, call->method->right, NULL);
        refusal_right(&refusal, call->method->right);
        finish_answer(call, &refusal.status, NULL, 0, false, -1);
    } else {
        finish_refuse(call, MESSAGE_NOT_FOUND, NULL, NULL, 0);
    }
}

static void answer_explained(struct call *call, const PGresult *rows) {
    bool readable = PQntuples(rows) > 0 && PQgetlength(rows, 0, COLUMN_READABLE) == 1 && PQgetvalue(rows, 0, COLUMN_READABLE)[0];
    if (!readable) {
        answer_plainly(call);
        return;
    }
    struct refusal refusal;
    char right[64];
    refusal_copy_text(right, sizeof right, PQgetvalue(rows, 0, COLUMN_RIGHT), (size_t)PQgetlength(rows, 0, COLUMN_RIGHT));
    refusal_make(&refusal, MESSAGE_RIGHT_MISSING, call_language(call), NULL, right, NULL);
    refusal_right(&refusal, right);
    for (int i = 0; i < PQntuples(rows); i++) {
        if (PQgetlength(rows, i, COLUMN_PERSON) == 8) {
            refusal_add_holder(&refusal, (int64_t)get_be64(PQgetvalue(rows, i, COLUMN_PERSON)), PQgetvalue(rows, i, COLUMN_NAME),
                               (size_t)PQgetlength(rows, i, COLUMN_NAME), PQgetvalue(rows, i, COLUMN_POST),
                               (size_t)PQgetlength(rows, i, COLUMN_POST));
        }
    }
    finish_answer(call, &refusal.status, NULL, 0, false, -1);
}

static void explained(struct db_job *job, const struct db_outcome *outcome) {
    struct call *call = call_of_job(job);
    if (job->sent_us) {
        call->db_us += db_now_us() - job->sent_us;
    }
    if (outcome->ending == DB_ANSWERED && outcome->results[1]) {
        answer_explained(call, outcome->results[1]);
        return;
    }
    if (outcome->ending == DB_ANSWERED && outcome->error) {
        finish_log_error(call, outcome->error);
    }
    answer_plainly(call);
}

void explain(struct call *call, bool denied) {
    struct call_params *p = &call->begin;
    uint64_t now_us = db_now_us();
    call->denied = denied;
    put_be32(p->timeout, EXPLAIN_US / 1000);
    put_be64(p->subject, (uint64_t)call->subject_id);
    call->anonymous_values[0] = (const char *)p->timeout;
    call->anonymous_lengths[0] = sizeof p->timeout;
    call->anonymous_values[1] = (const char *)call->job.echo;
    call->anonymous_lengths[1] = DB_ECHO_BYTES;
    set(p, E_TOKEN, call->token_hash, DIGEST_BYTES);
    set(p, E_METHOD, call->method->path, strlen(call->method->path));
    set(p, E_RIGHT, call->method->right, strlen(call->method->right));
    set(p, E_SUBJECT_KIND, call->method->subject_kind, strlen(call->method->subject_kind));
    set(p, E_SUBJECT_ID, call->has_subject ? p->subject : NULL, sizeof p->subject);
    set(p, E_ORIGIN, call->address, strlen(call->address));
    call->job.steps[0] = (struct db_step){fixed_statement(FIXED_ANONYMOUS), call->anonymous_values, call->anonymous_lengths};
    call->job.steps[1] = (struct db_step){fixed_statement(FIXED_EXPLAIN), p->values, p->lengths};
    call->job.steps_count = 2;
    call->job.set = DB_SET_WRITE;
    call->job.repeatable = false;
    call->job.sending = NULL;
    call->job.done = explained;
    call->job.not_before_us = 0;
    call->job.deadline_us = now_us + EXPLAIN_US;
    call_enter(call, CALL_EXPLAINING);
    if (db_pool_submit(call->d->pool, &call->job) == DB_POOL_FULL) {
        finish_refuse(call, MESSAGE_OVERLOADED, NULL, NULL, RETRY_AFTER_MS);
    }
}
