/*
 * `kam accounts import FILE`. An exit code.
 */
#ifndef CLI_IMPORT_IMPORT_H
#define CLI_IMPORT_IMPORT_H

#include "client/cli/app.h"
#include "client/cli/import/rows.h"

int import_run(struct app *app);

/* The whole file, or standard input for "-"; the content is the caller's. 0, or EXIT_FILE. */
int import_read_file(const char *path, char **ret_content, size_t *ret_bytes, struct complaint *complaint)
    __attribute__((warn_unused_result));
/* Its rows, the header first, in whatever character set it is. 0 with a sheet for sheet_deinit(), or EXIT_FILE. */
int import_read_sheet(const void *content, size_t bytes, struct sheet *ret_sheet, const char **ret_charset, struct complaint *complaint)
    __attribute__((warn_unused_result));

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
