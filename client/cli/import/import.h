/*
 * `kam accounts import FILE`. An exit code.
 */
#ifndef CLI_IMPORT_IMPORT_H
#define CLI_IMPORT_IMPORT_H

#include "client/cli/app.h"
#include "client/cli/import/rows.h"

int import_run(struct app *app);

/*
 * A file's bytes as rows in sending order, with everything the file itself can tell checked: what --dry-run does, and what the fuzz
 * target feeds. Sheet, columns, rows and order belong to the caller, the first and third by their deinit functions. 0, or EXIT_FILE.
 */
struct import_file {
    struct sheet sheet;
    struct columns columns;
    struct rows rows;
    size_t *order;
    const char *charset;
};
int import_read(const void *content, size_t bytes, struct import_file *ret_file, struct complaint *complaint)
    __attribute__((warn_unused_result));
void import_file_deinit(struct import_file *file);

#endif
