/*
 * "Did you mean": the nearest of some names to a mistyped one.
 */
#ifndef KAM_SERVER_CONFIG_SUGGEST_H
#define KAM_SERVER_CONFIG_SUGGEST_H

#include <stddef.h>

/* Insertions, deletions, changes and swaps of neighbours that lead from one to the other. Names beyond 63 bytes are infinitely far. */
size_t suggest_distance(const char *a, const char *b);
/* The nearest candidate, when it is near enough to be meant; NULL otherwise. */
const char *suggest_nearest(const char *name, const char *const *candidates, size_t count);

#endif
