/*
 * One valid request for every method, and what it does when it is allowed, from samples.json:
 *
 *   request      the request, in JSON, with placeholders (world.c has them)
 *   shows        a field and its value that the answer holds somewhere when it shows the record
 *   changes      the tables an accepted call changes, all of them, beside kam.request; instead changes_own, changes_branch … for such
 *                rows, changes_MGR … for such a role
 *   reveals      the answer holds a contact's telephone in full; every other answer of every method must not
 *   prepare      SQL run before the call
 *   fresh        the call ends or changes its session: make a connection for it alone
 */
#ifndef TESTS_MATRIX_SAMPLE_H
#define TESTS_MATRIX_SAMPLE_H

#include "tests/matrix/world.h"

#include "common/method.h"

#include <jansson.h>

enum { SAMPLE_CHANGES_MAX = 16 }; /* tables one call changes */

/* Borrowed from the file's JSON. */
struct sample {
    const struct kam_method *method;
    const json_t *whole, *request, *shows, *changes;
    const char *prepare;
    bool fresh, reveals;
};

/* The file; the caller's, json_decref() it. Bails out when it is no JSON or names a method or a key that does not exist. */
json_t *samples_read(const char *path);

/* False: the file has none for this method. */
bool sample_get(const json_t *samples, const struct kam_method *method, struct sample *ret);

/* The request with its placeholders filled in; kam_message_free() it. Bails out when it is no request of the method. */
ProtobufCMessage *sample_request(const struct sample *s, struct world *w, size_t role, enum row row, bool missing);

/* Does the answer show what the sample says? True when it says nothing. */
bool sample_is_shown(const struct sample *s, struct world *w, size_t role, enum row row, const ProtobufCMessage *response);

/* What the masked fields of world.sql hold, in full; ends with NULL. */
extern const char *const sample_canaries[];

/* Does the answer hold one of them? */
bool sample_is_unmasked(const ProtobufCMessage *response);

/* The tables an accepted call changes, in the order of the alphabet, with blanks; to be freed. */
char *sample_changes(const struct sample *s, const char *role, enum row row);

#endif
