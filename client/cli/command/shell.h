/*
 * `kam shell`: one command after the other over one connection, with history and completion on a terminal, or from a script.
 */
#ifndef CLI_COMMAND_SHELL_H
#define CLI_COMMAND_SHELL_H

#include "client/cli/app.h"

/* An exit code: 0 on a terminal; of a script that of the last command that failed, 0 when none did. */
int shell_run(struct app *app);

#endif
