/*
 * The group of world.sql as the test sees it: who is who, and what the placeholders of samples.json stand for.
 */
#ifndef TESTS_MATRIX_WORLD_H
#define TESTS_MATRIX_WORLD_H

#include "tests/harness/kamd.h"
#include "tests/matrix/cells.h"

#include <stdbool.h>

#define WORLD_PASSWORD "Kam-Matrix-2026"

struct world {
    struct kamd kamd;
    PGconn *admin; /* a superuser's */
    struct cells cells;
    kam_client *clients[CELLS_COLUMNS]; /* kept from cell to cell */
    unsigned nonce;
    bool is_prepared; /* the fingerprint, see state.h */
};

/* A fresh database with the group in it, and a kamd on it. Bails out when it cannot. */
void world_make(struct world *w, const char *folder);
void world_free(struct world *w);

/* Runs SQL as superuser; the first column of the first row, to be freed. Bails out on an error. */
char *world_query(struct world *w, const char *sql);

/* A client with the session of this role, or without one for NOBODY; a kept one, or a new one the caller frees. */
kam_client *world_client(struct world *w, size_t role);
kam_client *world_new_client(struct world *w, size_t role);

/* The text with its placeholders filled in, to be freed. missing: records and persons that do not exist. */
char *world_fill(struct world *w, const char *text, size_t role, enum row row, bool missing);

/*
 * Is this method one of the half that MATRIX_PART asks for? For work on a few methods, MATRIX_METHODS=kam.v1.Members/RegisterMember, with * and ?,
 * makes the first half the whole.
 */
bool world_takes_method(size_t number);

#endif
