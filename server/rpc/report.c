#include "server/rpc/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void report_add(struct report *r, const char *format, ...) {
    char *line;
    va_list args;
    va_start(args, format);
    int bytes = vasprintf(&line, format, args);
    va_end(args);
    char *text = bytes < 0 ? NULL : realloc(r->text, r->bytes + (size_t)bytes + 2);
    if (!text) {
        abort(); /* start-up, and small */
    }
    memcpy(text + r->bytes, line, (size_t)bytes);
    memcpy(text + r->bytes + bytes, "\n", 2);
    free(line);
    r->text = text;
    r->bytes += (size_t)bytes + 1;
    r->count++;
}

void report_deinit(struct report *r) {
    free(r->text);
    *r = (struct report){0};
}
