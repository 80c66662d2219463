/*
 * `kam org import FILE`: a sheet of units, posts or people as a list of calls, one or two for each row, keyed by the file and the row. What a
 * row refers to by code may stand anywhere in the file or be there already. An exit code.
 */
#ifndef CLI_IMPORT_PLAN_H
#define CLI_IMPORT_PLAN_H

#include "client/cli/app.h"

int plan_run(struct app *app);

#endif
