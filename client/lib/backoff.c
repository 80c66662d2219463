#include "client/lib/backoff.h"

uint32_t backoff_ms(uint32_t tries, uint32_t random) {
    uint32_t base = BACKOFF_MAX_MS;

    /* Seven doublings pass the maximum; shifting further would overflow. */
    if (tries < 7 && (uint32_t)BACKOFF_FIRST_MS << tries < BACKOFF_MAX_MS)
        base = (uint32_t)BACKOFF_FIRST_MS << tries;
    return base / 2 + (uint32_t)(((uint64_t)base * random) >> 32);
}
