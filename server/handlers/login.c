#include "server/handlers/steps.h"
#include "server/rpc/refusal.h"
#include "server/rpc/wire.h"

#include <stdio.h>
#include <string.h>

static void login_opened(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Google__Protobuf__Timestamp expires;
    if (steps_code_used(rows, 1)) {
        call_refuse(call, MESSAGE_SECOND_FACTOR_INVALID, "code", NULL, 0);
        return;
    }
    if (PQntuples(rows) != 1 || !steps_take_timestamp(rows, 1, &expires)) {
        call_refuse(call, MESSAGE_LOGIN_FAILED, NULL, NULL, 0); /* disabled a moment ago */
        return;
    }
    char name[STEPS_TEXT_BYTES];
    steps_take_text(rows, 0, name, sizeof name);
    Kam__V1__LoginResponse response = KAM__V1__LOGIN_RESPONSE__INIT;
    response.session_token = (ProtobufCBinaryData){.len = TOKEN_BYTES, .data = s->token};
    response.person_id = (int64_t)get_be64(s->person_id);
    response.name = name;
    response.expires_at = &expires;
    response.sessions_ended = (int32_t)get_be32(PQgetvalue(rows, 0, 3));
    response.password_expired = PQgetvalue(rows, 0, 2)[0] != 0;
    call_identify(call, s->token_hash, response.person_id);
    call_answer(call, &response.base);
}

static void login_refused(struct call *call, const PGresult *rows) {
    const struct steps *s = steps_of(call);
    (void)rows;
    call_refuse(call, s->fault, s->fault == MESSAGE_LOGIN_FAILED ? NULL : "code", NULL, 0);
}

static void login_verified(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct steps *s = steps_of(call);
    if (result->closing) {
        call_refuse(call, MESSAGE_SHUTTING_DOWN, NULL, NULL, 0);
        return;
    }
    struct call_value person = {s->person_known ? s->person_id : NULL, sizeof s->person_id};
    Kam__V1__LoginRequest *request = (void *)call_request(call);
    const struct call_value tried[] = {steps_text(s->login), person, steps_text(call_address(call))};
    if (!result->matches || !steps_prove(call, s, request->code)) {
        s->fault = result->matches ? steps_proof_fault(s) : MESSAGE_LOGIN_FAILED;
        call_query(call, s->fault == MESSAGE_SECOND_FACTOR_REQUIRED ? FIXED_LOGIN_HALFWAY : FIXED_LOGIN_FAILED, tried, 3, login_refused);
        return;
    }
    token_make(s->token, s->token_hash);
    if (result->hash) {
        snprintf(s->hash, sizeof s->hash, "%s", result->hash);
    }
    const struct call_value opened[] = {person, steps_hash(s->token_hash), steps_text(call_address(call)), steps_text(call_client(call)),
                                        steps_text(result->hash ? s->hash : NULL), steps_proof_step(s), steps_proof_recovery(s)};
    call_query(call, FIXED_OPEN_SESSION, opened, 7, login_opened);
}

static void login_began(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Kam__V1__LoginRequest *request = (void *)call_request(call);
    uint32_t delay_ms = PQntuples(rows) == 1 && PQgetlength(rows, 0, 2) == 4 ? get_be32(PQgetvalue(rows, 0, 2)) : 0;
    if (delay_ms > 0) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", (delay_ms + 999) / 1000);
        call_refuse(call, MESSAGE_LOGIN_DELAYED, NULL, seconds, delay_ms);
        return;
    }
    s->has_hash = PQntuples(rows) == 1 && steps_take_person(rows, 0, s) && !PQgetisnull(rows, 0, 1);
    if (s->has_hash) {
        steps_take_text(rows, 1, s->hash, sizeof s->hash);
        steps_take_factor(rows, 3, s);
    }
    int r = auth_hasher_verify(call_hasher(call), request->password, s->has_hash ? s->hash : NULL, login_verified, call);
    steps_wipe(request->password);
    if (r != 0) {
        steps_refuse_full(call);
    }
}

void handle_login(struct call *call) {
    const Kam__V1__LoginRequest *request = (const void *)call_request(call);
    struct steps *s = steps_of(call);
    if (!s) {
        return;
    }
    refusal_copy_text(s->login, sizeof s->login, request->login, strlen(request->login));
    const struct call_value values[] = {steps_text(s->login), steps_text(call_address(call))};
    call_query(call, FIXED_LOGIN_BEGIN, values, 2, login_began);
}

