/*
 * Time-based one-time passwords (RFC 6238 over RFC 4226): HMAC-SHA-1, six digits, steps of 30 seconds.
 */
#ifndef KAM_COMMON_TOTP_H
#define KAM_COMMON_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOTP_DIGITS 6
#define TOTP_STEP_SECONDS 30
/* Steps before and after the present one whose codes are taken too: clocks differ, and typing takes time. */
#define TOTP_STEPS_AROUND 1

/* The code of a step, as text. Never fails: without SHA-1 the process ends. */
void totp_code(const uint8_t *secret, size_t secret_bytes, uint64_t step, char ret_code[TOTP_DIGITS + 1]);

/* Is this the code of a step around that moment? The latest such step is *ret_step. Takes the same time whichever it is. */
bool totp_match(const uint8_t *secret, size_t secret_bytes, const char *code, uint64_t now_s, uint64_t *ret_step);

#endif
