/*
 * Passwords and one-time tokens: asked for on the terminal without echo, or read line by line from a file or a pipe. Never from the
 * command line, where every user of the machine could read them.
 */
#ifndef CLI_CONTEXT_SECRET_H
#define CLI_CONTEXT_SECRET_H

#include <stdbool.h>
#include <stdio.h>

#include "client/cli/base/complaint.h"

enum { SECRET_BYTES_MAX = 1024 };

/* Where secrets come from. Owns the stream unless it is standard input. */
struct secret_source {
    FILE *stream; /* NULL: the terminal */
};

/* `path` is a file, "-" for standard input, or NULL: the terminal when there is one, else standard input. */
int secret_open(struct secret_source *ret_source, const char *path, struct complaint *complaint) __attribute__((warn_unused_result));
void secret_close(struct secret_source *source);

/* One secret, asked for by `prompt`; shown while typing when `echo`. The buffer is the caller's, to be wiped with secret_wipe(). */
int secret_read(struct secret_source *source, const char *prompt, bool echo, char ret_secret[SECRET_BYTES_MAX], struct complaint *complaint)
    __attribute__((warn_unused_result));
/* Asks twice on a terminal and compares. */
int secret_read_new(struct secret_source *source, const char *prompt, const char *again, char ret_secret[SECRET_BYTES_MAX],
                    struct complaint *complaint) __attribute__((warn_unused_result));
void secret_wipe(char secret[SECRET_BYTES_MAX]);

#endif
