/*
 * The commands that are more than one call: login with its prompts, contexts, help, import and export. Where one stands for a method
 * ("session login"), it also answers to that method's noun and verb.
 */
#ifndef CLI_COMMAND_BUILTIN_H
#define CLI_COMMAND_BUILTIN_H

#include "client/cli/app.h"

struct builtin {
    const char *noun;
    const char *verb; /* NULL: the noun is the whole command */
    int (*run)(struct app *app);
    const char *method; /* path of the method it stands for, or NULL */
    const char *arguments_zh, *arguments_en;
    const char *zh, *en;           /* one line */
    const char *more_zh, *more_en; /* what else to know, lines; or NULL */
};

extern const struct builtin builtin_table[];
extern const size_t builtin_count;

/* The command the next words mean, which are then taken; NULL when it is none of these. */
const struct builtin *builtin_take(struct arguments *arguments);
const struct builtin *builtin_for_method(const char *path);
bool builtin_has_noun(const char *noun);

#endif
