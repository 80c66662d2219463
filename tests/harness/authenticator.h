/*
 * What an authenticator program does: takes the secret of a second factor and shows its codes.
 */
#ifndef KAM_TESTS_HARNESS_AUTHENTICATOR_H
#define KAM_TESTS_HARNESS_AUTHENTICATOR_H

#include <stdint.h>

#define AUTHENTICATOR_SECRET_BYTES 20

/* From base32, up to the first character that is none. Bails out when it is no secret of kam. */
void authenticator_read(const char *base32, uint8_t ret_secret[AUTHENTICATOR_SECRET_BYTES]);

/* The code so many steps from now, valid until the next call. Never within two seconds of the next step, so that a test does not fall between. */
const char *authenticator_code(const uint8_t secret[AUTHENTICATOR_SECRET_BYTES], int steps);

#endif
