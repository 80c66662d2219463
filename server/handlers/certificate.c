#include "server/handlers/steps.h"
#include "server/rpc/refusal.h"
#include "server/rpc/wire.h"

static void certificate_opened(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Google__Protobuf__Timestamp expires;
    if (steps_code_used(rows, 3)) {
        call_refuse(call, MESSAGE_SECOND_FACTOR_INVALID, "code", NULL, 0);
        return;
    }
    if (PQntuples(rows) != 1 || !steps_take_person(rows, 0, s) || !steps_take_timestamp(rows, 3, &expires)) {
        call_refuse(call, MESSAGE_CERTIFICATE_UNKNOWN, NULL, NULL, 0); /* taken away a moment ago */
        return;
    }
    char name[STEPS_TEXT_BYTES];
    steps_take_text(rows, 1, name, sizeof name);
    steps_take_text(rows, 2, s->login, sizeof s->login);
    Kam__V1__LoginByCertificateResponse response = KAM__V1__LOGIN_BY_CERTIFICATE_RESPONSE__INIT;
    response.session_token = (ProtobufCBinaryData){.len = TOKEN_BYTES, .data = s->token};
    response.person_id = (int64_t)get_be64(s->person_id);
    response.name = name;
    response.login = s->login;
    response.expires_at = &expires;
    response.sessions_ended = (int32_t)get_be32(PQgetvalue(rows, 0, 4));
    call_identify(call, s->token_hash, response.person_id);
    call_answer(call, &response.base);
}

static void certificate_began(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Kam__V1__LoginByCertificateRequest *request = (void *)call_request(call);
    if (PQntuples(rows) != 1 || !steps_take_person(rows, 0, s)) {
        call_refuse(call, MESSAGE_CERTIFICATE_UNKNOWN, NULL, NULL, 0);
        return;
    }
    steps_take_factor(rows, 1, s);
    if (!steps_prove(call, s, request->code)) {
        steps_refuse_proof(call, s);
        return;
    }
    token_make(s->token, s->token_hash);
    const struct call_value values[] = {steps_text(s->names),
                                        steps_hash(s->token_hash),
                                        steps_text(call_address(call)),
                                        steps_text(call_client(call)),
                                        steps_proof_step(s),
                                        steps_proof_recovery(s)};
    call_query(call, FIXED_OPEN_BY_CERTIFICATE, values, 6, certificate_opened);
}

void handle_login_by_certificate(struct call *call) {
    struct steps *s = steps_of(call);
    if (!s) {
        return;
    }
    if (!call_certificate(call, s->names, sizeof s->names)) {
        call_refuse(call, MESSAGE_CERTIFICATE_MISSING, NULL, NULL, 0);
        return;
    }
    const struct call_value values[] = {steps_text(s->names)};
    call_query(call, FIXED_CERTIFICATE_BEGIN, values, 1, certificate_began);
}
