/*
 * Faults while they are made: where in the value we are, as a chain of frames on the stack.
 */
#ifndef CLI_JSON_FAULT_H
#define CLI_JSON_FAULT_H

#include "client/cli/json/protojson.h"

/* One step down: into a field, or into an item when name is NULL. Borrowed for the call it is made for. */
struct place {
    const struct place *up;
    const char *name;
    size_t index;
};

/* Fills in kind, path and what was found, clears the rest; returns the kind. value may be NULL. */
int fault_set(struct protojson_fault *f, enum protojson_fault_kind kind, const struct place *place, const json_t *value);
void fault_detail(struct protojson_fault *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The candidate that was probably meant, if any. */
void fault_suggest(struct protojson_fault *f, const char *typed, const char *const *candidates, size_t count);

#endif
