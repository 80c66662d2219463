/*
 * A request made from a command line: positional arguments and flags go to the request's fields, over the JSON of --data when given;
 * names become ids by the field's lookup; the update mask is filled from the flags.
 */
#ifndef CLI_GRAMMAR_REQUEST_H
#define CLI_GRAMMAR_REQUEST_H

#include <jansson.h>
#include <stdint.h>

#include "client/cli/base/complaint.h"
#include "client/cli/grammar/arguments.h"
#include "kam/method.h"

/* Turns what was typed into an id: 0, or an exit code with the complaint filled in. */
struct request_lookup {
    int (*find)(void *context, const char *method_path, const char *typed, int64_t *ret_id, struct complaint *complaint);
    void *context;
};

/*
 * Takes all remaining tokens. `data` is the object to start from and may be NULL; it is not changed. 0 and a new reference, or an
 * exit code with the complaint filled in.
 */
int request_build(const struct kam_method *method, struct arguments *arguments, const json_t *data, const struct request_lookup *lookup,
                  json_t **ret_request, struct complaint *complaint) __attribute__((warn_unused_result));

#endif
