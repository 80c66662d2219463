/*
 * `kam org import FILE`, and of visit-plans, budget and targets: a sheet as a list of calls, one or two for each row, as plan.def says. Request ids
 * come from the file and the row, so that the same file run again does nothing twice; what is there already is compared with the sheet and
 * changed where they differ, and a cell that is empty says nothing. What a row refers to by code may stand anywhere in the file or be
 * there already. Exit codes.
 */
#ifndef CLI_IMPORT_CALLS_H
#define CLI_IMPORT_CALLS_H

#include "client/cli/app.h"

int org_import_run(struct app *app);
int visit_plans_import_run(struct app *app);
int budget_import_run(struct app *app);
int targets_import_run(struct app *app);

#endif
