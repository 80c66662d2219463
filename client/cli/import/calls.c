#include "client/cli/import/calls.h"

#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/command/lookup.h"
#include "client/cli/grammar/command.h"
#include "client/cli/import/import.h"
#include "client/cli/import/key.h"
#include "client/cli/import/progress.h"
#include "client/cli/import/reject.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/failure.h"
#include "client/cli/output/record.h"

enum { REJECTS_SHOWN = 10 };

struct calls {
    struct app *app;
    const struct kam_method *method;
    struct sheet sheet;
    const char *charset;
    const char *flag[SHEET_CELLS_MAX]; /* what a column is on the command line; NULL: left out */
    bool is_ours[SHEET_CELLS_MAX];     /* written by a reject file */
    char **faults;                     /* of each row; NULL: none */
    uint8_t hash[FILE_HASH_BYTES];
    size_t created, present, rejected;
    bool dry_run;
};

/* The flag a header stands for, NULL when it is left out. */
static const char *flag_of(const struct calls *calls, const struct calls_alias *aliases, const char *header, bool *ret_known) {
    struct field_path path = {0};
    int found;

    *ret_known = true;
    for (; aliases->header; aliases++)
        if (strcasecmp(header, aliases->header) == 0 || strcmp(header, aliases->header_zh) == 0)
            return aliases->flag;
    found = field_resolve(calls->method->request, header, &path);
    if (found == 0 && !command_hides(calls->method, &path))
        return header;
    *ret_known = found != FIELD_UNKNOWN; /* what the server fills in is in an export, and says nothing here */
    return NULL;
}

static void map_columns(struct calls *calls, const struct calls_alias *aliases) {
    const struct sheet_row *header = &calls->sheet.rows[0];

    for (size_t i = 0; i < header->count; i++) {
        bool known;

        for (size_t j = 0; j < REJECT_COUNT; j++)
            calls->is_ours[i] = calls->is_ours[i] || strcasecmp(header->cells[i], column_reject_name(j)) == 0;
        if (calls->is_ours[i])
            continue;
        calls->flag[i] = flag_of(calls, aliases, header->cells[i], &known);
        if (!known && *header->cells[i])
            app_note(calls->app, text_fill(TEXT_IMPORT_COLUMN_IGNORED, header->cells[i]));
    }
}

/* The row as if it stood on the command line. 0 with the request, or the reason it is none; both belong to the caller. */
static char *row_request(struct calls *calls, const struct sheet_row *row, ProtobufCMessage **ret_request) {
    struct token tokens[SHEET_CELLS_MAX];
    char *values[SHEET_CELLS_MAX];
    struct arguments arguments = {.program = calls->app->arguments.program, .tokens = tokens};
    struct request_lookup lookup = lookup_through(calls->app);
    struct complaint complaint = {0};
    struct protojson_fault fault;
    json_t *request = NULL;
    char *why = NULL;

    for (size_t i = 0; i < row->count; i++) {
        if (i >= calls->sheet.rows[0].count) {
            if (*row->cells[i] && !why)
                why = xstrdup(text_of(TEXT_IMPORT_SURPLUS));
        } else if (calls->flag[i] && *row->cells[i]) {
            values[arguments.count] = csv_unguard(row->cells[i]);
            tokens[arguments.count] = (struct token){
                .is_flag = true, .text = calls->flag[i], .value = values[arguments.count], .name_bytes = strlen(calls->flag[i])};
            arguments.count++;
        }
    }
    if (!why && request_build(calls->method, &arguments, NULL, &lookup, &request, &complaint) != 0)
        why = complaint.message ? steal(complaint.message) : xstrdup(text_of(TEXT_IMPORT_ROW_SAID));
    if (!why && protojson_decode(request, calls->method->request, ret_request, &fault) != PROTOJSON_OK)
        why = xstrdup(text_of(TEXT_VALUE_UTF8));
    complaint_deinit(&complaint);
    json_decref(request);
    for (size_t i = 0; i < arguments.count; i++)
        free(values[i]);
    return why;
}

/* What would refuse every row alike, or will not be said again: the run ends rather than filling the reject file. */
static bool ends_the_run(const struct calls *calls, const struct kam_error *error) {
    switch (error->code) {
    case KAM_UNAVAILABLE:
    case KAM_UNKNOWN:
    case KAM_DEADLINE_EXCEEDED:
    case KAM_UNAUTHENTICATED:
    case KAM_UNIMPLEMENTED:
    case KAM_RESOURCE_EXHAUSTED:
        return true;
    case KAM_PERMISSION_DENIED:
        return error->violations_count == 0 && calls->created + calls->present == 0;
    default:
        return false;
    }
}

/* One row. An exit code that ends the run, or 0. */
static int call_row(struct calls *calls, size_t number) {
    ProtobufCMessage *request = NULL, *response = NULL;
    struct kam_call_options options;
    uint8_t key[KEY_BYTES];
    bool replayed = false;
    int code = 0;

    calls->faults[number] = row_request(calls, &calls->sheet.rows[number], &request);
    if (calls->faults[number] || calls->dry_run)
        goto done;
    kam_call_options_init(&options);
    key_make(calls->hash, number, KEY_STEP_CALL, key);
    options.request_id = key;
    options.ret_replayed = &replayed;
    if (kam_call(calls->app->client, calls->method, request, &options, &response) == KAM_OK) {
        calls->created += !replayed;
        calls->present += replayed;
    } else {
        const struct kam_error *error = kam_client_error(calls->app->client);

        if (error->code == KAM_ALREADY_EXISTS)
            calls->present++; /* by another file, or by hand */
        else if (ends_the_run(calls, error)) {
            failure_print(stderr, calls->app->color_errors, calls->method, error, calls->app->has_session);
            code = (int)failure_exit(error);
        } else {
            calls->faults[number] =
                xstrdup(error->violations_count && *error->violations[0].message ? error->violations[0].message : error->message);
        }
    }
done:
    calls->rejected += calls->faults[number] != NULL;
    if (request)
        protobuf_c_message_free_unpacked(request, NULL);
    kam_message_free(response);
    return code;
}

static int call_rows(struct calls *calls) {
    size_t rows = calls->sheet.count - 1;
    struct progress progress;
    int code = 0;

    progress_init(&progress, stderr, rows, calls->app->quiet, calls->app->color_errors);
    for (size_t number = 1; number <= rows && code == 0; number++) {
        char created[24], present[24], rejected[24];
        _cleanup_(freep) char *detail = NULL;

        code = call_row(calls, number);
        snprintf(created, sizeof(created), "%zu", calls->created);
        snprintf(present, sizeof(present), "%zu", calls->present);
        snprintf(rejected, sizeof(rejected), "%zu", calls->rejected);
        detail = text_fill(TEXT_IMPORT_DETAIL, created, present, rejected);
        progress_show(&progress, number, detail);
    }
    progress_end(&progress);
    return code;
}

static void print_rejects(const struct calls *calls, FILE *stream) {
    fputs(CSV_BOM, stream);
    for (size_t row = 0; row < calls->sheet.count; row++) {
        _cleanup_(freep) char *line = xasprintf("%zu", calls->sheet.rows[row].line);
        const char *front[REJECT_COUNT] = {[REJECT_LINE] = line, [REJECT_COLUMN] = "", [REJECT_REASON] = calls->faults[row]};

        if (row > 0 && !calls->faults[row])
            continue;
        for (size_t i = 0; i < REJECT_COUNT; i++)
            csv_print_cell(stream, row == 0 ? column_reject_name(i) : front[i], i == 0);
        for (size_t i = 0; i < calls->sheet.rows[row].count; i++)
            if (i >= calls->sheet.rows[0].count || !calls->is_ours[i])
                csv_print_cell(stream, calls->sheet.rows[row].cells[i], 0);
        csv_print_end(stream);
    }
}

/* What an earlier run left there may have been mended meanwhile: it is put aside, never overwritten. An exit code. */
static int write_rejects(const struct calls *calls, const char *path) {
    struct complaint complaint = {0};
    struct newfile file;
    int fault;

    if (calls->rejected == 0) {
        newfile_put_aside(path);
        return 0;
    }
    fault = newfile_open(&file, path, true);
    if (fault == 0) {
        print_rejects(calls, file.stream);
        fault = newfile_commit(&file);
        newfile_drop(&file);
    }
    if (fault == 0)
        return 0;
    complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, path, strerror(-fault)), NULL);
    return app_complain(calls->app, &complaint);
}

static void show_rejects(const struct calls *calls) {
    size_t shown = 0;

    for (size_t row = 1; row < calls->sheet.count && shown < REJECTS_SHOWN && !calls->app->quiet; row++) {
        _cleanup_(freep) char *line = NULL;
        char number[24];

        if (!calls->faults[row])
            continue;
        shown++;
        snprintf(number, sizeof(number), "%zu", calls->sheet.rows[row].line);
        line = text_fill(TEXT_IMPORT_REJECT, number, calls->faults[row]);
        record_line(stderr, calls->app->color_errors, "", 0, line);
    }
}

static void summary(const struct calls *calls) {
    char rows[24], created[24], present[24], rejected[24];

    snprintf(rows, sizeof(rows), "%zu", calls->sheet.count - 1);
    snprintf(created, sizeof(created), "%zu", calls->created);
    snprintf(present, sizeof(present), "%zu", calls->present);
    snprintf(rejected, sizeof(rejected), "%zu", calls->rejected);
    if (calls->app->format == OUTPUT_JSON || calls->app->format == OUTPUT_JSONL) {
        printf("{\"rows\":%s,\"created\":%s,\"present\":%s,\"rejected\":%s}\n", rows, created, present, rejected);
    } else {
        _cleanup_(freep) char *line = calls->dry_run ? text_fill(TEXT_IMPORT_CHECKED, rows, calls->charset, rejected)
                                                     : text_fill(TEXT_IMPORT_SUMMARY, rows, created, present, rejected);

        puts(line);
    }
}

static int run(struct calls *calls, const struct calls_alias *aliases, const char *reject) {
    kam_client *client;
    int fault, code = app_client(calls->app, &client);

    if (code != 0)
        return code;
    map_columns(calls, aliases);
    calls->faults = xcalloc(calls->sheet.count, sizeof(*calls->faults));
    code = call_rows(calls);
    fault = write_rejects(calls, reject);
    show_rejects(calls);
    summary(calls);
    if (fault == 0 && calls->rejected > 0)
        app_note(calls->app, text_fill(TEXT_IMPORT_REJECT_FILE, reject));
    if (code != 0)
        app_note(calls->app, xstrdup(text_of(TEXT_IMPORT_STOPPED)));
    for (size_t i = 0; i < calls->sheet.count; i++)
        free(calls->faults[i]);
    free(calls->faults);
    return code ? code : fault ? fault : calls->rejected ? EXIT_REJECTED_ROWS : 0;
}

int calls_import(struct app *app, const char *method_path, const struct calls_alias *aliases) {
    struct calls *calls = xcalloc(1, sizeof(*calls));
    const char *chosen = arguments_take_flag(&app->arguments, "reject", false);
    _cleanup_(freep) char *content = NULL;
    _cleanup_(freep) char *reject = NULL;
    struct complaint complaint = {0};
    const char *path;
    size_t bytes;
    int code;

    calls->app = app;
    calls->method = kam_method_find(method_path);
    calls->dry_run = arguments_take_flag(&app->arguments, "dry-run", true) != NULL;
    path = arguments_take_word(&app->arguments);
    code = app_expect_no_more(app);
    if (code == 0 && !path)
        code = app_usage(app, xstrdup(text_of(TEXT_IMPORT_FILE_MISSING)), NULL);
    if (code == 0 && chosen && (!*chosen || strcmp(chosen, path) == 0))
        code = app_usage(app, xstrdup(text_of(TEXT_IMPORT_REJECT_SAME)), NULL);
    if (code == 0 && (import_read_file(path, &content, &bytes, &complaint) != 0 ||
                      import_read_sheet(content, bytes, &calls->sheet, &calls->charset, &complaint) != 0))
        code = app_complain(app, &complaint);
    if (code == 0) {
        reject = chosen ? xstrdup(chosen) : reject_path(strcmp(path, "-") == 0 ? calls->method->noun : path);
        key_hash_file(content, bytes, calls->hash);
        code = run(calls, aliases, reject);
        sheet_deinit(&calls->sheet);
    }
    free(calls);
    return code;
}

int visit_plans_import_run(struct app *app) {
    static const struct calls_alias aliases[] = {
        {"account_code", "客户编号", "account"}, {"person_login", "拜访人登录名", "person"}, {NULL, NULL, NULL}};

    return calls_import(app, "kam.v1.Visits/CreateVisitPlan", aliases);
}
