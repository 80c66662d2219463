/*
 * What became of each row of a sheet, and how it is told: the reject file, the first rejects where the user looks, the summary.
 */
#ifndef CLI_IMPORT_TALLY_H
#define CLI_IMPORT_TALLY_H

#include "client/cli/app.h"
#include "client/cli/import/plan.h"
#include "client/cli/import/sheet.h"

enum outcome { OUTCOME_WAITS, OUTCOME_PRESENT, OUTCOME_UPDATED, OUTCOME_CREATED, OUTCOME_REJECTED, OUTCOMES };

/* Owns its arrays, which have an entry for each row of the sheet, the header too. */
struct tally {
    enum outcome *outcomes;
    char **faults; /* of rejected rows */
    size_t rows;   /* below the header */
};

void tally_init(struct tally *tally, const struct sheet *sheet);
void tally_deinit(struct tally *tally);

/* Takes the text over; the first fault of a row stays. */
void tally_reject(struct tally *tally, size_t row, char *why);
size_t tally_count(const struct tally *tally, enum outcome outcome);

/* "新建 80  修改 3  已有 5  退回 2"; belongs to the caller. */
char *tally_detail(const struct tally *tally);
/* Writes the reject file, or puts an older one aside when nothing is rejected, shows the first rejects and the summary. An exit code. */
int tally_tell(const struct tally *tally, const struct app *app, const struct sheet *sheet, const struct plan *plan, const char *reject,
               const char *checked_charset);

#endif
