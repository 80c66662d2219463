#include "client/cli/base/suggest.h"

#include <string.h>
#include <utf8proc.h>

enum { POINTS_MAX = 64 };

static size_t decode(const char *text, utf8proc_int32_t points[POINTS_MAX]) {
    size_t count = 0;

    while (*text && count < POINTS_MAX) {
        utf8proc_int32_t point;
        utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &point);

        if (bytes <= 0) {
            point = (unsigned char)*text;
            bytes = 1;
        }
        points[count++] = point == '_' ? '-' : utf8proc_tolower(point);
        text += bytes;
    }
    return count;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t suggest_distance(const char *a, const char *b) {
    utf8proc_int32_t x[POINTS_MAX], y[POINTS_MAX];
    size_t rows[3][POINTS_MAX + 1];
    size_t m = decode(a, x), n = decode(b, y);

    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t edits = before[j - 1] + (x[i - 1] != y[j - 1]);

            edits = least(edits, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                edits = least(edits, earlier[j - 2] + 1);
            now[j] = edits;
        }
    }
    return rows[m % 3][n];
}

/* A third of the letters may be wrong; of one or two letters, one: but never all of them. */
static size_t edits_allowed(const char *typed) {
    utf8proc_int32_t points[POINTS_MAX];
    size_t count = decode(typed, points);

    if (count < 2)
        return 0;
    return count < 6 ? 1 + (count > 3) : count / 3;
}

/* What is cut short: "acc" for "accounts", as long as only one begins so. */
static const char *completion(const char *typed, const char *const *candidates, size_t count) {
    const char *meant = NULL;
    size_t bytes = strlen(typed);

    for (size_t i = 0; i < count && bytes >= 2; i++) {
        if (!candidates[i] || strncmp(candidates[i], typed, bytes) != 0)
            continue;
        if (meant && strcmp(meant, candidates[i]) != 0)
            return NULL;
        meant = candidates[i];
    }
    return meant;
}

const char *suggest_nearest(const char *typed, const char *const *candidates, size_t count) {
    size_t nearest = edits_allowed(typed) + 1;
    const char *meant = NULL, *whole = completion(typed, candidates, count);

    for (size_t i = 0; i < count; i++) {
        size_t edits;

        if (!candidates[i])
            continue;
        edits = suggest_distance(typed, candidates[i]);
        if (edits < nearest) {
            nearest = edits;
            meant = candidates[i];
        }
    }
    /* One slip is likelier than a word broken off; more than one is not. */
    return whole && nearest > 1 ? whole : meant;
}
