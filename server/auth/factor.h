/*
 * The second factor, as far as it needs no database: the authenticator's secret, sealed so that the database cannot read what it keeps,
 * and what a typed code proves. That a proof counts once is decided by the database.
 */
#ifndef KAM_SERVER_AUTH_FACTOR_H
#define KAM_SERVER_AUTH_FACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FACTOR_KEY_BYTES 32
#define FACTOR_SECRET_BYTES 20
#define FACTOR_SEALED_BYTES 60 /* nonce, secret, tag */
#define FACTOR_BASE32_BYTES 33 /* the secret in base32, and its end */
#define FACTOR_URI_BYTES 1024
#define FACTOR_HASH_BYTES 32
#define FACTOR_PERSON_BYTES 8 /* a person's id as the database sends it */
#define FACTOR_ERROR_BYTES 320

enum factor_proof_kind {
    FACTOR_NOTHING,  /* no code was typed */
    FACTOR_WRONG,    /* what was typed proves nothing */
    FACTOR_STEP,     /* the code of a step */
    FACTOR_RECOVERY, /* what may be a recovery code: the database knows */
};

struct factor_proof {
    enum factor_proof_kind kind;
    uint8_t step[8]; /* big-endian, as the database takes it */
    uint8_t recovery_hash[FACTOR_HASH_BYTES];
};

/* The file holds exactly the key and is closed to others. 0 or -EINVAL with the reason in ret_error. */
int factor_key_load(const char *path, uint8_t ret_key[FACTOR_KEY_BYTES], char ret_error[FACTOR_ERROR_BYTES])
    __attribute__((warn_unused_result));

/* Bound to the person: what was sealed for one opens for no other. */
void factor_seal(const uint8_t key[FACTOR_KEY_BYTES], const uint8_t person[FACTOR_PERSON_BYTES], const uint8_t secret[FACTOR_SECRET_BYTES],
                 uint8_t ret_sealed[FACTOR_SEALED_BYTES]);

/* A code as typed, of a person whose secret is sealed so. key NULL: only recovery codes can be right. Blanks and dashes do not matter. */
void factor_prove(const uint8_t *key, const uint8_t person[FACTOR_PERSON_BYTES], const uint8_t sealed[FACTOR_SEALED_BYTES],
                  const char *code, uint64_t now_s, struct factor_proof *ret_proof);

/* What an authenticator is given: the secret as text, and as otpauth://totp/… */
void factor_base32(const uint8_t secret[FACTOR_SECRET_BYTES], char ret_text[FACTOR_BASE32_BYTES]);
void factor_uri(const char *base32, const char *issuer, const char *login, char ret_uri[FACTOR_URI_BYTES]);

#endif
