#include "client/cli/import/import.h"

#include <errno.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/import/charset.h"
#include "client/cli/import/reject.h"
#include "client/cli/import/upload.h"
#include "client/cli/output/record.h"

static int charset_complaint(const struct charset_fault *fault, struct complaint *complaint) {
    char line[32];

    snprintf(line, sizeof(line), "%zu", fault->line);
    switch (fault->kind) {
    case CHARSET_TRUNCATED:
        return complain(complaint, EXIT_FILE, text_fill(TEXT_IMPORT_TRUNCATED, line), xstrdup(text_of(TEXT_HINT_IMPORT_TRUNCATED)));
    case CHARSET_NUL:
        return complain(complaint, EXIT_FILE, xstrdup(text_of(TEXT_IMPORT_BINARY)), xstrdup(text_of(TEXT_HINT_IMPORT_BINARY)));
    case CHARSET_MISSING:
        return complain(complaint, EXIT_FILE, xstrdup(text_of(TEXT_IMPORT_NO_GB18030)), NULL);
    case CHARSET_BROKEN:
        break;
    }
    return complain(complaint, EXIT_FILE, text_fill(TEXT_IMPORT_CHARSET, line), xstrdup(text_of(TEXT_HINT_IMPORT_CHARSET)));
}

static int sheet_complaint(const struct sheet_fault *fault, struct complaint *complaint) {
    char line[32];

    snprintf(line, sizeof(line), "%zu", fault->line);
    return complain(complaint, EXIT_FILE,
                    fault->kind == SHEET_QUOTE  ? text_fill(TEXT_IMPORT_QUOTE, line)
                    : fault->kind == SHEET_ROWS ? text_fill(TEXT_IMPORT_ROWS, line)
                                                : text_fill(TEXT_IMPORT_CELLS, line),
                    NULL);
}

int import_read_sheet(const void *content, size_t bytes, struct sheet *ret_sheet, const char **ret_charset, struct complaint *complaint) {
    struct charset_fault charset_fault;
    struct sheet_fault sheet_fault;
    struct sheet sheet = {0};
    _cleanup_(freep) char *text = NULL;
    size_t text_bytes;

    if (charset_to_utf8(content, bytes, &text, &text_bytes, ret_charset, &charset_fault) != 0)
        return charset_complaint(&charset_fault, complaint);
    if (sheet_parse(text, text_bytes, &sheet, &sheet_fault) != 0)
        return sheet_complaint(&sheet_fault, complaint);
    if (sheet.count == 0) {
        sheet_deinit(&sheet);
        return complain(complaint, EXIT_FILE, xstrdup(text_of(TEXT_IMPORT_EMPTY_FILE)), xstrdup(text_of(TEXT_HINT_IMPORT_HELP)));
    }
    *ret_sheet = sheet;
    return 0;
}

int import_read(const void *content, size_t bytes, struct import_file *ret_file, struct complaint *complaint) {
    struct import_file file = {0};
    int fault = import_read_sheet(content, bytes, &file.sheet, &file.charset, complaint);

    if (fault != 0)
        return fault;
    fault = columns_map(&file.sheet.rows[0], &file.columns, complaint);
    if (fault != 0) {
        sheet_deinit(&file.sheet);
        return fault;
    }
    rows_read(&file.sheet, &file.columns, &file.rows);
    file.order = rows_order(&file.rows);
    *ret_file = file;
    return 0;
}

void import_file_deinit(struct import_file *file) {
    rows_deinit(&file->rows);
    sheet_deinit(&file->sheet);
    free(file->order);
    *file = (struct import_file){0};
}

int import_read_file(const char *path, char **ret_content, size_t *ret_bytes, struct complaint *complaint) {
    bool piped = strcmp(path, "-") == 0;
    FILE *stream = piped ? stdin : fopen(path, "re");
    char *content = NULL;
    size_t bytes = 0, got = 1;

    if (!stream)
        return complain(complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(errno)), NULL);
    while (got > 0 && bytes <= SHEET_BYTES_MAX) {
        enum { CHUNK = 1 << 16 };

        content = xrealloc(content, bytes + CHUNK, 1);
        got = fread(content + bytes, 1, CHUNK, stream);
        bytes += got;
    }
    if (ferror(stream) || bytes > SHEET_BYTES_MAX) {
        int fault = bytes > SHEET_BYTES_MAX ? EFBIG : errno;

        if (!piped)
            fclose(stream);
        free(content);
        return complain(complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(fault)), NULL);
    }
    if (!piped)
        fclose(stream);
    *ret_content = content;
    *ret_bytes = bytes;
    return 0;
}

/* Headers nobody knows are not an error, but somebody may miss them. */
static void warn_unknown_columns(const struct app *app, const struct import_file *file) {
    for (size_t i = 0; i < file->columns.count; i++)
        if (file->columns.of[i] == COLUMN_UNKNOWN && *file->sheet.rows[0].cells[i])
            app_note(app, text_fill(TEXT_IMPORT_COLUMN_IGNORED, file->sheet.rows[0].cells[i]));
}

enum { REJECTS_SHOWN = 10 };

/* The first rejected rows, where the user looks. */
static void show_rejects(const struct app *app, const struct rows *rows) {
    size_t shown = 0;

    for (size_t i = 0; i < rows->count && shown < REJECTS_SHOWN && !app->quiet; i++) {
        const struct import_row *row = &rows->rows[i];
        _cleanup_(freep) char *title = NULL;
        _cleanup_(freep) char *line = NULL;
        char number[32];

        if (row->state != ROW_REJECTED)
            continue;
        shown++;
        snprintf(number, sizeof(number), "%zu", row->line);
        title = column_title(row->fault_column);
        line = *title ? text_fill(TEXT_IMPORT_REJECT_COLUMN, number, title, row->fault) : text_fill(TEXT_IMPORT_REJECT, number, row->fault);
        record_line(stderr, app->color_errors, "", 0, line);
    }
}

/* For programs with -o json, for people otherwise. `reject` is where the rejected rows are, or NULL. */
static void summary(const struct app *app, const struct import_file *file, const struct upload_counts *counts, bool dry_run,
                    const char *reject) {
    char rows[24], created[24], present[24], rejected[24];

    snprintf(rows, sizeof(rows), "%zu", file->rows.count);
    snprintf(created, sizeof(created), "%zu", counts->created);
    snprintf(present, sizeof(present), "%zu", counts->present);
    snprintf(rejected, sizeof(rejected), "%zu", counts->rejected);
    if (app->format == OUTPUT_JSON || app->format == OUTPUT_JSONL) {
        printf("{\"rows\":%s,\"created\":%s,\"present\":%s,\"rejected\":%s}\n", rows, created, present, rejected);
    } else {
        _cleanup_(freep) char *line = dry_run ? text_fill(TEXT_IMPORT_CHECKED, rows, file->charset, rejected)
                                              : text_fill(TEXT_IMPORT_SUMMARY, rows, created, present, rejected);

        puts(line);
    }
    if (counts->rejected > 0 && reject)
        app_note(app, text_fill(TEXT_IMPORT_REJECT_FILE, reject));
}

static int import_content(struct app *app, const char *content, size_t bytes, const char *reject, bool dry_run) {
    struct complaint complaint = {0};
    struct upload_counts counts = {0};
    uint8_t hash[FILE_HASH_BYTES];
    struct import_file file;
    int fault, stopped = 0;

    if (import_read(content, bytes, &file, &complaint) != 0)
        return app_complain(app, &complaint);
    warn_unknown_columns(app, &file);
    key_hash_file(content, bytes, hash);
    if (dry_run)
        upload_count(&file.rows, &counts);
    else
        stopped = upload_rows(app, &file.rows, file.order, hash, &counts);
    fault = reject_write(reject, &file.sheet, &file.columns, &file.rows, &complaint);
    if (fault != 0)
        app_complain(app, &complaint);
    show_rejects(app, &file.rows);
    summary(app, &file, &counts, dry_run, fault ? NULL : reject);
    if (stopped)
        app_note(app, xstrdup(text_of(TEXT_IMPORT_STOPPED)));
    import_file_deinit(&file);
    return stopped ? stopped : fault ? fault : counts.rejected ? EXIT_REJECTED_ROWS : 0;
}

int import_run(struct app *app) {
    const char *chosen = arguments_take_flag(&app->arguments, "reject", false);
    bool dry_run = arguments_take_flag(&app->arguments, "dry-run", true) != NULL;
    const char *path = arguments_take_word(&app->arguments);
    _cleanup_(freep) char *reject = NULL;
    _cleanup_(freep) char *content = NULL;
    struct complaint complaint = {0};
    size_t bytes;
    int fault = app_expect_no_more(app);

    if (fault != 0)
        return fault;
    if (!path)
        return app_usage(app, xstrdup(text_of(TEXT_IMPORT_FILE_MISSING)), xstrdup(text_of(TEXT_HINT_IMPORT_HELP)));
    if (chosen && (!*chosen || strcmp(chosen, path) == 0))
        return app_usage(app, xstrdup(text_of(TEXT_IMPORT_REJECT_SAME)), NULL);
    reject = chosen ? xstrdup(chosen) : reject_path(strcmp(path, "-") == 0 ? "stdin" : path);
    if (import_read_file(path, &content, &bytes, &complaint) != 0)
        return app_complain(app, &complaint);
    return import_content(app, content, bytes, reject, dry_run);
}
