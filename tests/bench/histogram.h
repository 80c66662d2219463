/*
 * Latencies in buckets of at most 1.6 % width, from 1 µs to an hour: constant memory whatever is recorded.
 */
#ifndef KAM_TESTS_BENCH_HISTOGRAM_H
#define KAM_TESTS_BENCH_HISTOGRAM_H

#include <stdint.h>

enum { HISTOGRAM_SUB_BITS = 6, HISTOGRAM_BUCKETS = (32 - HISTOGRAM_SUB_BITS + 1) << HISTOGRAM_SUB_BITS };

struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint64_t total;
    uint64_t max_us;
};

void histogram_record(struct histogram *h, uint64_t us);

/* The latency below which this share (0 … 1) of what was recorded lies; 0 when nothing was. */
uint64_t histogram_quantile(const struct histogram *h, double share);

#endif
