#include "common/totp.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHA1_BYTES 20

void totp_code(const uint8_t *secret, size_t secret_bytes, uint64_t step, char ret_code[TOTP_DIGITS + 1]) {
    uint8_t counter[8], mac[EVP_MAX_MD_SIZE];
    unsigned mac_bytes = 0;
    uint32_t number;

    for (size_t i = 0; i < sizeof counter; i++)
        counter[i] = (uint8_t)(step >> (56 - 8 * i));
    if (!HMAC(EVP_sha1(), secret, (int)secret_bytes, counter, sizeof counter, mac, &mac_bytes) || mac_bytes != SHA1_BYTES)
        abort();
    /* RFC 4226, 5.3: four bytes at the place the last one names, without the sign. */
    const uint8_t *at = mac + (mac[SHA1_BYTES - 1] & 15);
    number = ((uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]) % 1000000;
    (void)snprintf(ret_code, TOTP_DIGITS + 1, "%06u", number);
}

bool totp_match(const uint8_t *secret, size_t secret_bytes, const char *code, uint64_t now_s, uint64_t *ret_step) {
    uint64_t present = now_s / TOTP_STEP_SECONDS, first = present > TOTP_STEPS_AROUND ? present - TOTP_STEPS_AROUND : 0, found = 0;
    char right[TOTP_DIGITS + 1];
    bool matches = false;

    if (strlen(code) != TOTP_DIGITS)
        return false;
    for (uint64_t step = first; step <= present + TOTP_STEPS_AROUND; step++) {
        bool same;

        totp_code(secret, secret_bytes, step, right);
        same = CRYPTO_memcmp(right, code, TOTP_DIGITS) == 0;
        found = same ? step : found;
        matches = matches || same;
    }
    if (matches)
        *ret_step = found;
    return matches;
}
