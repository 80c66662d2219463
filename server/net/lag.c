#include "server/net/lag.h"
#include "common/log.h"
#include <time.h>

#define WARN_AGAIN_MS 1000

static uint64_t thread_cpu_us(void) {
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void warn(struct lag *l, uint64_t us) {
    struct log_line line;
    uint64_t now = uv_now(l->prepare.loop);

    if (l->warned_ms != 0 && now - l->warned_ms < WARN_AGAIN_MS)
        return;
    l->warned_ms = now;
    log_begin(&line, LOG_WARNING, "loop_lag");
    log_number(&line, "us", (int64_t)us);
    log_end(&line);
}

/* Runs last before the loop waits, so what it sees is one whole turn. */
static void on_prepare(uv_prepare_t *prepare) {
    struct lag *l = prepare->data;
    uint64_t cpu = thread_cpu_us(), us = cpu - l->cpu_us;

    l->cpu_us = cpu;
    l->turns++;
    if (us > l->max_us)
        l->max_us = us;
    if (us > 10000)
        l->over_10ms++;
    if (us > LAG_FAULT_US) {
        l->over_50ms++;
        warn(l, us);
    }
}

void lag_start(struct lag *l, uv_loop_t *loop) {
    *l = (struct lag){.cpu_us = thread_cpu_us()};
    (void)uv_prepare_init(loop, &l->prepare);
    l->prepare.data = l;
    (void)uv_prepare_start(&l->prepare, on_prepare);
    /* It watches the loop but does not keep it alive. */
    uv_unref((uv_handle_t *)&l->prepare);
}

static void on_closed(uv_handle_t *handle) {
    struct lag *l = handle->data;

    l->closed(l->closed_ctx);
}

void lag_close(struct lag *l, void (*closed)(void *ctx), void *ctx) {
    l->closed = closed;
    l->closed_ctx = ctx;
    uv_close((uv_handle_t *)&l->prepare, on_closed);
}

void lag_log(const struct lag *l) {
    struct log_line line;

    log_begin(&line, LOG_INFO, "loop");
    log_number(&line, "turns", (int64_t)l->turns);
    log_number(&line, "max_us", (int64_t)l->max_us);
    log_number(&line, "over_10ms", (int64_t)l->over_10ms);
    log_number(&line, "over_50ms", (int64_t)l->over_50ms);
    log_end(&line);
}
