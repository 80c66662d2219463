/*
 * Why a command cannot go on: the exit code, what to say, and what to do about it. Filled in by the parts that judge, printed by the one
 * place that talks (output/failure.h).
 */
#ifndef CLI_BASE_COMPLAINT_H
#define CLI_BASE_COMPLAINT_H

#include <stdlib.h>

/* Exit codes of kam; `kam help exit-codes` prints them. */
enum exit_code {
#define EXIT(id, number, zh, en) EXIT_##id = number,
#include "client/cli/base/exit.def"
#undef EXIT
};

/* Owns its strings; both may be NULL. */
struct complaint {
    enum exit_code exit;
    char *message;
    char *hint;
};

/* Takes message and hint over and returns the exit code, so that `return complain(…)` reads well. */
static inline int complain(struct complaint *complaint, enum exit_code code, char *message, char *hint) {
    free(complaint->message);
    free(complaint->hint);
    *complaint = (struct complaint){.exit = code, .message = message, .hint = hint};
    return (int)code;
}

static inline void complaint_deinit(struct complaint *complaint) {
    free(complaint->message);
    free(complaint->hint);
    *complaint = (struct complaint){0};
}

#endif
