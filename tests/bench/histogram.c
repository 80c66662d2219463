#include "tests/bench/histogram.h"

/* Values below 2^SUB_BITS have a bucket each; above, every power of two is cut into 2^SUB_BITS buckets. */
static unsigned bucket_of(uint64_t us) {
    unsigned top;

    if (us >= UINT32_MAX)
        return HISTOGRAM_BUCKETS - 1;
    if (us < (1u << HISTOGRAM_SUB_BITS))
        return (unsigned)us;
    top = 31 - (unsigned)__builtin_clz((uint32_t)us);
    return ((top - HISTOGRAM_SUB_BITS + 1) << HISTOGRAM_SUB_BITS) +
           (unsigned)((us >> (top - HISTOGRAM_SUB_BITS)) - (1u << HISTOGRAM_SUB_BITS));
}

static uint64_t lowest_of(unsigned bucket) {
    unsigned power = bucket >> HISTOGRAM_SUB_BITS, sub = bucket & ((1u << HISTOGRAM_SUB_BITS) - 1);

    return power == 0 ? sub : (uint64_t)((1u << HISTOGRAM_SUB_BITS) + sub) << (power - 1);
}

void histogram_record(struct histogram *h, uint64_t us) {
    h->counts[bucket_of(us)]++;
    h->total++;
    if (us > h->max_us)
        h->max_us = us;
}

uint64_t histogram_quantile(const struct histogram *h, double share) {
    uint64_t wanted = (uint64_t)(share * (double)h->total), seen = 0;

    if (!h->total)
        return 0;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        seen += h->counts[i];
        if (seen > wanted)
            return lowest_of(i);
    }
    return h->max_us;
}
