/*
 * What an import file names that is on the server already: accounts by code, people by login, contacts by name. Asked once each.
 */
#ifndef CLI_IMPORT_REFERENCE_H
#define CLI_IMPORT_REFERENCE_H

#include "client/cli/app.h"

struct reference_entry {
    char *key; /* "a" + code or "p" + login */
    bool found;
    int64_t id;
    char *name;
};

/* Owns its entries. */
struct references {
    struct app *app;
    struct reference_entry *entries;
    size_t count;
    int stop; /* exit code once the server could not be asked (said on standard error) */
};

void references_init(struct references *references, struct app *app);
void references_deinit(struct references *references);

/* Whether there is one the caller may see; false too when asking failed, then `stop` is set. ret_name may be NULL and belongs to the
 * caller; set only when found. */
bool reference_account(struct references *references, const char *code, int64_t *ret_id, char **ret_name);
bool reference_person(struct references *references, const char *login, int64_t *ret_id);
/* Whether the account has a contact of this name on its first page of contacts. Not remembered. */
bool reference_contact(struct references *references, int64_t account_id, const char *name);

#endif
