/*
 * What an import refers to by code: units, posts and people by login, each kind asked once, and what the import adds or changes.
 */
#ifndef CLI_IMPORT_CODES_H
#define CLI_IMPORT_CODES_H

#include "client/cli/app.h"

enum code_kind { CODE_UNIT, CODE_POST, CODE_PERSON, CODE_NONE, CODE_KINDS = CODE_NONE };

struct code_entry {
    char *code;
    int64_t id;
    json_t *item; /* the record as the server last showed it; NULL when it was never asked */
};

/* Owns its entries. */
struct codes {
    struct app *app;
    struct code_entry *entries[CODE_KINDS];
    size_t count[CODE_KINDS];
    bool asked[CODE_KINDS];
    int stop; /* exit code once the server could not be asked (said on standard error) */
};

void codes_init(struct codes *codes, struct app *app);
void codes_deinit(struct codes *codes);

/* NULL when there is none; also when asking failed, then `stop` is set. Borrowed until the next codes_learn(). */
const struct code_entry *codes_find(struct codes *codes, enum code_kind kind, const char *code);
/* Adds an entry, or changes the one that is there. `item` may be NULL: its id is not known yet. */
void codes_learn(struct codes *codes, enum code_kind kind, const char *code, const ProtobufCMessage *item);

#endif
