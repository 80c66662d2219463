/*
 * Why it did not work, on standard error: what was refused, where, who could do it, and what to do now.
 */
#ifndef CLI_OUTPUT_FAILURE_H
#define CLI_OUTPUT_FAILURE_H

#include <stdbool.h>
#include <stdio.h>

#include "client/cli/base/complaint.h"
#include "kam/kam.h"

/* The exit code an error of a call stands for. */
enum exit_code failure_exit(const struct kam_error *error);

/* An error of a call. `had_session`: an earlier login's session was used, which a fresh login would renew. */
void failure_print(FILE *stream, bool color, const struct kam_method *method, const struct kam_error *error, bool had_session);

/* A complaint of our own. */
void failure_print_complaint(FILE *stream, bool color, const struct complaint *complaint);

#endif
