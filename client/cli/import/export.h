/*
 * `kam accounts export FILE --reason …`: every account in the caller's scope, journalled by the server page by page, as a file that a
 * spreadsheet opens and the import takes back. An exit code.
 */
#ifndef CLI_IMPORT_EXPORT_H
#define CLI_IMPORT_EXPORT_H

#include "client/cli/app.h"

int export_run(struct app *app);

#endif
