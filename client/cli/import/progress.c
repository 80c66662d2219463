#include "client/cli/import/progress.h"

#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/base/width.h"

enum { TERMINAL_EVERY_MS = 100, PLAIN_EVERY_MS = 5000, BAR_CELLS = 24, TERMINAL_CELLS = 80 };

int64_t progress_now_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_init(struct progress *progress, FILE *stream, size_t total, bool quiet, bool color) {
    *progress = (struct progress){.stream = stream,
                                  .terminal = isatty(fileno(stream)),
                                  .quiet = quiet,
                                  .color = color,
                                  .total = total,
                                  .started_ms = progress_now_ms(),
                                  .shown_ms = progress_now_ms()};
}

char *progress_bar(size_t count, size_t total, size_t cells) {
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t parts = total ? count * cells * 8 / total : 0;
    char *bar = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&bar, &bytes);

    if (parts > cells * 8)
        parts = cells * 8;
    for (size_t i = 0; i < parts / 8; i++)
        fputs("█", stream);
    fputs(eighths[parts % 8], stream);
    for (size_t i = parts / 8 + (parts % 8 != 0); i < cells; i++)
        fputc(' ', stream);
    fclose(stream);
    return bar;
}

static size_t terminal_cells(const struct progress *progress) {
    struct winsize size;

    if (ioctl(fileno(progress->stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return TERMINAL_CELLS;
}

static char *count_text(const struct progress *progress, size_t count) {
    if (progress->total)
        return xasprintf("%zu/%zu", count, progress->total);
    return xasprintf("%zu", count);
}

static void draw(struct progress *progress, size_t count, const char *detail, int64_t now_ms) {
    _cleanup_(freep) char *counted = count_text(progress, count);
    _cleanup_(freep) char *bar = progress->total ? progress_bar(count, progress->total, BAR_CELLS) : xstrdup("");
    _cleanup_(freep) char *line = NULL;
    _cleanup_(freep) char *cut = NULL;
    int64_t elapsed_ms = now_ms - progress->started_ms;
    double rate = elapsed_ms > 0 ? (double)count * 1000.0 / (double)elapsed_ms : 0;

    line = xasprintf(" %s  %s  %.0f/s", counted, detail, rate);
    cut = width_cut(line, terminal_cells(progress) - (progress->total ? BAR_CELLS + 3 : 1));
    fputs("\r\033[K", progress->stream);
    if (progress->total)
        fprintf(progress->stream, "%s▕%s▏%s", progress->color ? "\033[32m" : "", bar, progress->color ? "\033[0m" : "");
    fputs(cut, progress->stream);
    fflush(progress->stream);
    progress->drawn = true;
}

void progress_show(struct progress *progress, size_t count, const char *detail) {
    int64_t now_ms = progress_now_ms();
    bool last = progress->total && count == progress->total;

    if (progress->quiet)
        return;
    if (progress->terminal) {
        if (now_ms - progress->shown_ms < TERMINAL_EVERY_MS && progress->drawn && !last)
            return;
        draw(progress, count, detail, now_ms);
    } else {
        /* In a log: every tenth of the way, or when nothing has been said for a while. */
        size_t step = progress->total / 10;

        if (!(step && count >= progress->shown + step) && now_ms - progress->shown_ms < PLAIN_EVERY_MS)
            return;
        {
            _cleanup_(freep) char *counted = count_text(progress, count);

            fprintf(progress->stream, "%s  %s\n", counted, detail);
            fflush(progress->stream);
        }
        progress->shown = count;
    }
    progress->shown_ms = now_ms;
}

static void clear(struct progress *progress) {
    if (progress->drawn)
        fputs("\r\033[K", progress->stream);
    progress->drawn = false;
}

void progress_note(struct progress *progress, const char *line) {
    _cleanup_(freep) char *safe = NULL;

    if (progress->quiet)
        return;
    clear(progress);
    safe = width_safe(line, 1);
    fprintf(progress->stream, "%s\n", safe);
    fflush(progress->stream);
}

void progress_end(struct progress *progress) {
    clear(progress);
    fflush(progress->stream);
}
