#include "client/cli/journal/journal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/csv.h"

enum { WAIT_MS = 20000, SHOWN_BEFORE = 10 };

/* What a line shows; a table of which the end is never known has no widths. */
static const char *const columns[] = {"seq", "at", "person_name", "outcome", "act", "subject_kind", "subject_id", "reason"};

int journal_number(struct app *app, const char *name, int64_t otherwise, int64_t *ret_number) {
    const char *text = arguments_take_flag(&app->arguments, name, false);
    char *end;

    *ret_number = otherwise;
    if (!text)
        return 0;
    errno = 0;
    *ret_number = strtoll(text, &end, 10);
    if (*end || end == text || errno || *ret_number < 0)
        return app_usage(app, text_fill(TEXT_VALUE_INTEGER, text), NULL);
    return 0;
}

static void print_record_line(const struct app *app, const ProtobufCMessage *record) {
    if (app->format == OUTPUT_JSON || app->format == OUTPUT_JSONL) {
        _cleanup_(json_decrefp) json_t *value = xjson(protojson_encode(record, 0));

        json_dumpf(value, stdout, JSON_COMPACT);
        putchar('\n');
        return;
    }
    for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
        enum cell_style style = app->format == OUTPUT_CSV ? CELL_PLAIN : CELL_HUMAN;
        _cleanup_(freep) char *cell = cell_text(record, cell_field(record->descriptor, columns[i]), style);

        if (app->format == OUTPUT_CSV)
            csv_print_cell(stdout, cell, i == 0);
        else if (cell)
            printf("%s%s", i ? "  " : "", cell);
    }
    if (app->format == OUTPUT_CSV)
        csv_print_end(stdout);
    else
        putchar('\n');
}

static int64_t print_records(const struct app *app, const ProtobufCMessage *response, bool newest_first) {
    const ProtobufCFieldDescriptor *records = cell_field(response->descriptor, "records");
    size_t count = cell_count(response, records);
    int64_t last = 0;

    for (size_t i = 0; i < count; i++) {
        const ProtobufCMessage *record = cell_message(response, records, newest_first ? count - 1 - i : i);

        print_record_line(app, record);
        last = cell_integer(record, cell_field(record->descriptor, "seq"));
    }
    fflush(stdout);
    return last;
}

/* The last few records, and after which one to go on. */
static int show_last(struct app *app, int64_t *ret_after) {
    const struct kam_method *method = kam_method_find("kam.v1.Journal/ListJournalRecords");
    _cleanup_(json_decrefp) json_t *request = xjson(json_pack("{s:i}", "page_size", SHOWN_BEFORE));
    ProtobufCMessage *response = NULL;
    int fault = app_call(app, method, request, &response);

    if (fault != 0)
        return fault;
    *ret_after = print_records(app, response, true);
    kam_message_free(response);
    return 0;
}

int journal_follow_run(struct app *app) {
    const struct kam_method *method = kam_method_find("kam.v1.Journal/FollowJournal");
    int64_t after;
    int fault = journal_number(app, "after", -1, &after);

    if (fault == 0)
        fault = app_expect_no_more(app);
    if (fault == 0 && after < 0)
        fault = show_last(app, &after);
    while (fault == 0 && !ferror(stdout)) {
        _cleanup_(json_decrefp) json_t *request = xjson(json_pack("{s:I,s:i}", "after_seq", (json_int_t)after, "wait_ms", WAIT_MS));
        ProtobufCMessage *response = NULL;
        int64_t next;

        fault = app_call(app, method, request, &response);
        if (fault != 0)
            break;
        print_records(app, response, false);
        next = cell_integer(response, cell_field(response->descriptor, "next_seq"));
        after = next ? next : after;
        kam_message_free(response);
    }
    return fault;
}
