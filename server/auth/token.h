/*
 * Session tokens and one-time tokens. The database knows SHA-256 of both and nothing else.
 */
#ifndef KAM_SERVER_AUTH_TOKEN_H
#define KAM_SERVER_AUTH_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_BYTES 32
#define TOKEN_HASH_BYTES 32

/* A new session token and its hash. */
void token_make(uint8_t ret_token[TOKEN_BYTES], uint8_t ret_hash[TOKEN_HASH_BYTES]);

/* The hash of a one-time token as typed: 26 letters and digits of Crockford's base32, where case, dashes and spaces do not matter, and O,
 * I and L are read as the digits they look like. False: not a token. */
bool token_one_time_hash(const char *text, uint8_t ret_hash[TOKEN_HASH_BYTES]);
/* The same for a recovery code, which has 16. */
bool token_recovery_hash(const char *text, uint8_t ret_hash[TOKEN_HASH_BYTES]);

#endif
