#include "server/handlers/steps.h"

#include "server/rpc/calendar.h"
#include "server/rpc/refusal.h"
#include "server/rpc/wire.h"

#include <string.h>
#include <time.h>

#define HASHER_RETRY_AFTER_MS 1000

struct steps *steps_of(struct call *call) {
    struct steps *s = call_state_memory(call, sizeof(struct steps));
    if (!s) {
        call_refuse(call, MESSAGE_OUT_OF_MEMORY, NULL, NULL, 0);
    }
    return s;
}

struct call_value steps_text(const char *text) {
    return (struct call_value){text, text ? (int)strlen(text) : 0};
}

struct call_value steps_hash(const uint8_t hash[TOKEN_HASH_BYTES]) {
    return (struct call_value){hash, TOKEN_HASH_BYTES};
}

struct call_value steps_proof_step(const struct steps *s) {
    return (struct call_value){s->proof.kind == FACTOR_STEP ? s->proof.step : NULL, sizeof s->proof.step};
}

struct call_value steps_proof_recovery(const struct steps *s) {
    return (struct call_value){s->proof.kind == FACTOR_RECOVERY ? s->proof.recovery_hash : NULL, FACTOR_HASH_BYTES};
}

void steps_take_text(const PGresult *rows, int column, char *out, size_t out_bytes) {
    refusal_copy_text(out, out_bytes, PQgetvalue(rows, 0, column), (size_t)PQgetlength(rows, 0, column));
}

/* Exactly so many bytes, or nothing. */
static bool take_bytes(const PGresult *rows, int column, uint8_t *out, size_t bytes) {
    bool fits = !PQgetisnull(rows, 0, column) && (size_t)PQgetlength(rows, 0, column) == bytes;
    if (fits) {
        memcpy(out, PQgetvalue(rows, 0, column), bytes);
    }
    return fits;
}

bool steps_take_person(const PGresult *rows, int column, struct steps *s) {
    s->person_known = take_bytes(rows, column, s->person_id, sizeof s->person_id);
    return s->person_known;
}

bool steps_take_factor(const PGresult *rows, int column, struct steps *s) {
    s->has_factor = take_bytes(rows, column, s->sealed, sizeof s->sealed);
    return s->has_factor;
}

bool steps_take_timestamp(const PGresult *rows, int column, Google__Protobuf__Timestamp *ret_timestamp) {
    google__protobuf__timestamp__init(ret_timestamp);
    return PQgetlength(rows, 0, column) == 8 &&
           calendar_timestamp_of((int64_t)get_be64(PQgetvalue(rows, 0, column)), &ret_timestamp->seconds, &ret_timestamp->nanos);
}

void steps_wipe(char *text) {
    sodium_memzero(text, strlen(text));
}

bool steps_prove(struct call *call, struct steps *s, char *code) {
    s->proof.kind = FACTOR_NOTHING;
    if (s->has_factor) {
        factor_prove(call_factor_key(call), s->person_id, s->sealed, code, (uint64_t)time(NULL), &s->proof);
    }
    steps_wipe(code);
    return !s->has_factor || s->proof.kind == FACTOR_STEP || s->proof.kind == FACTOR_RECOVERY;
}

enum message_id steps_proof_fault(const struct steps *s) {
    return s->proof.kind == FACTOR_NOTHING ? MESSAGE_SECOND_FACTOR_REQUIRED : MESSAGE_SECOND_FACTOR_INVALID;
}

static void proof_refused(struct call *call, const PGresult *rows) {
    (void)rows;
    call_refuse(call, steps_of(call)->fault, "code", NULL, 0);
}

void steps_refuse_proof(struct call *call, struct steps *s) {
    s->fault = steps_proof_fault(s);
    if (s->fault == MESSAGE_SECOND_FACTOR_REQUIRED) {
        call_refuse(call, s->fault, "code", NULL, 0);
        return;
    }
    const struct call_value values[] = {{s->person_id, sizeof s->person_id}, steps_text(call_address(call)), steps_text(call_path(call))};
    call_query(call, FIXED_CODE_FAILED, values, 3, proof_refused);
}

bool steps_code_used(const PGresult *rows, int column) {
    return PQntuples(rows) == 1 && PQgetisnull(rows, 0, column);
}

void steps_refuse_full(struct call *call) {
    call_refuse(call, MESSAGE_OVERLOADED, NULL, NULL, HASHER_RETRY_AFTER_MS);
}

void steps_refuse_hash(struct call *call, const struct auth_hash_result *result) {
    call_refuse(call, result->closing ? MESSAGE_SHUTTING_DOWN : MESSAGE_OUT_OF_MEMORY, NULL, NULL, 0);
}
