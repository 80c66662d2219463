/*
 * `kam today`: what waits for the person who is logged in, from the lists named in today.def.
 */
#ifndef CLI_COMMAND_TODAY_H
#define CLI_COMMAND_TODAY_H

#include "client/cli/app.h"

struct today_part {
    const char *id; /* for programs */
    const char *zh, *en;
    const char *command;
};

extern const struct today_part today_table[];
extern const size_t today_count;

/* An exit code. */
int today_run(struct app *app);

#endif
