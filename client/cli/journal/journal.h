/*
 * The journal beyond single calls: following it, taking it away, and verifying it, on the server or from a file against a head that was
 * kept elsewhere.
 *
 * An export is a text of one JSON object a line, each a kam.v1.JournalRecord, oldest first.
 */
#ifndef CLI_JOURNAL_JOURNAL_H
#define CLI_JOURNAL_JOURNAL_H

#include "client/cli/app.h"
#include "common/chain.h"

/* Each is a command; an exit code. */
int journal_follow_run(struct app *app);
int journal_export_run(struct app *app);
int journal_verify_run(struct app *app);

/* --NAME as a number from 0 up; `otherwise` when it is not given. An exit code. */
int journal_number(struct app *app, const char *name, int64_t otherwise, int64_t *ret_number) __attribute__((warn_unused_result));

/* "SEQ:HASH", as `kam journal head` and an export tell it. */
char *journal_head_text(int64_t seq, const uint8_t hash[DIGEST_BYTES]);

#endif
