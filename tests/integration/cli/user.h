/*
 * A person at a terminal: the real kam binary with a configuration folder of its own, its output and exit code taken down.
 */
#ifndef TESTS_INTEGRATION_CLI_USER_H
#define TESTS_INTEGRATION_CLI_USER_H

#include "tests/harness/kamd.h"

struct user {
    const struct kamd *kamd;
    char home[CLUSTER_FOLDER_BYTES]; /* XDG_CONFIG_HOME, and where files may be put */
    const char *language;
};

/* What one run said. Owns its texts. */
struct said {
    int exit_code; /* 128 + signal when it was killed */
    char *out, *err;
};

/* A configuration for this kamd; logged in when login is not NULL. */
void user_open(struct user *user, const struct kamd *kamd, const char *login, const char *language);
void user_close(struct user *user);

/* Runs `kam WORDS…` to its end; words end with NULL. */
struct said user_run(struct user *user, const char *const *words);
#define kam(user, ...) user_run((user), (const char *const[]){__VA_ARGS__, NULL})
void said_free(struct said *said);

/* Starts it; standard error goes to HOME/err, standard output to HOME/out. */
pid_t user_start(struct user *user, const char *const *words);
struct said user_wait(struct user *user, pid_t pid);

/* A file in the user's home; the path is valid until the next call. */
const char *user_path(const struct user *user, const char *name);
const char *user_file(const struct user *user, const char *name, const char *content, size_t bytes);
char *user_read(const struct user *user, const char *name);

/* Asserts, showing what was said. The texts are whole. */
#define expect_said(said, code, wanted_out, wanted_err) said_expect((said), (code), (wanted_out), (wanted_err), __FILE__, __LINE__)
void said_expect(struct said said, int code, const char *out, const char *err, const char *file, int line);
/* The same, with parts that must occur; NULL: nothing is asked. */
#define expect_parts(said, code, out_part, err_part) said_expect_parts((said), (code), (out_part), (err_part), __FILE__, __LINE__)
void said_expect_parts(struct said said, int code, const char *out, const char *err, const char *file, int line);

#endif
