#include "server/auth/token.h"

#include "common/digest.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#define ONE_TIME_CHARACTERS 26
#define RECOVERY_CHARACTERS 16

void token_make(uint8_t ret_token[TOKEN_BYTES], uint8_t ret_hash[TOKEN_HASH_BYTES]) {
    randombytes_buf(ret_token, TOKEN_BYTES);
    digest_sha256(ret_token, TOKEN_BYTES, ret_hash);
}

static bool crockford_hash(const char *text, size_t characters, uint8_t ret_hash[TOKEN_HASH_BYTES]) {
    char canonical[ONE_TIME_CHARACTERS];
    size_t n = 0;
    for (; *text; text++) {
        char c = (char)toupper((unsigned char)*text);
        if (c == '-' || c == ' ') {
            continue;
        }
        c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
        if (n == characters || !strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", c)) {
            return false;
        }
        canonical[n++] = c;
    }
    if (n != characters) {
        return false;
    }
    digest_sha256(canonical, n, ret_hash);
    sodium_memzero(canonical, sizeof canonical);
    return true;
}

bool token_one_time_hash(const char *text, uint8_t ret_hash[TOKEN_HASH_BYTES]) {
    return crockford_hash(text, ONE_TIME_CHARACTERS, ret_hash);
}

bool token_recovery_hash(const char *text, uint8_t ret_hash[TOKEN_HASH_BYTES]) {
    return crockford_hash(text, RECOVERY_CHARACTERS, ret_hash);
}
