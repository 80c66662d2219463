/*
 * The second factor of the person who is logged in: set up, put in force, removed. An exit code each.
 */
#ifndef CLI_COMMAND_FACTOR_H
#define CLI_COMMAND_FACTOR_H

#include "client/cli/app.h"

int factor_enrol_run(struct app *app);
int factor_confirm_run(struct app *app);
int factor_remove_run(struct app *app);

#endif
