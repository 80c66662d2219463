/*
 * Ids by code: units and posts, all of them asked once, people by login when they are named; and what an import adds.
 */
#ifndef CLI_IMPORT_CODES_H
#define CLI_IMPORT_CODES_H

#include "client/cli/app.h"
#include "client/cli/import/reference.h"

enum code_kind { CODE_UNIT, CODE_POST, CODE_PERSON, CODE_KINDS };

struct code_entry {
    char *code;
    int64_t id;
};

/* Owns its entries. */
struct codes {
    struct references people;
    struct code_entry *entries[CODE_KINDS];
    size_t count[CODE_KINDS];
    bool asked[CODE_KINDS];
    int stop; /* exit code once the server could not be asked (said on standard error) */
};

void codes_init(struct codes *codes, struct app *app);
void codes_deinit(struct codes *codes);

/* Whether there is one; false too when asking failed, then `stop` is set. */
bool codes_find(struct codes *codes, enum code_kind kind, const char *code, int64_t *ret_id);
void codes_learn(struct codes *codes, enum code_kind kind, const char *code, int64_t id);

#endif
