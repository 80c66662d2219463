#include "server/auth/factor.h"

#include "common/totp.h"
#include "server/auth/token.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

_Static_assert(FACTOR_SEALED_BYTES == NONCE_BYTES + FACTOR_SECRET_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES, "sealed");
_Static_assert(FACTOR_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

static const char *load(int fd, uint8_t key[FACTOR_KEY_BYTES + 1]) {
    struct stat status;

    if (fd < 0 || fstat(fd, &status) < 0) {
        return strerror(errno);
    }
    if (status.st_mode & 077) {
        return "the key must be closed to others (chmod 600)";
    }
    return read(fd, key, FACTOR_KEY_BYTES + 1) == FACTOR_KEY_BYTES ? NULL : "the file must hold 32 random bytes and nothing else";
}

int factor_key_load(const char *path, uint8_t ret_key[FACTOR_KEY_BYTES], char ret_error[FACTOR_ERROR_BYTES]) {
    uint8_t key[FACTOR_KEY_BYTES + 1];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    const char *fault = load(fd, key);
    if (fd >= 0) {
        close(fd);
    }
    if (fault) {
        snprintf(ret_error, FACTOR_ERROR_BYTES, "second_factor.key_file %.180s: %s", path, fault);
        return -EINVAL;
    }
    memcpy(ret_key, key, FACTOR_KEY_BYTES);
    sodium_memzero(key, sizeof key);
    return 0;
}

void factor_seal(const uint8_t key[FACTOR_KEY_BYTES], const uint8_t person[FACTOR_PERSON_BYTES], const uint8_t secret[FACTOR_SECRET_BYTES],
                 uint8_t ret_sealed[FACTOR_SEALED_BYTES]) {
    randombytes_buf(ret_sealed, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(ret_sealed + NONCE_BYTES, NULL, secret, FACTOR_SECRET_BYTES, person, FACTOR_PERSON_BYTES,
                                               NULL, ret_sealed, key);
}

static bool unseal(const uint8_t *key, const uint8_t person[FACTOR_PERSON_BYTES], const uint8_t sealed[FACTOR_SEALED_BYTES],
                   uint8_t ret_secret[FACTOR_SECRET_BYTES]) {
    return crypto_aead_xchacha20poly1305_ietf_decrypt(ret_secret, NULL, NULL, sealed + NONCE_BYTES, FACTOR_SEALED_BYTES - NONCE_BYTES,
                                                      person, FACTOR_PERSON_BYTES, sealed, key) == 0;
}

void factor_prove(const uint8_t *key, const uint8_t person[FACTOR_PERSON_BYTES], const uint8_t sealed[FACTOR_SEALED_BYTES],
                  const char *code, uint64_t now_s, struct factor_proof *ret_proof) {
    struct factor_proof proof = {.kind = FACTOR_WRONG};
    uint8_t secret[FACTOR_SECRET_BYTES];
    char digits[TOTP_DIGITS + 1];
    size_t n = 0;
    uint64_t step;
    const char *at = code;
    for (; *at && n < TOTP_DIGITS; at++) {
        if (*at != ' ' && *at != '-') {
            digits[n++] = *at;
        }
    }
    digits[n] = '\0';
    at += strspn(at, " -");
    if (n == 0) {
        proof.kind = FACTOR_NOTHING;
    } else if (token_recovery_hash(code, proof.recovery_hash)) {
        proof.kind = FACTOR_RECOVERY;
    } else if (!*at && key && unseal(key, person, sealed, secret) && totp_match(secret, sizeof secret, digits, now_s, &step)) {
        proof.kind = FACTOR_STEP;
        for (size_t i = 0; i < sizeof proof.step; i++) {
            proof.step[i] = (uint8_t)(step >> (56 - 8 * i));
        }
    }
    sodium_memzero(secret, sizeof secret);
    *ret_proof = proof;
}

void factor_base32(const uint8_t secret[FACTOR_SECRET_BYTES], char ret_text[FACTOR_BASE32_BYTES]) {
    for (size_t i = 0; i < FACTOR_BASE32_BYTES - 1; i++) {
        size_t byte = i * 5 / 8;
        unsigned two = (unsigned)secret[byte] << 8 | (byte + 1 < FACTOR_SECRET_BYTES ? secret[byte + 1] : 0);
        ret_text[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[two >> (11 - i * 5 % 8) & 31];
    }
    ret_text[FACTOR_BASE32_BYTES - 1] = '\0';
}

/* RFC 3986: what is not unreserved is escaped. */
static void escape(const char *text, char *out, size_t out_bytes) {
    size_t n = 0;
    for (; *text && n + 4 <= out_bytes; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", c) != NULL;
        n += (size_t)snprintf(out + n, out_bytes - n, plain ? "%c" : "%%%02X", c);
    }
    out[n] = '\0';
}

void factor_uri(const char *base32, const char *issuer, const char *login, char ret_uri[FACTOR_URI_BYTES]) {
    char by[256], who[256];
    escape(issuer, by, sizeof by);
    escape(login, who, sizeof who);
    snprintf(ret_uri, FACTOR_URI_BYTES, "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30", by, who, base32, by);
}
