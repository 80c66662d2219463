/*
 * A sheet as a list of calls: each row is one call of a method that writes, its cells the fields of the request by their headers, as the
 * command line takes them (names, labels in either language, "account" for account_id with the name or code of the account). Request ids
 * come from the file and the row, so that the same file run again does nothing twice.
 */
#ifndef CLI_IMPORT_CALLS_H
#define CLI_IMPORT_CALLS_H

#include "client/cli/app.h"

/* A header that an export has and that stands for a field to be looked up: "account_code" for "account". */
struct calls_alias {
    const char *header, *header_zh;
    const char *flag; /* as typed on the command line, without dashes */
};

/* Imports the file named on the command line; aliases end with a NULL header. An exit code. */
int calls_import(struct app *app, const char *method_path, const struct calls_alias *aliases);

/* `kam visit-plans import FILE` */
int visit_plans_import_run(struct app *app);

#endif
