/*
 * `kam methods` and `kam describe`: what the server can do, from the same tables the grammar is made from. An exit code each.
 */
#ifndef CLI_COMMAND_METHODS_H
#define CLI_COMMAND_METHODS_H

#include "client/cli/app.h"

int methods_run(struct app *app);
int describe_run(struct app *app);

/* "text, at most 256 bytes", "bank | enterprise": what a field takes. Belongs to the caller. */
char *methods_field_type(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field);

#endif
