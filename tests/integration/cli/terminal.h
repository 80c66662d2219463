/*
 * The real kam binary at a pseudo-terminal of 100 columns, with somebody who types.
 */
#ifndef TESTS_INTEGRATION_CLI_TERMINAL_H
#define TESTS_INTEGRATION_CLI_TERMINAL_H

#include "tests/integration/cli/user.h"

enum { SCREEN_BYTES = 1 << 18 };

/* What a run showed, with every control sequence. */
struct screen {
    char text[SCREEN_BYTES];
    int exit_code;
};
extern struct screen screen;

/* Types each line when nothing has been shown for a while, as a person would who waits for the prompt. Lines and words end with NULL. */
void at_terminal(const struct user *user, const char *const *words, const char *const *lines, const char *no_color);

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NOTHING ((const char *const[]){NULL})

void expect_screen(int code, const char *part);

#endif
