#include "common/log.h"
#include "server/rpc/decode.h"
#include "server/rpc/dispatcher.h"
#include "server/rpc/wire.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Columns of begin_request. */
enum { BEGIN_VERDICT, BEGIN_PERSON, BEGIN_ECHO, BEGIN_REPLAYED, BEGIN_TOUCH };

/* The first pause before a serialization failure is tried again; it doubles, with jitter of the same size. */
#define RETRY_FIRST_US 5000u
#define UNAVAILABLE_RETRY_AFTER_MS 1000u
#define BODY_KEPT_BYTES (256u << 10)
/* Between two looks of a call that waits for something to happen. */
#define WAIT_POLL_US 250000u

/* --- the answer --------------------------------------------------------------------------------------------------------------------- */

static void log_call(const struct call *call, const Kam__V1__Status *status, size_t body_bytes, int rows) {
    bool ours = status && (status->code == KAM_INTERNAL || status->code == KAM_UNKNOWN || status->code == KAM_UNAVAILABLE);
    struct log_line l;
    log_begin(&l, ours ? LOG_WARNING : LOG_INFO, "call");
    log_number(&l, "conn", (int64_t)call->conn_id);
    log_number(&l, "id", (int64_t)call->call_id);
    log_text(&l, "method", call->method ? call->method->path : "unknown");
    if (call->person_id) {
        log_number(&l, "person", call->person_id);
    }
    log_text(&l, "status", kam_status_name(status ? (enum kam_status)status->code : KAM_OK));
    if (status) {
        log_text(&l, "reason", status->reason);
    }
    if (call->sqlstate[0]) {
        log_text(&l, "sqlstate", call->sqlstate);
    }
    if (rows >= 0) {
        log_number(&l, "rows", rows);
    }
    if (call->retries) {
        log_number(&l, "retries", call->retries);
    }
    log_number(&l, "queue_us", (int64_t)call->queue_us);
    log_number(&l, "db_us", (int64_t)call->db_us);
    log_number(&l, "us", (int64_t)(db_now_us() - call->received_us));
    log_number(&l, "bytes", (int64_t)body_bytes);
    log_end(&l);
}

static void tell(struct call *call, const struct dispatch_answer *answer, int rows) {
    struct dispatcher *d = call->d;
    log_call(call, answer->status, answer->body_bytes, rows);
    call_enter(call, CALL_ANSWERED);
    if (call->conn_id) {
        d->host.answer(d->host.ctx, call->conn_id, call->call_id, answer);
    }
    call_destroy(call);
}

void finish_answer(struct call *call, const Kam__V1__Status *status, const uint8_t *body, size_t body_bytes, bool replayed, int rows) {
    struct dispatch_answer answer = {.status = status, .body = body, .body_bytes = body_bytes, .replayed = replayed};
    struct call *followers = call->followers;
    call->followers = NULL;
    tell(call, &answer, rows);
    /* To a retry it is the answer to an earlier request. */
    answer.replayed = status == NULL;
    while (followers) {
        struct call *next = followers->follower_next;
        followers->leader = NULL;
        tell(followers, &answer, rows);
        followers = next;
    }
}

void finish_refuse(struct call *call, enum message_id id, const char *field, const char *first, uint32_t retry_after_ms) {
    struct refusal refusal;
    refusal_make(&refusal, id, call_language(call), field, first, NULL);
    refusal_retry_after(&refusal, retry_after_ms);
    finish_answer(call, &refusal.status, NULL, 0, false, -1);
}

void finish_later(struct call *call) {
    call_enter(call, CALL_REFUSED);
    call->job.done = finish_job;
    db_pool_later(call->d->pool, &call->job);
}

void finish_without_answer(struct call *call, enum db_ending ending) {
    switch (ending) {
    case DB_EXPIRED:
        finish_refuse(call, MESSAGE_DEADLINE_PASSED, NULL, NULL, 0);
        return;
    case DB_CANCELLED:
        finish_refuse(call, MESSAGE_CALL_CANCELLED, NULL, NULL, 0);
        return;
    case DB_UNKNOWN:
        finish_refuse(call, MESSAGE_OUTCOME_UNKNOWN, NULL, NULL, UNAVAILABLE_RETRY_AFTER_MS);
        return;
    default:
        finish_refuse(call, MESSAGE_DATABASE_UNAVAILABLE, NULL, NULL, UNAVAILABLE_RETRY_AFTER_MS);
        return;
    }
}

void finish_log_error(const struct call *call, const PGresult *error) {
    static const struct {
        const char *key;
        int field;
    } fields[] = {{"sqlstate", PG_DIAG_SQLSTATE},
                  {"schema", PG_DIAG_SCHEMA_NAME},
                  {"table", PG_DIAG_TABLE_NAME},
                  {"constraint", PG_DIAG_CONSTRAINT_NAME},
                  {"function", PG_DIAG_SOURCE_FUNCTION}};
    struct log_line l;
    log_begin(&l, LOG_ERROR, "database-error");
    log_text(&l, "method", call->method->path);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *text = PQresultErrorField(error, fields[i].field);
        if (text) {
            log_text(&l, fields[i].key, text);
        }
    }
    /* The first line of the context names a function of ours and the line in it; what follows may quote statements. */
    const char *context = PQresultErrorField(error, PG_DIAG_CONTEXT);
    if (context) {
        char first[160];
        refusal_copy_text(first, sizeof first, context, strcspn(context, "\n"));
        log_text(&l, "context", first);
    }
    log_end(&l);
}

/* --- errors --------------------------------------------------------------------------------------------------------------------------- */

static void retry(struct call *call) {
    uint64_t ceiling_us = RETRY_FIRST_US << call->retries;
    uint32_t random = 0;
    uv_random(NULL, NULL, &random, sizeof random, 0, NULL);
    call->retries++;
    call->job.not_before_us = db_now_us() + ceiling_us + random % ceiling_us;
    intake_submit(call);
}

static bool is_not_found(const struct refusal *refusal) {
    return refusal->status.code == KAM_NOT_FOUND && strcmp(refusal->status.reason, "NOT_FOUND") == 0;
}

/* 57014 without a reason of this call's own: a cancel request meant for a neighbour on the same connection. */
static bool was_stopped_by_mistake(const struct call *call, uint64_t now_us) {
    return call->job.repeatable && !call->cancelled && now_us + 2000 < call->deadline_us;
}

static void finish_error(struct call *call, const PGresult *error) {
    struct refusal refusal;
    const char *sqlstate = PQresultErrorField(error, PG_DIAG_SQLSTATE);
    snprintf(call->sqlstate, sizeof call->sqlstate, "%s", sqlstate ? sqlstate : "");
    bool more = call->retries < call->d->options.retries_max && !call->cancelled;
    switch (errors_classify(call->d->errors, error, call_language(call), &refusal)) {
    case ERRORS_RETRY:
        if (more) {
            retry(call);
            return;
        }
        break;
    case ERRORS_STOPPED:
        if (more && was_stopped_by_mistake(call, db_now_us())) {
            retry(call);
            return;
        }
        finish_without_answer(call, call->cancelled ? DB_CANCELLED : DB_EXPIRED);
        return;
    case ERRORS_INTERNAL:
        finish_log_error(call, error);
        break;
    case ERRORS_ANSWER:
        if (is_not_found(&refusal) && call->has_subject) {
            explain(call, false);
            return;
        }
        if (errors_is_noted(call->d->errors, error) && !call->noted) {
            note_refusal(call, error);
            return;
        }
        break;
    }
    finish_answer(call, &refusal.status, NULL, 0, false, -1);
}

/* --- rows ----------------------------------------------------------------------------------------------------------------------------- */

static bool column_is_true(const PGresult *row, int column) {
    return !PQgetisnull(row, 0, column) && PQgetlength(row, 0, column) == 1 && PQgetvalue(row, 0, column)[0];
}

static bool verdict_is(const PGresult *begin, const char *verdict) {
    size_t bytes = strlen(verdict);
    return (size_t)PQgetlength(begin, 0, BEGIN_VERDICT) == bytes && memcmp(PQgetvalue(begin, 0, BEGIN_VERDICT), verdict, bytes) == 0;
}

/* There is nothing yet. While somebody may wait for it the call asks again, in a request of its own each time, so that a session that has
 * ended ends the waiting too; then it is answered with nothing. */
static void wait_or_answer_nothing(struct call *call) {
    uint64_t again_us = db_now_us() + WAIT_POLL_US;
    if (again_us < call->wait_until_us && !call->cancelled && !call->d->waits_no_more && !call->d->draining && call->conn_id) {
        call->job.not_before_us = again_us;
        intake_submit(call);
        return;
    }
    finish_answer(call, NULL, NULL, 0, false, 0);
}

static void finish_rows(struct call *call, const PGresult *rows, bool replayed) {
    const struct method_plan *plan = call->plan;
    struct buffer *body = &call->d->body;
    char token[PAGE_TOKEN_BYTES_MAX];
    size_t token_bytes = 0;
    int count = PQntuples(rows);
    /* A function that returns one composite answers NULL for "no row". */
    if (count == 1 && plan->whole_row && PQgetisnull(rows, 0, 0)) {
        count = 0;
    }
    if (plan->wait_offset && count == 0) {
        wait_or_answer_nothing(call);
        return;
    }
    if (plan->rows != ROWS_ARE_ITEMS && count == 0) {
        if (call->has_subject) {
            explain(call, false);
        } else {
            finish_refuse(call, MESSAGE_NOT_FOUND, NULL, NULL, 0);
        }
        return;
    }
    if (plan->next_token_id && (uint32_t)count > call->page_size) {
        count = (int)call->page_size;
        token_bytes = page_token(plan, rows, count - 1, call->page_filter, token);
    }
    bool fits = plan->rows == ROWS_ARE_ITEMS || count == 1;
    body->start = body->end = 0;
    int r = fits ? decode_rows(plan, rows, count, token, token_bytes, body) : -EBADMSG;
    if (r == 0) {
        finish_answer(call, NULL, buffer_front(body), buffer_bytes(body), replayed, count);
    } else if (r == -ENOBUFS || r == -ENOMEM) {
        finish_refuse(call, MESSAGE_ANSWER_TOO_LARGE, NULL, NULL, 0);
    } else {
        log_event(LOG_ERROR, "result-does-not-fit", "method", call->method->path);
        finish_refuse(call, MESSAGE_INTERNAL_ERROR, NULL, NULL, 0);
    }
    if (body->capacity > BODY_KEPT_BYTES) {
        buffer_clear(body);
    }
}

static void session_is_dead(struct call *call) {
    struct dispatcher *d = call->d;
    uint64_t conn_id = call->conn_id;
    finish_refuse(call, MESSAGE_SESSION_MISSING, NULL, NULL, 0);
    if (conn_id) {
        peer_session_gone(d, conn_id);
        d->host.forget(d->host.ctx, conn_id);
    }
}

static void finish_verdict(struct call *call, const struct db_outcome *outcome) {
    const PGresult *begin = outcome->results[0];
    if (!PQgetisnull(begin, 0, BEGIN_PERSON)) {
        call->person_id = (int64_t)get_be64(PQgetvalue(begin, 0, BEGIN_PERSON));
    }
    if (verdict_is(begin, "ok")) {
        struct dispatcher *d = call->d;
        bool touch = column_is_true(begin, BEGIN_TOUCH);
        uint8_t token_hash[DIGEST_BYTES];
        memcpy(token_hash, call->token_hash, sizeof token_hash);
        if (outcome->error) {
            finish_error(call, outcome->error);
        } else {
            finish_rows(call, outcome->results[1], column_is_true(begin, BEGIN_REPLAYED));
        }
        if (touch && !d->closing) {
            errand_touch(d, token_hash);
        }
    } else if (verdict_is(begin, "denied")) {
        explain(call, true);
    } else if (verdict_is(begin, "password_expired")) {
        finish_refuse(call, MESSAGE_PASSWORD_EXPIRED, NULL, NULL, 0);
    } else if (verdict_is(begin, "second_factor_due")) {
        finish_refuse(call, MESSAGE_SECOND_FACTOR_DUE, NULL, NULL, 0);
    } else {
        session_is_dead(call);
    }
}

/* --- jobs ----------------------------------------------------------------------------------------------------------------------------- */

static void run_handler(struct call *call) {
    const struct handler *h = call->d->handlers[call->method - kam_methods];
    h->run(call);
}

void finish_job(struct db_job *job, const struct db_outcome *outcome) {
    struct call *call = call_of_job(job);
    if (outcome->ending == DB_LATER) {
        if (call->state == CALL_HANDLING) {
            run_handler(call);
        } else {
            finish_answer(call, &call->refusal->status, NULL, 0, false, -1);
        }
        return;
    }
    uint64_t now_us = db_now_us();
    call->queue_us += (job->sent_us ? job->sent_us : now_us) - job->submitted_us;
    call->db_us += job->sent_us ? now_us - job->sent_us : 0;
    job->not_before_us = 0;
    if (outcome->ending != DB_ANSWERED) {
        finish_without_answer(call, outcome->ending);
    } else if (!outcome->results[0] || PQntuples(outcome->results[0]) != 1) {
        finish_error(call, outcome->error);
    } else {
        finish_verdict(call, outcome);
    }
}
