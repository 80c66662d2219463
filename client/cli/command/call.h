/*
 * `kam NOUN VERB …` for every method of the table, and `kam call PATH`: request, call, pages, output. Knows no method by name.
 */
#ifndef CLI_COMMAND_CALL_H
#define CLI_COMMAND_CALL_H

#include "client/cli/app.h"

/* The remaining words are a noun, a verb and arguments. An exit code. */
int call_command(struct app *app);

/* `kam call PATH --data JSON`. An exit code. */
int call_path(struct app *app);

#endif
