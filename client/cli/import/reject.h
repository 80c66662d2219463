/*
 * The reject file: rows that were not taken, as they stood, with line, column and reason in front. Mend it and import it: the three
 * columns in front are ignored.
 */
#ifndef CLI_IMPORT_REJECT_H
#define CLI_IMPORT_REJECT_H

#include "client/cli/import/rows.h"

/* "客户.csv" → "客户.rejected.csv", beside it. Belongs to the caller. */
char *reject_path(const char *file);

/*
 * Writes all rejected rows by a temporary file and a rename; mode 0600, for they hold customers' data. A file an earlier run left
 * there is put aside as PATH~, also when nothing is rejected now. 0, or EXIT_FILE.
 */
int reject_write(const char *path, const struct sheet *sheet, const struct columns *columns, const struct rows *rows,
                 struct complaint *complaint) __attribute__((warn_unused_result));

#endif
