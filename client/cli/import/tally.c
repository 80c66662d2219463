#include "client/cli/import/tally.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/import/columns.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/record.h"

enum { REJECTS_SHOWN = 10, NUMBER_BYTES = 24 };

void tally_init(struct tally *tally, const struct sheet *sheet) {
    *tally = (struct tally){.outcomes = xcalloc(sheet->count, sizeof(*tally->outcomes)),
                            .faults = xcalloc(sheet->count, sizeof(*tally->faults)),
                            .rows = sheet->count - 1};
}

void tally_deinit(struct tally *tally) {
    for (size_t row = 0; tally->faults && row <= tally->rows; row++)
        free(tally->faults[row]);
    free(tally->faults);
    free(tally->outcomes);
    *tally = (struct tally){0};
}

void tally_reject(struct tally *tally, size_t row, char *why) {
    if (tally->faults[row])
        free(why);
    else
        tally->faults[row] = why;
    tally->outcomes[row] = OUTCOME_REJECTED;
}

size_t tally_count(const struct tally *tally, enum outcome outcome) {
    size_t count = 0;

    for (size_t row = 1; row <= tally->rows; row++)
        count += tally->outcomes[row] == outcome;
    return count;
}

static void counts(const struct tally *tally, char ret_numbers[OUTCOMES][NUMBER_BYTES]) {
    for (int outcome = 0; outcome < OUTCOMES; outcome++)
        snprintf(ret_numbers[outcome], NUMBER_BYTES, "%zu", tally_count(tally, (enum outcome)outcome));
}

char *tally_detail(const struct tally *tally) {
    char n[OUTCOMES][NUMBER_BYTES];

    counts(tally, n);
    return text_fill(TEXT_CALLS_DETAIL, n[OUTCOME_CREATED], n[OUTCOME_UPDATED], n[OUTCOME_PRESENT], n[OUTCOME_REJECTED]);
}

static void print_rejects(const struct tally *tally, const struct sheet *sheet, const struct plan *plan, FILE *stream) {
    fputs(CSV_BOM, stream);
    for (size_t row = 0; row < sheet->count; row++) {
        _cleanup_(freep) char *line = xasprintf("%zu", sheet->rows[row].line);
        const char *front[REJECT_COUNT] = {[REJECT_LINE] = line, [REJECT_COLUMN] = "", [REJECT_REASON] = tally->faults[row]};

        if (row > 0 && !tally->faults[row])
            continue;
        for (size_t i = 0; i < REJECT_COUNT; i++)
            csv_print_cell(stream, row == 0 ? column_reject_name(i) : front[i], i == 0);
        for (size_t i = 0; i < sheet->rows[row].count; i++)
            if (i >= sheet->rows[0].count || !plan->is_ours[i])
                csv_print_cell(stream, sheet->rows[row].cells[i], 0);
        csv_print_end(stream);
    }
}

/* What an earlier run left there may have been mended meanwhile: it is put aside, never overwritten. An exit code. */
static int write_rejects(const struct tally *tally, const struct app *app, const struct sheet *sheet, const struct plan *plan,
                         const char *path) {
    struct complaint complaint = {0};
    struct newfile file;
    int fault;

    if (tally_count(tally, OUTCOME_REJECTED) == 0) {
        newfile_put_aside(path);
        return 0;
    }
    fault = newfile_open(&file, path, true);
    if (fault == 0) {
        print_rejects(tally, sheet, plan, file.stream);
        fault = newfile_commit(&file);
        newfile_drop(&file);
    }
    if (fault == 0)
        return 0;
    complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, path, strerror(-fault)), NULL);
    return app_complain(app, &complaint);
}

static void show_rejects(const struct tally *tally, const struct app *app, const struct sheet *sheet) {
    size_t shown = 0;

    for (size_t row = 1; row <= tally->rows && shown < REJECTS_SHOWN && !app->quiet; row++) {
        _cleanup_(freep) char *line = NULL;
        char number[NUMBER_BYTES];

        if (!tally->faults[row])
            continue;
        shown++;
        snprintf(number, sizeof(number), "%zu", sheet->rows[row].line);
        line = text_fill(TEXT_IMPORT_REJECT, number, tally->faults[row]);
        record_line(stderr, app->color_errors, "", 0, line);
    }
}

static void summary(const struct tally *tally, const struct app *app, const struct plan *plan, const char *checked_charset) {
    char rows[NUMBER_BYTES], n[OUTCOMES][NUMBER_BYTES];

    snprintf(rows, sizeof(rows), "%zu", tally->rows);
    counts(tally, n);
    if (app->format == OUTPUT_JSON || app->format == OUTPUT_JSONL) {
        printf("{\"rows\":%s,\"created\":%s,\"updated\":%s,\"present\":%s,\"rejected\":%s}\n", rows, n[OUTCOME_CREATED], n[OUTCOME_UPDATED],
               n[OUTCOME_PRESENT], n[OUTCOME_REJECTED]);
    } else {
        const char *kind = language_pick(plan->zh, plan->en);
        _cleanup_(freep) char *line = checked_charset ? text_fill(TEXT_IMPORT_CHECKED, rows, checked_charset, n[OUTCOME_REJECTED])
                                                      : text_fill(TEXT_CALLS_SUMMARY, rows, n[OUTCOME_CREATED], n[OUTCOME_UPDATED],
                                                                  n[OUTCOME_PRESENT], n[OUTCOME_REJECTED]);

        printf("%s%s%s\n", kind, language_pick("：", ": "), line);
    }
}

int tally_tell(const struct tally *tally, const struct app *app, const struct sheet *sheet, const struct plan *plan, const char *reject,
               const char *checked_charset) {
    int fault = write_rejects(tally, app, sheet, plan, reject);
    size_t rejected = tally_count(tally, OUTCOME_REJECTED);

    show_rejects(tally, app, sheet);
    summary(tally, app, plan, checked_charset);
    if (fault == 0 && rejected > 0)
        app_note(app, text_fill(TEXT_IMPORT_REJECT_FILE, reject));
    return fault ? fault : rejected ? EXIT_REJECTED_ROWS : 0;
}
