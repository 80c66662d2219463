/*
 * The log: one line of key=value pairs per event on stderr, times in UTC. A call makes exactly one line when it ends. What peers sent
 * is quoted and escaped, and never more than names, numbers and reasons: no payloads, no parameters.
 *
 * Lines are gathered and written once per turn of the loop (log_flush), and never wait for the reader: what a full pipe does not take
 * is dropped and counted, for a slow log must not freeze a server. One thread only. For kamd; libkam never logs.
 */
#ifndef KAM_COMMON_LOG_H
#define KAM_COMMON_LOG_H

#include <stddef.h>
#include <stdint.h>

enum log_level {
    LOG_DEBUG,
    LOG_INFO,
    LOG_WARNING,
    LOG_ERROR,
};

#define LOG_LINE_BYTES 1024

/* A line being put together; on the stack. */
struct log_line {
    enum log_level level;
    size_t used;
    char text[LOG_LINE_BYTES];
};

/* Lines below this level are not written. Default: info. */
void log_set_level(enum log_level level);

void log_begin(struct log_line *l, enum log_level level, const char *event);
void log_text(struct log_line *l, const char *key, const char *value);
void log_number(struct log_line *l, const char *key, int64_t value);
/* Ends the line. An error is written at once, the rest at the next flush. */
void log_end(struct log_line *l);

/* The whole line in one call: event and one text. */
void log_event(enum log_level level, const char *event, const char *key, const char *value);

void log_flush(void);

#endif
