/*
 * What the database holds, told by fingerprints of its tables, so that a test can say what a call changed and undo it.
 */
#ifndef TESTS_MATRIX_STATE_H
#define TESTS_MATRIX_STATE_H

#include "tests/matrix/world.h"

enum { STATE_TABLES_MAX = 128 };

/* Plain memory. */
struct state {
    char names[STATE_TABLES_MAX][32];
    char digests[STATE_TABLES_MAX][40];
    size_t count;
    int64_t accepted, denied, changes; /* rows of the journal and of the images */
};

void state_read(struct world *w, struct state *ret);

/* Names of the tables that differ, with blanks between them, in the order of the alphabet: "account contact". To be freed. */
char *state_difference(const struct state *before, const struct state *after);

/* Brings these tables back to what they were when the world was made. */
void state_restore(struct world *w, const char *names);

#endif
