#include "server/config/suggest.h"
#include <stdint.h>
#include <string.h>

#define NAME_BYTES_MAX 63

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t suggest_distance(const char *a, const char *b) {
    size_t rows[3][NAME_BYTES_MAX + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2], *spare;
    size_t m = strlen(a), n = strlen(b);

    if (m > NAME_BYTES_MAX || n > NAME_BYTES_MAX)
        return SIZE_MAX;
    memset(rows, 0, sizeof rows);
    for (size_t j = 0; j <= n; j++)
        above[j] = j;
    for (size_t i = 1; i <= m; i++) {
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[n];
}

const char *suggest_nearest(const char *name, const char *const *candidates, size_t count) {
    size_t nearest = SIZE_MAX, distance;
    const char *found = NULL;

    for (size_t i = 0; i < count; i++) {
        distance = suggest_distance(name, candidates[i]);
        if (distance < nearest) {
            nearest = distance;
            found = candidates[i];
        }
    }
    return nearest <= 1 + strlen(name) / 4 ? found : NULL;
}
