#include "client/cli/import/reject.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/output/csv.h"

char *reject_path(const char *file) {
    const char *slash = strrchr(file, '/'), *dot = strrchr(slash ? slash : file, '.');
    size_t bytes = dot && dot != file && (!slash || dot != slash + 1) ? (size_t)(dot - file) : strlen(file);

    return xasprintf("%.*s.rejected.csv", (int)bytes, file);
}

static void print_row(FILE *stream, const struct sheet_row *source, const struct columns *columns, const struct import_row *row) {
    _cleanup_(freep) char *line = xasprintf("%zu", row->line);
    _cleanup_(freep) char *column = column_title(row->fault_column);
    const char *front[REJECT_COUNT] = {[REJECT_LINE] = line, [REJECT_COLUMN] = column, [REJECT_REASON] = row->fault};

    for (size_t i = 0; i < REJECT_COUNT; i++)
        csv_print_cell(stream, front[i], i == 0);
    for (size_t i = 0; i < source->count; i++) {
        enum column of = i < columns->count ? columns->of[i] : COLUMN_UNKNOWN;
        const char *cell = source->cells[i];

        if (of == COLUMN_REJECTED)
            continue;
        /* A code the server gave to the account before its contact was refused must be in the mended file. */
        csv_print_cell(stream, of < COLUMN_COUNT ? row->cell[of] : cell, 0);
    }
    csv_print_end(stream);
}

static void print_all(FILE *stream, const struct sheet *sheet, const struct columns *columns, const struct rows *rows) {
    fputs(CSV_BOM, stream);
    for (size_t i = 0; i < REJECT_COUNT; i++)
        csv_print_cell(stream, column_reject_name(i), i == 0);
    for (size_t i = 0; i < sheet->rows[0].count; i++)
        if (columns->of[i] != COLUMN_REJECTED)
            csv_print_cell(stream, sheet->rows[0].cells[i], 0);
    csv_print_end(stream);
    for (size_t i = 0; i < rows->count; i++)
        if (rows->rows[i].state == ROW_REJECTED)
            print_row(stream, &sheet->rows[i + 1], columns, &rows->rows[i]);
}

int reject_write(const char *path, const struct sheet *sheet, const struct columns *columns, const struct rows *rows,
                 struct complaint *complaint) {
    struct newfile file;
    size_t rejected = 0;
    int fault;

    for (size_t i = 0; i < rows->count; i++)
        rejected += rows->rows[i].state == ROW_REJECTED;
    /* What an earlier run left there may have been mended meanwhile: it is put aside, never overwritten. */
    if (rejected == 0) {
        newfile_put_aside(path);
        return 0;
    }
    fault = newfile_open(&file, path, true);
    if (fault == 0) {
        print_all(file.stream, sheet, columns, rows);
        fault = newfile_commit(&file);
        newfile_drop(&file);
    }
    if (fault == 0)
        return 0;
    return complain(complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, path, strerror(-fault)), NULL);
}
