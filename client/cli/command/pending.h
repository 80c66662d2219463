/*
 * Writes whose outcome nobody was told, because kam or the machine ended between sending and the answer: `kam requests pending` shows
 * them, `kam requests resolve` gives each its one outcome.
 */
#ifndef CLI_COMMAND_PENDING_H
#define CLI_COMMAND_PENDING_H

#include "client/cli/app.h"

/* Exit codes. */
int pending_show(struct app *app);
int pending_resolve(struct app *app);

/* Where the client of this context notes its writes, a folder for each person who logs in; NULL when nobody has. The caller's. */
char *pending_folder(const struct app *app);

/* How many there are but those under way; 0 also when that cannot be found out. */
size_t pending_waiting(const struct app *app);
/* A line on standard error when there are some. */
void pending_remind(const struct app *app);

#endif
