/*
 * Sends the rows of an import: many calls under way at once, parents before children, each write under the key of its row, so that a
 * lost answer, a restarted server or a second run never does anything twice.
 */
#ifndef CLI_IMPORT_UPLOAD_H
#define CLI_IMPORT_UPLOAD_H

#include "client/cli/app.h"
#include "client/cli/import/key.h"
#include "client/cli/import/rows.h"

struct upload_counts {
    size_t created;
    size_t present; /* done by an earlier run, or there already */
    size_t rejected;
};

/*
 * Sends every row that is not rejected yet, in this order. 0 when all rows are settled, else the exit code of what stopped it (said on
 * standard error): no session, no right, a server that stayed away, Ctrl-C. Rows then stay ROW_WAITING, and running again goes on.
 */
int upload_rows(struct app *app, struct rows *rows, const size_t *order, const uint8_t file_hash[FILE_HASH_BYTES],
                struct upload_counts *ret_counts) __attribute__((warn_unused_result));

void upload_count(const struct rows *rows, struct upload_counts *ret_counts);

#endif
