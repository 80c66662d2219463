#include "server/handlers/steps.h"
#include "server/rpc/refusal.h"

#include <string.h>

#define RECOVERY_CODES_MAX 16
#define CODE_BYTES 32

/* --- EnrolSecondFactor -------------------------------------------------------------------------------------------------------------- */

static void enrolled(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    char base32[FACTOR_BASE32_BYTES], uri[FACTOR_URI_BYTES];
    (void)rows;
    factor_base32(s->secret, base32);
    factor_uri(base32, call_factor_issuer(call), s->login, uri);
    Kam__V1__EnrolSecondFactorResponse response = KAM__V1__ENROL_SECOND_FACTOR_RESPONSE__INIT;
    response.secret = base32;
    response.uri = uri;
    sodium_memzero(s->secret, sizeof s->secret);
    call_answer(call, &response.base);
    sodium_memzero(base32, sizeof base32);
    sodium_memzero(uri, sizeof uri);
}

static void enrol_verified(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct steps *s = steps_of(call);
    if (result->closing || !result->matches) {
        call_refuse(call, result->closing ? MESSAGE_SHUTTING_DOWN : MESSAGE_LOGIN_FAILED, "password", NULL, 0);
        return;
    }
    randombytes_buf(s->secret, sizeof s->secret);
    factor_seal(call_factor_key(call), s->person_id, s->secret, s->sealed);
    const struct call_value values[] = {steps_hash(call_token_hash(call)), {s->sealed, sizeof s->sealed}};
    call_query(call, FIXED_ENROL_FACTOR, values, 2, enrolled);
}

/* The password of the session's person, for acts a found terminal must not do. */
static void verify_password(struct call *call, const PGresult *rows, char *password, auth_hashed done) {
    struct steps *s = steps_of(call);
    if (PQntuples(rows) != 1 || !steps_take_person(rows, 0, s)) {
        call_forget(call);
        call_refuse(call, MESSAGE_SESSION_MISSING, NULL, NULL, 0);
        return;
    }
    steps_take_text(rows, 1, s->login, sizeof s->login);
    steps_take_text(rows, 2, s->hash, sizeof s->hash);
    int r = auth_hasher_verify(call_hasher(call), password, s->hash, done, call);
    steps_wipe(password);
    if (r != 0) {
        steps_refuse_full(call);
    }
}

static void enrol_told(struct call *call, const PGresult *rows) {
    verify_password(call, rows, ((Kam__V1__EnrolSecondFactorRequest *)call_request(call))->password, enrol_verified);
}

void handle_enrol_second_factor(struct call *call) {
    if (!call_factor_key(call)) {
        call_refuse(call, MESSAGE_SECOND_FACTOR_UNAVAILABLE, NULL, NULL, 0);
    } else if (steps_of(call)) {
        const struct call_value values[] = {steps_hash(call_token_hash(call))};
        call_query(call, FIXED_PASSWORD_OF, values, 1, enrol_told);
    }
}

/* --- ConfirmSecondFactor ------------------------------------------------------------------------------------------------------------ */

static void confirmed(struct call *call, const PGresult *rows) {
    Kam__V1__ConfirmSecondFactorResponse response = KAM__V1__CONFIRM_SECOND_FACTOR_RESPONSE__INIT;
    char texts[RECOVERY_CODES_MAX][CODE_BYTES], *codes[RECOVERY_CODES_MAX];
    for (int i = 0; i < PQntuples(rows) && i < RECOVERY_CODES_MAX; i++) {
        refusal_copy_text(texts[i], CODE_BYTES, PQgetvalue(rows, i, 0), (size_t)PQgetlength(rows, i, 0));
        codes[response.n_recovery_codes++] = texts[i];
    }
    response.recovery_codes = codes;
    call_answer(call, &response.base);
    sodium_memzero(texts, sizeof texts);
}

static void confirm_told(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Kam__V1__ConfirmSecondFactorRequest *request = (void *)call_request(call);
    if (PQntuples(rows) != 1 || !steps_take_person(rows, 0, s) || !steps_take_factor(rows, 1, s)) {
        call_refuse(call, MESSAGE_INTERNAL_ERROR, NULL, NULL, 0);
        return;
    }
    if (!steps_prove(call, s, request->code) || s->proof.kind != FACTOR_STEP) {
        s->proof.kind = FACTOR_WRONG; /* nor is there a recovery code yet, and the field is required */
        steps_refuse_proof(call, s);
        return;
    }
    const struct call_value values[] = {steps_hash(call_token_hash(call)), steps_proof_step(s)};
    call_query(call, FIXED_CONFIRM_FACTOR, values, 2, confirmed);
}

void handle_confirm_second_factor(struct call *call) {
    if (steps_of(call)) {
        const struct call_value values[] = {steps_hash(call_token_hash(call))};
        call_query(call, FIXED_FACTOR_OF, values, 1, confirm_told);
    }
}

/* --- RemoveSecondFactor ------------------------------------------------------------------------------------------------------------- */

static void removed(struct call *call, const PGresult *rows) {
    Kam__V1__RemoveSecondFactorResponse response = KAM__V1__REMOVE_SECOND_FACTOR_RESPONSE__INIT;
    if (PQntuples(rows) != 1 || PQgetvalue(rows, 0, 0)[0] == 0) {
        call_refuse(call, MESSAGE_SECOND_FACTOR_INVALID, "code", NULL, 0);
        return;
    }
    call_answer(call, &response.base);
}

static void remove_factor_told(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Kam__V1__RemoveSecondFactorRequest *request = (void *)call_request(call);
    if (PQntuples(rows) != 1 || !steps_take_person(rows, 0, s) || !steps_take_factor(rows, 1, s)) {
        call_refuse(call, MESSAGE_INTERNAL_ERROR, NULL, NULL, 0);
        return;
    }
    /* One that was never put in force may go without a code. */
    s->has_factor = PQgetvalue(rows, 0, 2)[0] != 0;
    if (!steps_prove(call, s, request->code)) {
        steps_refuse_proof(call, s);
        return;
    }
    const struct call_value values[] = {steps_hash(call_token_hash(call)), steps_proof_step(s), steps_proof_recovery(s)};
    call_query(call, FIXED_REMOVE_FACTOR, values, 3, removed);
}

static void remove_verified(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    if (result->closing || !result->matches) {
        call_refuse(call, result->closing ? MESSAGE_SHUTTING_DOWN : MESSAGE_LOGIN_FAILED, "password", NULL, 0);
        return;
    }
    const struct call_value values[] = {steps_hash(call_token_hash(call))};
    call_query(call, FIXED_FACTOR_OF, values, 1, remove_factor_told);
}

static void remove_told(struct call *call, const PGresult *rows) {
    verify_password(call, rows, ((Kam__V1__RemoveSecondFactorRequest *)call_request(call))->password, remove_verified);
}

void handle_remove_second_factor(struct call *call) {
    if (steps_of(call)) {
        const struct call_value values[] = {steps_hash(call_token_hash(call))};
        call_query(call, FIXED_PASSWORD_OF, values, 1, remove_told);
    }
}
