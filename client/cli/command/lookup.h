/*
 * Ids by what people type: a field's lookup method is asked, and one hit or one exact name is taken; otherwise the candidates are listed.
 */
#ifndef CLI_COMMAND_LOOKUP_H
#define CLI_COMMAND_LOOKUP_H

#include "client/cli/app.h"
#include "client/cli/grammar/request.h"

/* For request_build(): asks the app's server. */
struct request_lookup lookup_through(struct app *app);

/*
 * Which of these rows is meant: the only one, or the only one whose name, code or login is exactly what was typed. NULL when none or
 * several fit. Pure, for tests.
 */
const ProtobufCMessage *lookup_choose(const ProtobufCMessage *const *rows, size_t count, const char *typed);

/* The request that asks a lookup method for what was typed; the caller's. 0, or a positive number when it cannot be made. */
int lookup_request(const struct kam_method *method, const char *typed, ProtobufCMessage **ret_request) __attribute__((warn_unused_result));

#endif
