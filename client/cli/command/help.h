/*
 * Help, examples first: of kam, of a noun, of a command. All on standard output; an exit code each, 0.
 */
#ifndef CLI_COMMAND_HELP_H
#define CLI_COMMAND_HELP_H

#include "client/cli/app.h"
#include "client/cli/command/builtin.h"

int help_overview(struct app *app);
int help_noun(struct app *app, const char *noun);
int help_method(struct app *app, const struct kam_method *method);
int help_builtin(struct app *app, const struct builtin *builtin);

/* `kam help [NOUN [VERB]]`, `kam help exit-codes`. */
int help_run(struct app *app);

/* One example; the table is examples.def. Tests run every command through the grammar. */
struct example {
    const char *noun, *verb;
    const char *command;
    const char *zh, *en;
    bool leading; /* shown by `kam help` itself */
};
extern const struct example example_table[];
extern const size_t example_count;

#endif
