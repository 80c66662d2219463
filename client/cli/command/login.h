/*
 * The life of a session on this machine: log in and out, change the password, redeem a one-time token. An exit code each.
 */
#ifndef CLI_COMMAND_LOGIN_H
#define CLI_COMMAND_LOGIN_H

#include "client/cli/app.h"
#include "client/cli/context/secret.h"

int login_run(struct app *app);
int logout_run(struct app *app);
int passwd_run(struct app *app);
int redeem_run(struct app *app);

/* A call whose request holds secrets; takes the JSON over and wipes it. */
int login_call(struct app *app, const char *path, json_t *request, ProtobufCMessage **ret_response);
/* The same for a call that may need the code of a second factor: it is asked of the source when the server says so. */
int login_call_with_code(struct app *app, struct secret_source *source, const char *path, json_t *request, ProtobufCMessage **ret_response);

#endif
