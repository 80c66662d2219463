#include "client/cli/import/calls.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/command/lookup.h"
#include "client/cli/grammar/request.h"
#include "client/cli/import/import.h"
#include "client/cli/import/key.h"
#include "client/cli/import/plan.h"
#include "client/cli/import/progress.h"
#include "client/cli/import/reject.h"
#include "client/cli/import/tally.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/failure.h"

enum { TRIES_MAX = 60 };

struct calls {
    struct app *app;
    kam_client *client;
    struct sheet sheet;
    const char *charset;
    struct plan plan;
    struct codes codes;
    struct tally tally;
    uint8_t hash[FILE_HASH_BYTES];
    size_t *next_call;   /* of each row */
    const char *unknown; /* the code a row waits for, in its own cells */
    FILE *tokens;        /* where one-time tokens go, or NULL */
    bool dry_run;
    int stop; /* exit code that ends the run */
};

static const char *cell_of(const struct calls *calls, size_t row, size_t column) {
    const struct sheet_row *r = &calls->sheet.rows[row];

    return column < r->count ? r->cells[column] : "";
}

/* The cells of a call as flags of a command line, ids for codes; false when a code is not there yet. The values are the caller's. */
static bool row_flags(struct calls *calls, size_t row, const struct plan_call *call, struct token *tokens, size_t *ret_count) {
    for (size_t i = 0; i < call->count; i++) {
        const struct plan_field *field = &call->fields[i];
        const char *text = cell_of(calls, row, field->column);
        const struct code_entry *entry = NULL;

        if (!*text)
            continue;
        if (field->kind != CODE_NONE && !(entry = codes_find(&calls->codes, field->kind, text))) {
            calls->unknown = text;
            calls->stop = calls->codes.stop;
            return false;
        }
        tokens[(*ret_count)++] = (struct token){.is_flag = true,
                                                .text = field->flag,
                                                .name_bytes = strlen(field->flag),
                                                .value = entry ? xasprintf("%lld", (long long)entry->id) : csv_unguard(text)};
    }
    return true;
}

/* The row's request as if it stood on the command line. NULL: it waits for a code, is rejected, or the run has to stop. */
static json_t *row_request(struct calls *calls, size_t row, const struct plan_call *call) {
    struct token tokens[SHEET_CELLS_MAX];
    struct arguments arguments = {.program = calls->app->arguments.program, .tokens = tokens};
    struct request_lookup lookup = lookup_through(calls->app);
    struct complaint complaint = {0};
    json_t *request = NULL;

    for (size_t i = calls->sheet.rows[0].count; i < calls->sheet.rows[row].count; i++)
        if (*calls->sheet.rows[row].cells[i]) {
            tally_reject(&calls->tally, row, xstrdup(text_of(TEXT_IMPORT_SURPLUS)));
            return NULL;
        }
    if (row_flags(calls, row, call, tokens, &arguments.count) &&
        request_build(call->method, &arguments, NULL, &lookup, &request, &complaint) != 0) {
        if (complaint.message)
            tally_reject(&calls->tally, row, steal(complaint.message));
        else
            calls->stop = (int)complaint.exit; /* said already */
    }
    complaint_deinit(&complaint);
    for (size_t i = 0; i < arguments.count; i++)
        free((char *)tokens[i].value);
    return request;
}

/* What the sheet says otherwise than the server: the request that changes it. NULL when they agree. */
static json_t *change_of(const struct calls *calls, const struct plan_call *call, const ProtobufCMessage *wanted, const json_t *present) {
    const ProtobufCFieldDescriptor *leading = &wanted->descriptor->fields[0];
    _cleanup_(json_decrefp) json_t *item = xjson(protojson_encode(cell_message(wanted, leading, 0), 0));
    _cleanup_(json_decrefp) json_t *changed = xjson(json_object());
    _cleanup_(freep) char *mask = xstrdup("");
    json_t *request, *value;
    const char *key;

    json_object_foreach(item, key, value) {
        char *longer;

        if (strcmp(key, calls->plan.key) == 0 || json_equal(value, json_object_get(present, key)))
            continue;
        json_object_set(changed, key, value);
        longer = xasprintf("%s%s%s", mask, *mask ? "," : "", key);
        free(mask);
        mask = longer;
    }
    if (!*mask)
        return NULL;
    json_object_set(changed, "id", json_object_get(present, "id"));
    request = xjson(json_object());
    json_object_set(request, leading->name, changed);
    json_object_set_new(request, "update_mask", xjson(json_string(mask)));
    if (cell_field(call->update->request, "etag") && json_object_get(present, "etag"))
        json_object_set(request, "etag", json_object_get(present, "etag"));
    return request;
}

/* The row's own code now has an id; the token of a new user is kept where it was asked for. */
static void learn(struct calls *calls, size_t row, const ProtobufCMessage *response) {
    const char *code = cell_of(calls, row, calls->plan.key_column);
    const ProtobufCFieldDescriptor *token;

    if (calls->plan.kind == CODE_NONE)
        return;
    codes_learn(&calls->codes, calls->plan.kind, code, response ? cell_message(response, &response->descriptor->fields[0], 0) : NULL);
    token = response ? cell_field(response->descriptor, "one_time_token") : NULL;
    if (token && calls->tokens && *cell_string(response, token)) {
        csv_print_cell(calls->tokens, code, 1);
        csv_print_cell(calls->tokens, cell_string(response, token), 0);
        csv_print_end(calls->tokens);
    }
}

/* What passes by itself is tried again with the same key, so nothing is done twice. */
static int call_patiently(struct calls *calls, const struct kam_method *method, const ProtobufCMessage *message,
                          const struct kam_call_options *options, ProtobufCMessage **ret_response) {
    static const struct timespec pause = {.tv_sec = 1};
    int r = kam_call(calls->client, method, message, options, ret_response);

    for (int tries = 0; r != KAM_OK && tries < TRIES_MAX; tries++) {
        const struct kam_error *error = kam_client_error(calls->client);

        if (!error->retryable || error->code == KAM_UNAUTHENTICATED)
            break;
        nanosleep(&pause, NULL);
        r = kam_call(calls->client, method, message, options, ret_response);
    }
    return r;
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
        return error->violations_count == 0 && tally_count(&calls->tally, OUTCOME_CREATED) + tally_count(&calls->tally, OUTCOME_UPDATED) +
                                                       tally_count(&calls->tally, OUTCOME_PRESENT) ==
                                                   0;
    default:
        return false;
    }
}

static void refused(struct calls *calls, size_t row, const struct kam_method *method, const struct plan_call *call) {
    const struct kam_error *error = kam_client_error(calls->client);

    if (strcmp(error->reason, call->taken) == 0) {
        calls->next_call[row]++;
    } else if (ends_the_run(calls, error)) {
        failure_print(stderr, calls->app->color_errors, method, error, calls->app->has_session);
        calls->stop = (int)failure_exit(error);
    } else {
        tally_reject(&calls->tally, row,
                     xstrdup(error->violations_count && *error->violations[0].message ? error->violations[0].message : error->message));
    }
}

/* Sends one request; a change is compared before it is asked for, so it needs no key of the file's. */
static void send(struct calls *calls, size_t row, const struct plan_call *call, const ProtobufCMessage *message, bool is_change) {
    const struct kam_method *method = is_change ? call->update : call->method;
    size_t which = calls->next_call[row];
    struct kam_call_options options;
    ProtobufCMessage *response = NULL;
    uint8_t key[KEY_BYTES];
    bool replayed = false;

    kam_call_options_init(&options);
    options.ret_replayed = &replayed;
    key_make(calls->hash, row, (enum key_step)(KEY_STEP_CALL + which), key);
    options.request_id = is_change ? NULL : key;
    if (call_patiently(calls, method, message, &options, &response) != KAM_OK) {
        refused(calls, row, method, call);
        return;
    }
    if (which == 0)
        learn(calls, row, response);
    kam_message_free(response);
    calls->next_call[row]++;
    if (!replayed && calls->tally.outcomes[row] != OUTCOME_CREATED)
        calls->tally.outcomes[row] = which == 0 && !is_change ? OUTCOME_CREATED : OUTCOME_UPDATED;
}

/* Makes the call this request stands for, or the change of what is there already; with --dry-run nothing. */
static void settle(struct calls *calls, size_t row, const struct plan_call *call, const json_t *request) {
    const char *code = cell_of(calls, row, calls->plan.key_column);
    const struct code_entry *present = call->update ? codes_find(&calls->codes, calls->plan.kind, code) : NULL;
    ProtobufCMessage *message = NULL, *change = NULL;
    json_t *difference = NULL;
    struct protojson_fault fault;

    calls->stop = calls->codes.stop;
    if (protojson_decode(request, call->method->request, &message, &fault) != PROTOJSON_OK) {
        tally_reject(&calls->tally, row, xstrdup(text_of(TEXT_VALUE_UTF8)));
        return;
    }
    if (present && present->item)
        difference = change_of(calls, call, message, present->item);
    if (difference && protojson_decode(difference, call->update->request, &change, &fault) != PROTOJSON_OK)
        abort(); /* all of it comes from messages */
    if (calls->dry_run && !present)
        learn(calls, row, NULL);
    if (calls->dry_run || (present && !difference))
        calls->next_call[row]++;
    else if (!calls->stop)
        send(calls, row, call, change ? change : message, change != NULL);
    json_decref(difference);
    if (change)
        protobuf_c_message_free_unpacked(change, NULL);
    protobuf_c_message_free_unpacked(message, NULL);
}

static bool is_through(const struct calls *calls, size_t row) {
    return calls->tally.outcomes[row] == OUTCOME_REJECTED || calls->next_call[row] == calls->plan.calls_count;
}

/* Makes the row's next call if it can be made; true when something got on. */
static bool step(struct calls *calls, size_t row) {
    const struct plan_call *call = &calls->plan.calls[calls->next_call[row]];
    _cleanup_(json_decrefp) json_t *request = NULL;

    if (call->is_optional && !*cell_of(calls, row, call->when_column)) {
        calls->next_call[row]++;
        return true;
    }
    request = row_request(calls, row, call);
    if (request)
        settle(calls, row, call, request);
    return request || is_through(calls, row);
}

/* Round after round, until nothing gets on: what a row waits for may stand further down. */
static void run_rounds(struct calls *calls, struct progress *progress) {
    bool moved = true;

    while (moved && !calls->stop) {
        size_t through = 0;

        moved = false;
        for (size_t row = 1; row <= calls->tally.rows && !calls->stop; row++) {
            _cleanup_(freep) char *detail = NULL;

            while (!is_through(calls, row) && !calls->stop && step(calls, row))
                moved = true;
            through += is_through(calls, row);
            if (is_through(calls, row) && calls->tally.outcomes[row] == OUTCOME_WAITS)
                calls->tally.outcomes[row] = OUTCOME_PRESENT;
            detail = tally_detail(&calls->tally);
            progress_show(progress, through, detail);
        }
    }
    for (size_t row = 1; row <= calls->tally.rows && !calls->stop; row++)
        if (!is_through(calls, row)) {
            calls->unknown = "";
            json_decref(row_request(calls, row, &calls->plan.calls[calls->next_call[row]]));
            tally_reject(&calls->tally, row, text_fill(TEXT_PLAN_UNKNOWN_CODE, calls->unknown));
        }
}

static int run(struct calls *calls, const char *noun, const char *reject) {
    struct progress progress;
    int told, code = app_client(calls->app, &calls->client);

    if (code != 0)
        return code;
    if (!plan_fit(calls->app, noun, &calls->sheet.rows[0], &calls->plan))
        return app_usage(calls->app, xstrdup(text_of(TEXT_PLAN_UNKNOWN)), text_fill(TEXT_HINT_PLAN, noun));
    calls->next_call = xcalloc(calls->sheet.count, sizeof(*calls->next_call));
    tally_init(&calls->tally, &calls->sheet);
    codes_init(&calls->codes, calls->app);
    progress_init(&progress, stderr, calls->tally.rows, calls->app->quiet, calls->app->color_errors);
    run_rounds(calls, &progress);
    progress_end(&progress);
    told = tally_tell(&calls->tally, calls->app, &calls->sheet, &calls->plan, reject, calls->dry_run ? calls->charset : NULL);
    if (calls->stop)
        app_note(calls->app, xstrdup(text_of(TEXT_IMPORT_STOPPED)));
    codes_deinit(&calls->codes);
    tally_deinit(&calls->tally);
    free(calls->next_call);
    return calls->stop ? calls->stop : told;
}

/* The run, with the one-time tokens of new users in a file of their own where one is named. An exit code. */
static int run_with_tokens(struct calls *calls, const char *noun, const char *reject, const char *tokens) {
    struct complaint complaint = {0};
    struct newfile file = {0};
    int fault, code;

    if (!tokens)
        return run(calls, noun, reject);
    fault = newfile_open(&file, tokens, true);
    if (fault == 0) {
        calls->tokens = file.stream;
        code = run(calls, noun, reject);
        fault = newfile_commit(&file);
        newfile_drop(&file);
        if (fault == 0)
            return code;
    }
    complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, tokens, strerror(-fault)), NULL);
    return app_complain(calls->app, &complaint);
}

static int import_noun(struct app *app, const char *noun, const char *tokens) {
    struct calls *calls = xcalloc(1, sizeof(*calls));
    const char *chosen = arguments_take_flag(&app->arguments, "reject", false);
    _cleanup_(freep) char *content = NULL;
    _cleanup_(freep) char *reject = NULL;
    struct complaint complaint = {0};
    const char *path;
    size_t bytes;
    int code;

    calls->app = app;
    calls->dry_run = arguments_take_flag(&app->arguments, "dry-run", true) != NULL;
    path = arguments_take_word(&app->arguments);
    code = app_expect_no_more(app);
    if (code == 0 && !path)
        code = app_usage(app, xstrdup(text_of(TEXT_IMPORT_FILE_MISSING)), text_fill(TEXT_HINT_PLAN, noun));
    if (code == 0 && chosen && (!*chosen || strcmp(chosen, path) == 0))
        code = app_usage(app, xstrdup(text_of(TEXT_IMPORT_REJECT_SAME)), NULL);
    if (code == 0 && (import_read_file(path, &content, &bytes, &complaint) != 0 ||
                      import_read_sheet(content, bytes, &calls->sheet, &calls->charset, &complaint) != 0))
        code = app_complain(app, &complaint);
    if (code == 0) {
        reject = chosen ? xstrdup(chosen) : reject_path(strcmp(path, "-") == 0 ? noun : path);
        key_hash_file(content, bytes, calls->hash);
        code = run_with_tokens(calls, noun, reject, tokens);
        sheet_deinit(&calls->sheet);
    }
    free(calls);
    return code;
}

int org_import_run(struct app *app) {
    return import_noun(app, "org", arguments_take_flag(&app->arguments, "tokens", false));
}

int visit_plans_import_run(struct app *app) {
    return import_noun(app, "visit-plans", NULL);
}

int budget_import_run(struct app *app) {
    return import_noun(app, "budget", NULL);
}

int targets_import_run(struct app *app) {
    return import_noun(app, "targets", NULL);
}
