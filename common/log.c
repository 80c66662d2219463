#include "common/log.h"
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A pipe that is ready takes this much without blocking (PIPE_BUF on Linux). */
#define GATHERED_BYTES 4096

static struct {
    enum log_level level;
    size_t used;
    uint64_t dropped;
    time_t second; /* what the stamp was made for */
    char stamp[24];
    char gathered[GATHERED_BYTES];
} log_state = {.level = LOG_INFO};

static const char *const level_names[] = {"debug", "info", "warning", "error"};

void log_set_level(enum log_level level) {
    log_state.level = level;
}

static void put(struct log_line *l, const char *text, size_t bytes) {
    size_t room = sizeof l->text - 1 - l->used; /* one for the newline */

    if (bytes > room)
        bytes = room;
    memcpy(l->text + l->used, text, bytes);
    l->used += bytes;
}

static void put_text(struct log_line *l, const char *text) {
    put(l, text, strlen(text));
}

/* At least `width` digits. A line has a dozen numbers and every call makes one, so this is not left to snprintf. */
static void put_digits(struct log_line *l, uint64_t value, int width) {
    char digits[24];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0 || sizeof digits - at < (size_t)width);
    put(l, digits + at, sizeof digits - at);
}

void log_begin(struct log_line *l, enum log_level level, const char *event) {
    struct timespec now;
    struct tm tm;

    l->level = level;
    l->used = 0;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != log_state.second) {
        (void)gmtime_r(&now.tv_sec, &tm);
        (void)strftime(log_state.stamp, sizeof log_state.stamp, "%Y-%m-%dT%H:%M:%S", &tm);
        log_state.second = now.tv_sec;
    }
    put_text(l, "ts=");
    put_text(l, log_state.stamp);
    put(l, ".", 1);
    put_digits(l, (uint64_t)now.tv_nsec / 1000000, 3);
    put_text(l, "Z level=");
    put_text(l, level_names[level]);
    put_text(l, " event=");
    put_text(l, event);
}

static bool is_plain(const char *value) {
    if (*value == '\0')
        return false;
    for (const unsigned char *p = (const unsigned char *)value; *p; p++)
        if (*p <= ' ' || *p == '"' || *p == '\\' || *p == '=' || *p == 0x7f)
            return false;
    return true;
}

void log_text(struct log_line *l, const char *key, const char *value) {
    char escaped[8];

    put(l, " ", 1);
    put(l, key, strlen(key));
    put(l, "=", 1);
    if (is_plain(value)) {
        put(l, value, strlen(value));
        return;
    }
    put(l, "\"", 1);
    for (const unsigned char *p = (const unsigned char *)value; *p; p++) {
        if (*p == '"' || *p == '\\')
            (void)snprintf(escaped, sizeof escaped, "\\%c", *p);
        else if (*p < ' ' || *p == 0x7f)
            (void)snprintf(escaped, sizeof escaped, "\\x%02x", *p);
        else
            (void)snprintf(escaped, sizeof escaped, "%c", *p);
        put(l, escaped, strlen(escaped));
    }
    put(l, "\"", 1);
}

void log_number(struct log_line *l, const char *key, int64_t value) {
    put(l, " ", 1);
    put_text(l, key);
    put(l, value < 0 ? "=-" : "=", value < 0 ? 2 : 1);
    put_digits(l, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
}

static size_t count_lines(const char *text, size_t bytes) {
    size_t lines = 0;

    for (size_t i = 0; i < bytes; i++)
        lines += text[i] == '\n';
    return lines;
}

void log_flush(void) {
    struct pollfd p = {.fd = STDERR_FILENO, .events = POLLOUT};
    ssize_t written = -1;

    if (log_state.used == 0)
        return;
    if (poll(&p, 1, 0) == 1 && (p.revents & POLLOUT))
        written = write(STDERR_FILENO, log_state.gathered, log_state.used);
    if (written < 0)
        log_state.dropped += count_lines(log_state.gathered, log_state.used);
    else if ((size_t)written < log_state.used)
        log_state.dropped += count_lines(log_state.gathered + written, log_state.used - (size_t)written);
    log_state.used = 0;
    if (written > 0 && log_state.dropped > 0) {
        struct log_line l;
        uint64_t dropped = log_state.dropped;

        log_state.dropped = 0;
        log_begin(&l, LOG_WARNING, "log_dropped");
        log_number(&l, "lines", (int64_t)dropped);
        log_end(&l);
    }
}

void log_end(struct log_line *l) {
    if (l->level < log_state.level)
        return;
    l->text[l->used++] = '\n';
    if (l->used > sizeof log_state.gathered - log_state.used)
        log_flush();
    memcpy(log_state.gathered + log_state.used, l->text, l->used);
    log_state.used += l->used;
    if (l->level >= LOG_ERROR)
        log_flush();
}

void log_event(enum log_level level, const char *event, const char *key, const char *value) {
    struct log_line l;

    if (level < log_state.level)
        return;
    log_begin(&l, level, event);
    log_text(&l, key, value);
    log_end(&l);
}
