/*
 * Growing, jittered pauses: 0.1 s doubling to 10 s, each times a random factor between 0.5 and 1.5, so that clients that lost the same
 * server do not come back in step. Knows neither clock nor random source.
 */
#ifndef KAM_CLIENT_BACKOFF_H
#define KAM_CLIENT_BACKOFF_H

#include <stdint.h>

#define BACKOFF_FIRST_MS 100
#define BACKOFF_MAX_MS 10000

/* The pause before try number tries (0: the first after a failure), with any 32 random bits. At least 50 ms, at most 15 s. */
uint32_t backoff_ms(uint32_t tries, uint32_t random);

#endif
