/*
 * From what PostgreSQL refused to what the caller is told. The name of the constraint (or of core.fail's condition) is looked up in
 * core.error, which is read once at start-up; an error without a name goes by its SQLSTATE (sqlstate.def). Nothing ever reads the text
 * of a message, and nothing of it is shown.
 */
#ifndef KAM_SERVER_RPC_ERRORS_H
#define KAM_SERVER_RPC_ERRORS_H

#include "common/cleanup.h"
#include "server/rpc/refusal.h"

#include <libpq-fe.h>

struct errors;

enum errors_outcome {
    ERRORS_ANSWER,   /* the refusal is what to say */
    ERRORS_RETRY,    /* the whole request may be run again; when it may not any more, the refusal is what to say */
    ERRORS_STOPPED,  /* the statement was stopped: by its deadline, or by a cancel request */
    ERRORS_INTERNAL, /* our own fault: say the refusal, log the error */
};

/* Reads core.error. -EIO with *ret_error. */
_must_check_ int errors_load(PGconn *pg, char **ret_error, struct errors **ret_errors);
struct errors *errors_free(struct errors *e);
DEFINE_FREEP(struct errors, errors)

/* Is this constraint or condition in the table? */
bool errors_has(const struct errors *e, const char *name);

/* Does this refusal leave something behind (core.note_refusal)? */
bool errors_is_noted(const struct errors *e, const PGresult *error);

/* The refusal of this name, with the arguments of core.fail() as one text. `field` may be NULL. False: there is no such name. */
bool errors_say(const struct errors *e, const char *name, const char *arguments, const char *field, const char *language,
                struct refusal *ret_refusal);

enum errors_outcome errors_classify(const struct errors *e, const PGresult *error, const char *language, struct refusal *ret_refusal);

#endif
