/*
 * `kam context list|use|set|delete`: which servers this user works with. An exit code each.
 */
#ifndef CLI_COMMAND_CONTEXTS_H
#define CLI_COMMAND_CONTEXTS_H

#include "client/cli/app.h"

int contexts_list(struct app *app);
int contexts_use(struct app *app);
int contexts_set(struct app *app);
int contexts_delete(struct app *app);

#endif
