/*
 * How long the loop keeps everybody waiting: the processor time of each turn, between one wait and the next. A turn above 50 ms is a
 * fault of ours (something blocks or computes on the loop) and is logged, at most once a second.
 */
#ifndef KAM_SERVER_NET_LAG_H
#define KAM_SERVER_NET_LAG_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define LAG_FAULT_US 50000

/* Embedded; closed before its memory goes. */
struct lag {
    uv_prepare_t prepare;
    uint64_t cpu_us;    /* of the thread, when the last turn ended */
    uint64_t warned_ms; /* of the loop's clock */
    uint64_t turns;
    uint64_t max_us;
    uint64_t over_10ms;
    uint64_t over_50ms;
    void (*closed)(void *ctx);
    void *closed_ctx;
};

/* Counts from now on: what was computed before the loop runs is nobody's wait. */
void lag_start(struct lag *l, uv_loop_t *loop);
void lag_close(struct lag *l, void (*closed)(void *ctx), void *ctx);
/* One line with all of it. */
void lag_log(const struct lag *l);

#endif
