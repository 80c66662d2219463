/*
 * `kam completion bash|zsh`: a script for the user's shell, which asks kam itself what could come next. And the same for kam shell.
 */
#ifndef CLI_COMMAND_COMPLETION_H
#define CLI_COMMAND_COMPLETION_H

#include "client/cli/app.h"
#include "client/cli/grammar/complete.h"

/* An exit code. `kam completion words -- WORDS…` prints the candidates for the last word, each with a tab and what it is. */
int completion_run(struct app *app);

/* Fills in the commands and contexts, which belong to the caller: free both. The rest is the caller's to set. */
void completion_fill(const struct app *app, struct completing *completing);

#endif
