/*
 * What the handlers of login and its kin share: what they keep between their steps, and how values go to the database and back. Each
 * handler is a few questions to the database with a password hash between them; the steps stand in its file in the order in which they
 * happen.
 */
#ifndef KAM_SERVER_HANDLERS_STEPS_H
#define KAM_SERVER_HANDLERS_STEPS_H

#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/sessions.pb-c.h"
#include "server/auth/factor.h"
#include "server/auth/hasher.h"
#include "server/auth/token.h"
#include "server/rpc/handler.h"

#include <sodium.h>

#define STEPS_TEXT_BYTES 260
#define STEPS_FORMER_MAX 24
#define STEPS_NAMES_BYTES 1024 /* of a client certificate, together */

/* What a handler keeps between its steps; lives as long as its call. */
struct steps {
    uint8_t token[TOKEN_BYTES];
    uint8_t token_hash[TOKEN_HASH_BYTES];
    uint8_t one_time_hash[TOKEN_HASH_BYTES];
    uint8_t person_id[FACTOR_PERSON_BYTES]; /* as the database sends and takes it */
    bool person_known;
    char login[STEPS_TEXT_BYTES];
    char hash[crypto_pwhash_STRBYTES];
    bool has_hash;
    uint8_t sealed[FACTOR_SEALED_BYTES];
    bool has_factor;
    uint8_t secret[FACTOR_SECRET_BYTES];
    struct factor_proof proof;
    char names[STEPS_NAMES_BYTES];
    /* A new password on its way. */
    char *fresh;       /* in the request */
    const char *field; /* where it stands there */
    auth_hashed hashed;
    int former_count;
    int former_tried;
    char former[STEPS_FORMER_MAX][crypto_pwhash_STRBYTES];
    enum message_id fault; /* what to say when the failed login or code has been written down */
};

/* NULL: the call was refused. */
struct steps *steps_of(struct call *call);

/* NULL is NULL. */
struct call_value steps_text(const char *text);
struct call_value steps_hash(const uint8_t hash[TOKEN_HASH_BYTES]);
/* What the proof proves; NULL for what it does not. */
struct call_value steps_proof_step(const struct steps *s);
struct call_value steps_proof_recovery(const struct steps *s);

/* Columns of the first row. A text is cut to fit, "" for NULL. False: NULL, or not what it should be. */
void steps_take_text(const PGresult *rows, int column, char *out, size_t out_bytes);
bool steps_take_person(const PGresult *rows, int column, struct steps *s);
bool steps_take_factor(const PGresult *rows, int column, struct steps *s);
bool steps_take_timestamp(const PGresult *rows, int column, Google__Protobuf__Timestamp *ret_timestamp);

/* Passwords and codes do not stay in memory longer than the step that needs them. */
void steps_wipe(char *text);

/* Weighs the typed code against the person's second factor and wipes it. True: the proof, if one is needed, may be given to the
 * database. */
bool steps_prove(struct call *call, struct steps *s, char *code);
/* What to say when it is false. */
enum message_id steps_proof_fault(const struct steps *s);
/* Says so, after a wrong code has been journalled. */
void steps_refuse_proof(struct call *call, struct steps *s);
/* Did the database find the code used already, and journal that? Its answer then is a row with nothing in it. */
bool steps_code_used(const PGresult *rows, int column);

void steps_refuse_full(struct call *call);
/* After a hash that did not come about. */
void steps_refuse_hash(struct call *call, const struct auth_hash_result *result);

/* One for each method. */
void handle_login(struct call *call);
void handle_login_by_certificate(struct call *call);
void handle_redeem_token(struct call *call);
void handle_change_password(struct call *call);
void handle_enrol_second_factor(struct call *call);
void handle_confirm_second_factor(struct call *call);
void handle_remove_second_factor(struct call *call);

#endif
