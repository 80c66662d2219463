#include "proto/gen/errors.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const char *const codes[] = {
    "CANCELLED",       "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",   "NOT_FOUND",
    "ALREADY_EXISTS",  "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
    "OUT_OF_RANGE",    "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",         "DATA_LOSS",
    "UNAUTHENTICATED",
};

static const char marker[] = "Errors:";

/* Line breaks and runs of blanks become one blank; none at either end. */
static char *fold(struct pool *p, const char *s, size_t bytes) {
    char *out = pool_alloc(p, bytes + 1), *o = out;
    for (size_t i = 0; i < bytes; i++) {
        if (!isspace((unsigned char)s[i]))
            *o++ = s[i];
        else if (o > out && o[-1] != ' ')
            *o++ = ' ';
    }
    if (o > out && o[-1] == ' ')
        o[-1] = 0;
    return out;
}

size_t errors_parse(struct pool *p, const char *comment, char *entries[static ERRORS_MAX]) {
    const char *start = strstr(comment, marker);
    if (!start)
        return 0;
    start += strlen(marker);
    char *text = fold(p, start, strlen(start));
    size_t bytes = strlen(text), count = 0, from = 0;
    if (bytes && text[bytes - 1] == '.')
        text[--bytes] = 0;
    int depth = 0;
    for (size_t i = 0; i <= bytes && count < ERRORS_MAX; i++) {
        depth += text[i] == '(';
        depth -= text[i] == ')';
        if (i < bytes && (text[i] != ',' || depth > 0))
            continue;
        entries[count++] = fold(p, text + from, i - from);
        from = i + 1;
    }
    return count;
}

char *errors_strip(struct pool *p, const char *comment) {
    const char *start = strstr(comment, marker);
    return fold(p, comment, start ? (size_t)(start - comment) : strlen(comment));
}

static bool is_code(const char *entry) {
    size_t bytes = strspn(entry, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (strlen(codes[i]) == bytes && strncmp(codes[i], entry, bytes) == 0)
            return true;
    return false;
}

const char *errors_first_unknown(struct pool *p, const char *comment) {
    char *entries[ERRORS_MAX];
    size_t count = errors_parse(p, comment, entries);
    for (size_t i = 0; i < count; i++)
        if (!is_code(entries[i]))
            return entries[i];
    return NULL;
}
