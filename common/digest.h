/*
 * SHA-256, for hashes of session tokens, request bodies and page filters.
 */
#ifndef KAM_COMMON_DIGEST_H
#define KAM_COMMON_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_BYTES 32

/* Never fails: without SHA-256 the process ends. One thread at a time. */
void digest_sha256(const void *bytes, size_t count, uint8_t ret_digest[DIGEST_BYTES]);

#endif
