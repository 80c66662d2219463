/*
 * The life of a session on this machine: log in and out, change the password, redeem a one-time token. An exit code each.
 */
#ifndef CLI_COMMAND_LOGIN_H
#define CLI_COMMAND_LOGIN_H

#include "client/cli/app.h"

int login_run(struct app *app);
int logout_run(struct app *app);
int passwd_run(struct app *app);
int redeem_run(struct app *app);

#endif
