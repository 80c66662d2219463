#include "client/cli/command/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/command/fetch.h"

enum { EVERY_S = 2, EVERY_S_MAX = 3600 };

static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

static int by_content(const void *a, const void *b) {
    const struct row_kept *left = *(const struct row_kept *const *)a, *right = *(const struct row_kept *const *)b;
    size_t common = left->bytes < right->bytes ? left->bytes : right->bytes;
    int order = memcmp(left->data, right->data, common);

    return order ? order : (left->bytes > right->bytes) - (left->bytes < right->bytes);
}

static bool same(const struct rows_kept *a, const struct rows_kept *b) {
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct row_kept *left = &a->rows[i], *right = &b->rows[i];

        if (by_content(&left, &right) != 0)
            return false;
    }
    return true;
}

static int draw(struct app *app, const struct shape *shape, const struct row_kept *const *rows, size_t count) {
    int fault = rows_kept_print(app, shape, rows, count);

    fflush(stdout);
    return fault ? fault : ferror(stdout) ? EXIT_FILE : 0; /* nobody reads it any more */
}

/* The whole, over what stood there. */
static int draw_all(struct app *app, const struct kam_method *method, const struct shape *shape, const struct rows_kept *now, bool first) {
    _cleanup_(freep) const struct row_kept **rows = xcalloc(now->count + 1, sizeof(*rows));

    for (size_t i = 0; i < now->count; i++)
        rows[i] = &now->rows[i];
    if (isatty(STDOUT_FILENO) && app->format == OUTPUT_TABLE) {
        time_t moment = time(NULL);
        struct tm parts;
        char clock[16] = "";

        if (localtime_r(&moment, &parts))
            strftime(clock, sizeof(clock), "%H:%M:%S", &parts);
        printf("\033[H\033[2J%s  kam %s %s  %s\n\n", clock, method->noun, method->verb, text_of(TEXT_WATCH_END));
    } else if (!first && app->format == OUTPUT_TABLE) {
        putchar('\n');
    }
    return draw(app, shape, rows, now->count);
}

/* Only what was not there before, byte for byte. */
static int draw_news(struct app *app, const struct shape *shape, const struct rows_kept *before, const struct rows_kept *now) {
    _cleanup_(freep) const struct row_kept **known = xcalloc(before->count + 1, sizeof(*known));
    _cleanup_(freep) const struct row_kept **fresh = xcalloc(now->count + 1, sizeof(*fresh));
    size_t count = 0;

    for (size_t i = 0; i < before->count; i++)
        known[i] = &before->rows[i];
    qsort(known, before->count, sizeof(*known), by_content);
    for (size_t i = 0; i < now->count; i++) {
        const struct row_kept *row = &now->rows[i];

        if (!bsearch(&row, known, before->count, sizeof(*known), by_content))
            fresh[count++] = row;
    }
    return draw(app, shape, fresh, count);
}

static int64_t now_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sleeps, but lets the client answer the server's pings. */
static void pause_for(struct app *app, int64_t ms) {
    int64_t end_ms = now_ms() + ms;

    for (int64_t left; !interrupted && (left = end_ms - now_ms()) > 0;) {
        struct pollfd fd = {.fd = kam_client_fd(app->client), .events = kam_client_events(app->client)};
        int timeout = kam_client_next_timeout_ms(app->client);

        if (poll(&fd, 1, timeout >= 0 && timeout < left ? timeout : (int)left) > 0 || timeout >= 0)
            (void)kam_client_handle(app->client);
    }
}

/* Whether it is worth asking again after this. */
static bool passes(int fault) {
    return fault == EXIT_UNAVAILABLE || fault == EXIT_DEADLINE || fault == EXIT_LIMIT;
}

static int watch(struct app *app, const struct kam_method *method, const json_t *request, const struct shape *shape, size_t wanted,
                 int64_t every_ms) {
    struct rows_kept before = {0};
    bool first = true;
    int fault = 0;

    while (!interrupted && fault == 0) {
        struct rows_kept now = {0};
        bool more;
        int came = fetch_rows(app, method, request, shape, wanted, rows_kept_take, &now, &more);

        if (came != 0 && (first || !passes(came)))
            fault = came;
        if (came == 0 && (first || !same(&before, &now))) {
            fault = app->format == OUTPUT_JSONL ? draw_news(app, shape, &before, &now) : draw_all(app, method, shape, &now, first);
            first = false;
        }
        if (came == 0) {
            rows_kept_deinit(&before);
            before = now;
        } else {
            rows_kept_deinit(&now);
        }
        if (fault == 0)
            pause_for(app, every_ms);
    }
    rows_kept_deinit(&before);
    return fault;
}

int watch_list(struct app *app, const struct kam_method *method, const json_t *request, const struct shape *shape, size_t wanted) {
    struct sigaction mind = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND}, before;
    const char *every = app->arguments.option[OPTION_EVERY];
    long seconds = EVERY_S;
    char *end = "";
    int fault;

    if (every)
        seconds = strtol(every, &end, 10);
    if (*end || seconds < 1 || seconds > EVERY_S_MAX)
        return app_usage(app, text_fill(TEXT_OPTION_VALUE, "every", every, "1 - 3600"), NULL);
    interrupted = 0;
    sigaction(SIGINT, &mind, &before);
    fault = watch(app, method, request, shape, wanted, seconds * 1000);
    sigaction(SIGINT, &before, NULL);
    return interrupted ? 0 : fault;
}
