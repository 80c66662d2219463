/*
 * A list that is asked for again and again: on a terminal the present state, drawn anew when it changes; in a pipe with -o jsonl the rows
 * that are new or have changed, as they come.
 */
#ifndef CLI_COMMAND_WATCH_H
#define CLI_COMMAND_WATCH_H

#include "client/cli/app.h"
#include "client/cli/output/shape.h"

/* Until Ctrl-C, which ends it with 0, or a failure that waiting does not mend. An exit code. */
int watch_list(struct app *app, const struct kam_method *method, const json_t *request, const struct shape *shape, size_t wanted);

#endif
