/*
 * "Did you mean": the candidate nearest to what was typed, by edits over code points (a swap of neighbours is one edit).
 */
#ifndef CLI_BASE_SUGGEST_H
#define CLI_BASE_SUGGEST_H

#include <stddef.h>

/* Edits from one text to the other; letters' case does not count. Texts beyond 64 code points are compared by their first 64. */
size_t suggest_distance(const char *a, const char *b);

/* The one candidate near enough to be meant, or NULL. Borrowed from `candidates`. NULL candidates are skipped. */
const char *suggest_nearest(const char *typed, const char *const *candidates, size_t count);

#endif
