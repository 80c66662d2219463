/*
 * Login, and what else makes, changes or ends a session (kam.v1.Sessions but for GetSession, which is a plain read). Each is a few
 * questions to the database with a password hash between them; the steps stand here in the order in which they happen.
 */
#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/sessions.pb-c.h"
#include "server/auth/hasher.h"
#include "server/auth/policy.h"
#include "server/auth/token.h"
#include "server/rpc/calendar.h"
#include "server/rpc/handler.h"
#include "server/rpc/refusal.h"
#include "server/rpc/wire.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define HASHER_RETRY_AFTER_MS 1000
#define TEXT_BYTES 260
#define HASH_BYTES crypto_pwhash_STRBYTES

/* What a handler keeps between its steps. */
struct session_state {
    uint8_t token[TOKEN_BYTES];
    uint8_t token_hash[TOKEN_HASH_BYTES];
    uint8_t one_time_hash[TOKEN_HASH_BYTES];
    uint8_t person_id[8]; /* as the database sends and takes it */
    bool person_known;
    char login[TEXT_BYTES];
    char hash[HASH_BYTES];
    bool has_hash;
};

static struct call_value text_value(const char *text) {
    return (struct call_value){text, text ? (int)strlen(text) : 0};
}

static struct call_value hash_value(const uint8_t hash[TOKEN_HASH_BYTES]) {
    return (struct call_value){hash, TOKEN_HASH_BYTES};
}

/* A text column, cut to fit; "" for NULL. */
static void take_text(const PGresult *rows, int column, char *out, size_t out_bytes) {
    refusal_copy_text(out, out_bytes, PQgetvalue(rows, 0, column), (size_t)PQgetlength(rows, 0, column));
}

static bool take_person(const PGresult *rows, int column, struct session_state *s) {
    s->person_known = PQgetlength(rows, 0, column) == (int)sizeof s->person_id && !PQgetisnull(rows, 0, column);
    if (s->person_known) {
        memcpy(s->person_id, PQgetvalue(rows, 0, column), sizeof s->person_id);
    }
    return s->person_known;
}

static bool take_timestamp(const PGresult *rows, int column, Google__Protobuf__Timestamp *ret_timestamp) {
    google__protobuf__timestamp__init(ret_timestamp);
    return PQgetlength(rows, 0, column) == 8 &&
           calendar_timestamp_of((int64_t)get_be64(PQgetvalue(rows, 0, column)), &ret_timestamp->seconds, &ret_timestamp->nanos);
}

/* Passwords do not stay in memory longer than the step that needs them. */
static void wipe(char *text) {
    sodium_memzero(text, strlen(text));
}

static struct session_state *state_of(struct call *call) {
    struct session_state *s = call_state_memory(call, sizeof(struct session_state));
    if (!s) {
        call_refuse(call, MESSAGE_OUT_OF_MEMORY, NULL, NULL, 0);
    }
    return s;
}

static void refuse_full(struct call *call) {
    call_refuse(call, MESSAGE_OVERLOADED, NULL, NULL, HASHER_RETRY_AFTER_MS);
}

static bool refuse_policy(struct call *call, const char *login, const char *password, const char *field) {
    const char *fault = policy_fault(call_password_policy(call), call_language_code(call), login, password);
    if (fault) {
        call_refuse(call, MESSAGE_PASSWORD_POLICY, field, fault, 0);
    }
    return fault != NULL;
}

/* --- Login --------------------------------------------------------------------------------------------------------------------------- */

static void login_opened(struct call *call, const PGresult *rows) {
    struct session_state *s = state_of(call);
    Google__Protobuf__Timestamp expires;
    if (PQntuples(rows) != 1 || !take_timestamp(rows, 1, &expires)) {
        call_refuse(call, MESSAGE_LOGIN_FAILED, NULL, NULL, 0); /* disabled a moment ago */
        return;
    }
    char name[TEXT_BYTES];
    take_text(rows, 0, name, sizeof name);
    Kam__V1__LoginResponse response = KAM__V1__LOGIN_RESPONSE__INIT;
    response.session_token = (ProtobufCBinaryData){.len = TOKEN_BYTES, .data = s->token};
    response.person_id = (int64_t)get_be64(s->person_id);
    response.name = name;
    response.expires_at = &expires;
    response.password_expired = PQgetvalue(rows, 0, 2)[0] != 0;
    call_identify(call, s->token_hash, response.person_id);
    call_answer(call, &response.base);
}

static void login_refused(struct call *call, const PGresult *rows) {
    (void)rows;
    call_refuse(call, MESSAGE_LOGIN_FAILED, NULL, NULL, 0);
}

static void login_verified(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct session_state *s = state_of(call);
    if (result->closing) {
        call_refuse(call, MESSAGE_SHUTTING_DOWN, NULL, NULL, 0);
        return;
    }
    struct call_value person = {s->person_known ? s->person_id : NULL, sizeof s->person_id};
    if (!result->matches) {
        const struct call_value failed[] = {text_value(s->login), person, text_value(call_address(call))};
        call_query(call, FIXED_LOGIN_FAILED, failed, 3, login_refused);
        return;
    }
    token_make(s->token, s->token_hash);
    if (result->hash) {
        snprintf(s->hash, sizeof s->hash, "%s", result->hash);
    }
    const struct call_value opened[] = {person, hash_value(s->token_hash), text_value(call_address(call)), text_value(call_client(call)),
                                        text_value(result->hash ? s->hash : NULL)};
    call_query(call, FIXED_OPEN_SESSION, opened, 5, login_opened);
}

static void login_began(struct call *call, const PGresult *rows) {
    struct session_state *s = state_of(call);
    Kam__V1__LoginRequest *request = (void *)call_request(call);
    uint32_t delay_ms = PQntuples(rows) == 1 && PQgetlength(rows, 0, 2) == 4 ? get_be32(PQgetvalue(rows, 0, 2)) : 0;
    if (delay_ms > 0) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", (delay_ms + 999) / 1000);
        call_refuse(call, MESSAGE_LOGIN_DELAYED, NULL, seconds, delay_ms);
        return;
    }
    s->has_hash = PQntuples(rows) == 1 && take_person(rows, 0, s) && !PQgetisnull(rows, 0, 1);
    if (s->has_hash) {
        take_text(rows, 1, s->hash, sizeof s->hash);
    }
    int r = auth_hasher_verify(call_hasher(call), request->password, s->has_hash ? s->hash : NULL, login_verified, call);
    wipe(request->password);
    if (r != 0) {
        refuse_full(call);
    }
}

static void login(struct call *call) {
    const Kam__V1__LoginRequest *request = (const void *)call_request(call);
    struct session_state *s = state_of(call);
    if (!s) {
        return;
    }
    refusal_copy_text(s->login, sizeof s->login, request->login, strlen(request->login));
    const struct call_value values[] = {text_value(s->login), text_value(call_address(call))};
    call_query(call, FIXED_LOGIN_BEGIN, values, 2, login_began);
}

/* --- RedeemToken --------------------------------------------------------------------------------------------------------------------- */

static void redeemed(struct call *call, const PGresult *rows) {
    struct session_state *s = state_of(call);
    Google__Protobuf__Timestamp expires;
    if (PQntuples(rows) != 1 || !take_person(rows, 0, s) || !take_timestamp(rows, 3, &expires)) {
        call_refuse(call, MESSAGE_TOKEN_INVALID, "token", NULL, 0); /* used a moment ago */
        return;
    }
    char name[TEXT_BYTES];
    take_text(rows, 1, name, sizeof name);
    take_text(rows, 2, s->login, sizeof s->login);
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
    struct session_state *s = state_of(call);
    if (result->closing || !result->hash) {
        call_refuse(call, result->closing ? MESSAGE_SHUTTING_DOWN : MESSAGE_OUT_OF_MEMORY, NULL, NULL, 0);
        return;
    }
    token_make(s->token, s->token_hash);
    snprintf(s->hash, sizeof s->hash, "%s", result->hash);
    const struct call_value values[] = {hash_value(s->one_time_hash), text_value(s->hash), hash_value(s->token_hash),
                                        text_value(call_address(call)), text_value(call_client(call))};
    call_query(call, FIXED_REDEEM, values, 5, redeemed);
}

static void redeem_began(struct call *call, const PGresult *rows) {
    struct session_state *s = state_of(call);
    Kam__V1__RedeemTokenRequest *request = (void *)call_request(call);
    if (PQntuples(rows) != 1) {
        call_refuse(call, MESSAGE_TOKEN_INVALID, "token", NULL, 0);
        return;
    }
    take_text(rows, 1, s->login, sizeof s->login);
    if (refuse_policy(call, s->login, request->password, "password")) {
        return;
    }
    int r = auth_hasher_make(call_hasher(call), request->password, redeem_hashed, call);
    wipe(request->password);
    if (r != 0) {
        refuse_full(call);
    }
}

static void redeem_token(struct call *call) {
    const Kam__V1__RedeemTokenRequest *request = (const void *)call_request(call);
    struct session_state *s = state_of(call);
    if (!s) {
        return;
    }
    if (!token_one_time_hash(request->token, s->one_time_hash)) {
        call_refuse(call, MESSAGE_TOKEN_INVALID, "token", NULL, 0);
        return;
    }
    const struct call_value values[] = {hash_value(s->one_time_hash)};
    call_query(call, FIXED_REDEEM_BEGIN, values, 1, redeem_began);
}

/* --- ChangePassword ------------------------------------------------------------------------------------------------------------------ */

static void password_set(struct call *call, const PGresult *rows) {
    (void)rows;
    Kam__V1__ChangePasswordResponse response = KAM__V1__CHANGE_PASSWORD_RESPONSE__INIT;
    call_answer(call, &response.base);
}

static void password_hashed(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct session_state *s = state_of(call);
    if (result->closing || !result->hash) {
        call_refuse(call, result->closing ? MESSAGE_SHUTTING_DOWN : MESSAGE_OUT_OF_MEMORY, NULL, NULL, 0);
        return;
    }
    snprintf(s->hash, sizeof s->hash, "%s", result->hash);
    const struct call_value values[] = {hash_value(call_token_hash(call)), text_value(s->hash)};
    call_query(call, FIXED_SET_PASSWORD, values, 2, password_set);
}

static void old_password_verified(void *ctx, const struct auth_hash_result *result) {
    struct call *call = ctx;
    struct session_state *s = state_of(call);
    Kam__V1__ChangePasswordRequest *request = (void *)call_request(call);
    if (result->closing || !result->matches) {
        call_refuse(call, result->closing ? MESSAGE_SHUTTING_DOWN : MESSAGE_LOGIN_FAILED, "old_password", NULL, 0);
        return;
    }
    bool same = strcmp(request->old_password, request->new_password) == 0;
    wipe(request->old_password);
    if (same) {
        bool en = strcmp(call_language_code(call), "en") == 0;
        call_refuse(call, MESSAGE_PASSWORD_POLICY, "new_password", en ? "it is the old one" : "与原密码相同", 0);
        return;
    }
    if (refuse_policy(call, s->login, request->new_password, "new_password")) {
        return;
    }
    int r = auth_hasher_make(call_hasher(call), request->new_password, password_hashed, call);
    wipe(request->new_password);
    if (r != 0) {
        refuse_full(call);
    }
}

static void password_told(struct call *call, const PGresult *rows) {
    struct session_state *s = state_of(call);
    const Kam__V1__ChangePasswordRequest *request = (const void *)call_request(call);
    if (PQntuples(rows) != 1 || !take_person(rows, 0, s)) {
        call_forget(call);
        call_refuse(call, MESSAGE_SESSION_MISSING, NULL, NULL, 0);
        return;
    }
    take_text(rows, 1, s->login, sizeof s->login);
    take_text(rows, 2, s->hash, sizeof s->hash);
    if (auth_hasher_verify(call_hasher(call), request->old_password, s->hash, old_password_verified, call) != 0) {
        refuse_full(call);
    }
}

static void change_password(struct call *call) {
    if (state_of(call)) {
        const struct call_value values[] = {hash_value(call_token_hash(call))};
        call_query(call, FIXED_PASSWORD_OF, values, 1, password_told);
    }
}

/* --- Logout -------------------------------------------------------------------------------------------------------------------------- */

static void logged_out(struct call *call, const PGresult *rows) {
    (void)rows;
    Kam__V1__LogoutResponse response = KAM__V1__LOGOUT_RESPONSE__INIT;
    call_answer(call, &response.base);
}

static void logout(struct call *call) {
    const struct call_value values[] = {hash_value(call_token_hash(call))};
    /* Before the database tells everybody that this session has ended: this connection knows, and stays. */
    call_forget(call);
    call_query(call, FIXED_LOGOUT, values, 1, logged_out);
}

const struct handler handlers[] = {
    {"kam.v1.Sessions/Login", login},
    {"kam.v1.Sessions/RedeemToken", redeem_token},
    {"kam.v1.Sessions/ChangePassword", change_password},
    {"kam.v1.Sessions/Logout", logout},
    {NULL, NULL},
};
