#include "tests/harness/authenticator.h"

#include "common/totp.h"
#include "tests/harness/bail.h"
#include "tests/harness/process.h"
#include <string.h>
#include <time.h>

void authenticator_read(const char *base32, uint8_t ret_secret[AUTHENTICATOR_SECRET_BYTES]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0, bits = 0;
    size_t n = 0;

    for (const char *at; *base32 && (at = strchr(letters, *base32)); base32++) {
        held = held << 5 | (unsigned)(at - letters);
        bits += 5;
        if (bits >= 8 && n < AUTHENTICATOR_SECRET_BYTES) {
            bits -= 8;
            ret_secret[n++] = (uint8_t)(held >> bits);
        }
    }
    if (n != AUTHENTICATOR_SECRET_BYTES)
        bail("no secret of a second factor: %s", base32);
}

const char *authenticator_code(const uint8_t secret[AUTHENTICATOR_SECRET_BYTES], int steps) {
    static char code[TOTP_DIGITS + 1];

    while (time(NULL) % TOTP_STEP_SECONDS >= TOTP_STEP_SECONDS - 2)
        sleep_ms(100);
    totp_code(secret, AUTHENTICATOR_SECRET_BYTES, (uint64_t)((long long)time(NULL) / TOTP_STEP_SECONDS + steps), code);
    return code;
}
