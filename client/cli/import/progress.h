/*
 * How far a long job is: one line redrawn on a terminal, a plain line now and then elsewhere.
 */
#ifndef CLI_IMPORT_PROGRESS_H
#define CLI_IMPORT_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
    FILE *stream;
    bool terminal;
    bool quiet;
    bool color;
    bool drawn;   /* a line stands there that must be cleared */
    size_t total; /* 0: not known */
    int64_t started_ms, shown_ms;
    size_t shown;
};

int64_t progress_now_ms(void);

void progress_init(struct progress *progress, FILE *stream, size_t total, bool quiet, bool color);
/* `detail` stands behind the bar: "新建 80 已有 5 退回 2". Draws at most ten times a second. */
void progress_show(struct progress *progress, size_t count, const char *detail);
/* A line of its own that stays. */
void progress_note(struct progress *progress, const char *line);
/* Clears the bar. */
void progress_end(struct progress *progress);

/* The bar itself, in `cells` terminal cells; pure, for tests. Belongs to the caller. */
char *progress_bar(size_t count, size_t total, size_t cells);

#endif
