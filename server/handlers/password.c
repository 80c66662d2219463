#include "server/auth/policy.h"
#include "server/handlers/steps.h"
#include "server/rpc/refusal.h"
#include "server/rpc/wire.h"

#include <stdio.h>
#include <string.h>

/* --- a new password ----------------------------------------------------------------------------------------------------------------- */

static void try_former(struct call *call, struct steps *s);

static void former_tried(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct steps *s = steps_of(call);
    if (result->closing) {
        call_refuse(call, MESSAGE_SHUTTING_DOWN, NULL, NULL, 0);
    } else if (result->matches) {
        call_refuse(call, MESSAGE_PASSWORD_POLICY, s->field, policy_used_before(call_language_code(call)), 0);
    } else {
        s->former_tried++;
        try_former(call, s);
    }
}

/* One after the other; past the last one it is made into a hash. */
static void try_former(struct call *call, struct steps *s) {
    bool more = s->former_tried < s->former_count;
    int r = more ? auth_hasher_verify(call_hasher(call), s->fresh, s->former[s->former_tried], former_tried, call)
                 : auth_hasher_make(call_hasher(call), s->fresh, s->hashed, call);
    if (!more) {
        steps_wipe(s->fresh);
    }
    if (r != 0) {
        steps_refuse_full(call);
    }
}

static void former_told(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    for (int i = 0; i < PQntuples(rows) && i < STEPS_FORMER_MAX; i++) {
        refusal_copy_text(s->former[i], sizeof s->former[i], PQgetvalue(rows, i, 0), (size_t)PQgetlength(rows, i, 0));
        s->former_count++;
    }
    try_former(call, s);
}

/* What the policy accepts, and what is none of the last ones, comes to hashed() as a hash. */
static void take_new(struct call *call, struct steps *s, char *password, const char *field, auth_hashed hashed) {
    const char *fault = policy_fault(call_password_policy(call), call_language_code(call), s->login, password);
    if (fault) {
        call_refuse(call, MESSAGE_PASSWORD_POLICY, field, fault, 0);
        return;
    }
    s->fresh = password;
    s->field = field;
    s->hashed = hashed;
    const struct call_value values[] = {steps_hash(call_token_hash(call)), steps_hash(s->one_time_hash)};
    call_query(call, FIXED_FORMER_PASSWORDS, values, 2, former_told);
}

/* --- RedeemToken ------------------------------------------------------------------------------------------------------------------------- */

static void redeemed(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Google__Protobuf__Timestamp expires;
    if (steps_code_used(rows, 3)) {
        call_refuse(call, MESSAGE_SECOND_FACTOR_INVALID, "code", NULL, 0);
        return;
    }
    if (PQntuples(rows) != 1 || !steps_take_person(rows, 0, s) || !steps_take_timestamp(rows, 3, &expires)) {
        call_refuse(call, MESSAGE_TOKEN_INVALID, "token", NULL, 0); /* used a moment ago */
        return;
    }
    char name[STEPS_TEXT_BYTES];
    steps_take_text(rows, 1, name, sizeof name);
    steps_take_text(rows, 2, s->login, sizeof s->login);
    Kam__V1__RedeemTokenResponse response = KAM__V1__REDEEM_TOKEN_RESPONSE__INIT;
    response.session_token = (ProtobufCBinaryData){.len = TOKEN_BYTES, .data = s->token};
    response.person_id = (int64_t)get_be64(s->person_id);
    response.name = name;
    response.login = s->login;
    response.expires_at = &expires;
    call_identify(call, s->token_hash, response.person_id);
    call_answer(call, &response.base);
}

static void redeem_hashed(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct steps *s = steps_of(call);
    if (result->closing || !result->hash) {
        steps_refuse_hash(call, result);
        return;
    }
    token_make(s->token, s->token_hash);
    snprintf(s->hash, sizeof s->hash, "%s", result->hash);
    const struct call_value values[] = {steps_hash(s->one_time_hash), steps_text(s->hash), steps_hash(s->token_hash),
                                        steps_text(call_address(call)), steps_text(call_client(call)), steps_proof_step(s),
                                        steps_proof_recovery(s)};
    call_query(call, FIXED_REDEEM, values, 7, redeemed);
}

static void redeem_began(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    Kam__V1__RedeemTokenRequest *request = (void *)call_request(call);
    if (PQntuples(rows) != 1) {
        call_refuse(call, MESSAGE_TOKEN_INVALID, "token", NULL, 0);
        return;
    }
    steps_take_person(rows, 0, s);
    steps_take_text(rows, 1, s->login, sizeof s->login);
    steps_take_factor(rows, 2, s);
    if (!steps_prove(call, s, request->code)) {
        steps_refuse_proof(call, s);
        return;
    }
    take_new(call, s, request->password, "password", redeem_hashed);
}

void handle_redeem_token(struct call *call) {
    const Kam__V1__RedeemTokenRequest *request = (const void *)call_request(call);
    struct steps *s = steps_of(call);
    if (!s) {
        return;
    }
    if (!token_one_time_hash(request->token, s->one_time_hash)) {
        call_refuse(call, MESSAGE_TOKEN_INVALID, "token", NULL, 0);
        return;
    }
    const struct call_value values[] = {steps_hash(s->one_time_hash)};
    call_query(call, FIXED_REDEEM_BEGIN, values, 1, redeem_began);
}

/* --- ChangePassword ---------------------------------------------------------------------------------------------------------------------- */

static void password_set(struct call *call, const PGresult *rows) {
    (void)rows;
    Kam__V1__ChangePasswordResponse response = KAM__V1__CHANGE_PASSWORD_RESPONSE__INIT;
    call_answer(call, &response.base);
}

static void password_hashed(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct steps *s = steps_of(call);
    if (result->closing || !result->hash) {
        steps_refuse_hash(call, result);
        return;
    }
    snprintf(s->hash, sizeof s->hash, "%s", result->hash);
    const struct call_value values[] = {steps_hash(call_token_hash(call)), steps_text(s->hash)};
    call_query(call, FIXED_SET_PASSWORD, values, 2, password_set);
}

static void old_password_verified(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct steps *s = steps_of(call);
    Kam__V1__ChangePasswordRequest *request = (void *)call_request(call);
    if (result->closing || !result->matches) {
        call_refuse(call, result->closing ? MESSAGE_SHUTTING_DOWN : MESSAGE_LOGIN_FAILED, "old_password", NULL, 0);
        return;
    }
    bool same = strcmp(request->old_password, request->new_password) == 0;
    steps_wipe(request->old_password);
    if (same) {
        bool en = strcmp(call_language_code(call), "en") == 0;
        call_refuse(call, MESSAGE_PASSWORD_POLICY, "new_password", en ? "it is the old one" : "与原密码相同", 0);
        return;
    }
    take_new(call, s, request->new_password, "new_password", password_hashed);
}

static void password_told(struct call *call, const PGresult *rows) {
    struct steps *s = steps_of(call);
    const Kam__V1__ChangePasswordRequest *request = (const void *)call_request(call);
    if (PQntuples(rows) != 1 || !steps_take_person(rows, 0, s)) {
        call_forget(call);
        call_refuse(call, MESSAGE_SESSION_MISSING, NULL, NULL, 0);
        return;
    }
    steps_take_text(rows, 1, s->login, sizeof s->login);
    steps_take_text(rows, 2, s->hash, sizeof s->hash);
    if (auth_hasher_verify(call_hasher(call), request->old_password, s->hash, old_password_verified, call) != 0) {
        steps_refuse_full(call);
    }
}

void handle_change_password(struct call *call) {
    if (steps_of(call)) {
        const struct call_value values[] = {steps_hash(call_token_hash(call))};
        call_query(call, FIXED_PASSWORD_OF, values, 1, password_told);
    }
}

