#include "server/rpc/handler.h"

#include "server/rpc/dispatcher.h"
#include "server/rpc/wire.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define RETRY_AFTER_MS 200

const ProtobufCMessage *call_request(const struct call *call) {
    return call->request;
}

void *call_state_memory(struct call *call, size_t bytes) {
    if (!call->state_of_handler) {
        call->state_of_handler = arena_calloc(&call->arena, 1, bytes);
    }
    return call->state_of_handler;
}

const char *call_path(const struct call *call) {
    return call->method->path;
}

const char *call_address(const struct call *call) {
    return call->address;
}

const char *call_client(const struct call *call) {
    return call->client;
}

const char *call_language_code(const struct call *call) {
    return call_language(call);
}

const uint8_t *call_token_hash(const struct call *call) {
    return call->token_hash;
}

struct auth_hasher *call_hasher(const struct call *call) {
    return call->d->hasher;
}

const struct policy *call_password_policy(const struct call *call) {
    return &call->d->policy;
}

const uint8_t *call_factor_key(const struct call *call) {
    return call->d->has_factor_key ? call->d->factor_key : NULL;
}

const char *call_factor_issuer(const struct call *call) {
    return call->d->factor_issuer;
}

bool call_certificate(const struct call *call, char *out, size_t room) {
    const struct dispatch_host *host = &call->d->host;
    return call->conn_id && host->certificate && host->certificate(host->ctx, call->conn_id, out, room);
}

static void sending(struct db_job *job, uint64_t now_us) {
    struct call *call = call_of_job(job);
    uint64_t left_ms = job->deadline_us > now_us ? (job->deadline_us - now_us) / 1000 : 0;
    put_be32(call->begin.timeout, left_ms ? (uint32_t)left_ms : 1);
}

/* The answers of handlers' statements: an error of the database refuses the call, as for methods. */
static void queried(struct db_job *job, const struct db_outcome *outcome) {
    struct call *call = call_of_job(job);
    uint64_t now_us = db_now_us();
    call->queue_us += (job->sent_us ? job->sent_us : now_us) - job->submitted_us;
    call->db_us += job->sent_us ? now_us - job->sent_us : 0;
    if (outcome->ending != DB_ANSWERED) {
        finish_without_answer(call, outcome->ending);
    } else if (outcome->error) {
        struct refusal refusal;
        const char *sqlstate = PQresultErrorField(outcome->error, PG_DIAG_SQLSTATE);
        snprintf(call->sqlstate, sizeof call->sqlstate, "%s", sqlstate ? sqlstate : "");
        if (errors_classify(call->d->errors, outcome->error, call_language(call), &refusal) == ERRORS_INTERNAL) {
            finish_log_error(call, outcome->error);
        }
        finish_answer(call, &refusal.status, NULL, 0, false, -1);
    } else {
        call->queried(call, outcome->results[1]);
    }
}

void call_query(struct call *call, enum fixed_id statement, const struct call_value *values, int values_count,
                void (*then)(struct call *call, const PGresult *rows)) {
    assert(call->state == CALL_HANDLING && values_count <= BEGIN_PARAMS);
    assert(values_count == fixed_statement(statement)->params_count);
    for (int i = 0; i < values_count; i++) {
        call->query_values[i] = values[i].value;
        call->query_lengths[i] = values[i].bytes;
    }
    call->queried = then;
    call->anonymous_values[0] = (const char *)call->begin.timeout;
    call->anonymous_lengths[0] = sizeof call->begin.timeout;
    call->anonymous_values[1] = (const char *)call->job.echo;
    call->anonymous_lengths[1] = DB_ECHO_BYTES;
    call->job.steps[0] = (struct db_step){fixed_statement(FIXED_ANONYMOUS), call->anonymous_values, call->anonymous_lengths};
    call->job.steps[1] = (struct db_step){fixed_statement(statement), call->query_values, call->query_lengths};
    call->job.steps_count = 2;
    call->job.set = DB_SET_WRITE;
    call->job.repeatable = false;
    call->job.deadline_us = call->deadline_us;
    call->job.sending = sending;
    call->job.done = queried;
    if (db_pool_submit(call->d->pool, &call->job) == DB_POOL_FULL) {
        finish_refuse(call, MESSAGE_OVERLOADED, NULL, NULL, RETRY_AFTER_MS);
    }
}

void call_answer(struct call *call, const ProtobufCMessage *response) {
    struct buffer *body = &call->d->body;
    size_t bytes = protobuf_c_message_get_packed_size(response);
    uint8_t *at;
    body->start = body->end = 0;
    if (buffer_reserve(body, bytes + 1, &at) != 0) {
        finish_refuse(call, MESSAGE_ANSWER_TOO_LARGE, NULL, NULL, 0);
        return;
    }
    protobuf_c_message_pack(response, at);
    buffer_commit(body, bytes);
    finish_answer(call, NULL, buffer_front(body), bytes, false, 1);
}

void call_refuse(struct call *call, enum message_id id, const char *field, const char *first, uint32_t retry_after_ms) {
    finish_refuse(call, id, field, first, retry_after_ms);
}

void call_identify(struct call *call, const uint8_t token_hash[32], int64_t person_id) {
    call->person_id = person_id;
    if (call->conn_id) {
        peer_session(call->d, call->conn_id, token_hash, call->english);
        call->d->host.identify(call->d->host.ctx, call->conn_id, token_hash);
    }
}

void call_forget(struct call *call) {
    if (call->conn_id) {
        uint64_t conn_id = call->conn_id;
        peer_session_gone(call->d, conn_id);
        call->d->host.forget(call->d->host.ctx, conn_id);
    }
}
