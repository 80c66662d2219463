#include "client/cli/import/plan.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/value.h"
#include "client/cli/import/codes.h"
#include "client/cli/import/import.h"
#include "client/cli/import/key.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/failure.h"

enum plan_id {
#define PLAN(id, zh, en) PLAN_##id,
#define CALL(plan, method, taken)
#define CELL(plan, method, headers, field, what, need)
#include "client/cli/import/plan.def"
    PLAN_COUNT,
};
#undef PLAN
#undef CALL
#undef CELL

/* Those of codes.h, and the text itself. */
enum what { WHAT_UNIT = CODE_UNIT, WHAT_POST = CODE_POST, WHAT_PERSON = CODE_PERSON, WHAT_VALUE };
enum need { NEED_MAY, NEED_NEED, NEED_WHEN, NEED_KEY };

static const char *const plan_names[PLAN_COUNT][2] = {
#define PLAN(id, zh, en) [PLAN_##id] = {zh, en},
#define CALL(plan, method, taken)
#define CELL(plan, method, headers, field, what, need)
#include "client/cli/import/plan.def"
};
#undef PLAN
#undef CALL

static const struct {
    enum plan_id plan;
    const char *method, *taken;
} calls[] = {
#define PLAN(id, zh, en)
#define CALL(plan, method, taken) {PLAN_##plan, method, taken},
#include "client/cli/import/plan.def"
};
#undef CALL
#undef CELL

static const struct {
    enum plan_id plan;
    const char *method, *headers, *field;
    enum what what;
    enum need need;
} cells[] = {
#define CALL(plan, method, taken)
#define CELL(plan, method, headers, field, what, need) {PLAN_##plan, method, headers, field, WHAT_##what, NEED_##need},
#include "client/cli/import/plan.def"
};
#undef PLAN
#undef CALL
#undef CELL

enum { MISSING = SHEET_CELLS_MAX, TRIES_MAX = 60 };

enum outcome { OUTCOME_WAITS, OUTCOME_CREATED, OUTCOME_PRESENT, OUTCOME_REJECTED };

struct import_plan {
    struct app *app;
    kam_client *client;
    struct sheet sheet;
    struct codes codes;
    enum plan_id plan;
    size_t column[ARRAY_SIZE(cells)]; /* where each cell of a call stands in a row, or MISSING */
    uint8_t hash[FILE_HASH_BYTES];
    size_t *next_call;     /* of each row, an index of calls */
    enum outcome *outcome; /* of each row */
    const char *unknown;   /* the code a row waits for, in its own cells */
    FILE *tokens;          /* or NULL */
    int stop;
};

static const char *cell_of(const struct import_plan *p, size_t row, size_t cell) {
    const struct sheet_row *r = &p->sheet.rows[row];

    return p->column[cell] < r->count ? r->cells[p->column[cell]] : "";
}

static bool names(const char *list, const char *header) {
    size_t bytes = strlen(header);

    for (const char *at = list; *at; at += strcspn(at, "|"), at += *at == '|')
        if (strcspn(at, "|") == bytes && strncasecmp(at, header, bytes) == 0)
            return true;
    return false;
}

/* Maps the headers to this plan's cells; false when one that it needs is not there. */
static bool fits(struct import_plan *p, enum plan_id plan) {
    const struct sheet_row *header = &p->sheet.rows[0];

    for (size_t c = 0; c < ARRAY_SIZE(cells); c++) {
        p->column[c] = MISSING;
        if (cells[c].plan != plan)
            continue;
        for (size_t i = 0; i < header->count; i++)
            if (names(cells[c].headers, header->cells[i]))
                p->column[c] = i;
        if (p->column[c] == MISSING && (cells[c].need == NEED_NEED || cells[c].need == NEED_KEY))
            return false;
    }
    p->plan = plan;
    return true;
}

static void put_at(json_t *request, const char *path, json_t *value) {
    const char *dot = strchr(path, '.');

    if (!dot) {
        json_object_set_new(request, path, value);
        return;
    }
    _cleanup_(freep) char *outer = xstrndup(path, (size_t)(dot - path));
    json_t *inner = json_object_get(request, outer);

    if (!inner) {
        inner = xjson(json_object());
        json_object_set_new(request, outer, inner);
    }
    json_object_set_new(inner, dot + 1, value);
}

static void reject(struct import_plan *p, size_t row, char *why) {
    char line[24];

    snprintf(line, sizeof(line), "%zu", p->sheet.rows[row].line);
    app_note(p->app, text_fill(TEXT_IMPORT_REJECT, line, why));
    free(why);
    p->outcome[row] = OUTCOME_REJECTED;
}

/* The request of the row's next call. NULL: it waits for a code, was rejected, or the server could not be asked. */
static json_t *build(struct import_plan *p, size_t row, size_t call) {
    const struct kam_method *method = kam_method_find(calls[call].method);
    json_t *request = xjson(json_object());

    for (size_t c = 0; c < ARRAY_SIZE(cells); c++) {
        const char *text = cell_of(p, row, c);
        struct field_path path = {0};
        json_t *value = NULL;
        char *why = NULL;
        int64_t id;

        if (cells[c].plan != p->plan || strcmp(cells[c].method, calls[call].method) != 0 || !*text)
            continue;
        if (cells[c].what != WHAT_VALUE) {
            if (!codes_find(&p->codes, (enum code_kind)cells[c].what, text, &id)) {
                p->unknown = text;
                p->stop = p->codes.stop;
                json_decref(request);
                return NULL;
            }
            value = xjson(json_integer(id));
        } else if (field_at(method->request, cells[c].field, &path) != 0 ||
                   value_parse(field_last_rule(&path), field_last(&path), text, &value, &why) != 0) {
            reject(p, row, why ? why : xstrdup(cells[c].field));
            json_decref(request);
            return NULL;
        }
        put_at(request, cells[c].field, value);
    }
    return request;
}

/* Is this call one the row makes? */
static bool is_made(const struct import_plan *p, size_t row, size_t call) {
    for (size_t c = 0; c < ARRAY_SIZE(cells); c++)
        if (cells[c].plan == p->plan && strcmp(cells[c].method, calls[call].method) == 0 && cells[c].need == NEED_WHEN &&
            !*cell_of(p, row, c))
            return false;
    return true;
}

/* The row's own code now has an id; the token of a new user is kept where it was asked for. */
static void learn(struct import_plan *p, size_t row, size_t call, const ProtobufCMessage *response) {
    static const enum code_kind kinds[PLAN_COUNT] = {
        [PLAN_PEOPLE] = CODE_PERSON, [PLAN_POSTS] = CODE_POST, [PLAN_UNITS] = CODE_UNIT};

    for (size_t c = 0; c < ARRAY_SIZE(cells); c++) {
        if (cells[c].plan != p->plan || cells[c].need != NEED_KEY || strcmp(cells[c].method, calls[call].method) != 0)
            continue;
        const ProtobufCFieldDescriptor *token = cell_field(response->descriptor, "one_time_token");
        const ProtobufCMessage *made = cell_message(response, &response->descriptor->fields[0], 0);

        codes_learn(&p->codes, kinds[p->plan], cell_of(p, row, c), cell_integer(made, cell_field(made->descriptor, "id")));
        if (token && p->tokens && *cell_string(response, token)) {
            csv_print_cell(p->tokens, cell_of(p, row, c), 1);
            csv_print_cell(p->tokens, cell_string(response, token), 0);
            csv_print_end(p->tokens);
        }
    }
}

/* What passes by itself is tried again with the same key, so nothing is done twice. */
static int call_patiently(struct import_plan *p, const struct kam_method *method, const ProtobufCMessage *message,
                          const struct kam_call_options *options, ProtobufCMessage **ret_response) {
    static const struct timespec pause = {.tv_sec = 1};
    int r = kam_call(p->client, method, message, options, ret_response);

    for (int tries = 0; r != KAM_OK && tries < TRIES_MAX; tries++) {
        const struct kam_error *error = kam_client_error(p->client);

        if (!error->retryable && error->code != KAM_UNKNOWN && error->code != KAM_DEADLINE_EXCEEDED)
            break;
        nanosleep(&pause, NULL);
        r = kam_call(p->client, method, message, options, ret_response);
    }
    return r;
}

static void refused(struct import_plan *p, size_t row, size_t call, const struct kam_method *method) {
    const struct kam_error *error = kam_client_error(p->client);

    if (strcmp(error->reason, calls[call].taken) == 0) {
        p->next_call[row]++;
        return;
    }
    /* What would refuse every row alike ends the run. */
    if (error->code == KAM_INVALID_ARGUMENT || error->code == KAM_FAILED_PRECONDITION || error->code == KAM_ALREADY_EXISTS ||
        error->code == KAM_NOT_FOUND) {
        reject(p, row, xstrdup(error->message));
        return;
    }
    failure_print(stderr, p->app->color_errors, method, error, p->app->has_session);
    p->stop = (int)failure_exit(error);
}

/* Makes the row's next call if it can be made; true when something got on. */
static bool step(struct import_plan *p, size_t row) {
    size_t call = p->next_call[row];
    const struct kam_method *method = kam_method_find(calls[call].method);
    ProtobufCMessage *message = NULL, *response = NULL;
    struct protojson_fault fault;
    struct kam_call_options options;
    uint8_t key[KEY_BYTES];
    bool replayed = false;

    if (!is_made(p, row, call)) {
        p->next_call[row]++;
        return true;
    }
    json_t *request = build(p, row, call);
    if (!request)
        return p->outcome[row] == OUTCOME_REJECTED;
    if (protojson_decode(request, method->request, &message, &fault) != PROTOJSON_OK)
        abort(); /* every value was made for its field */
    json_decref(request);
    key_make(p->hash, row, (enum key_step)(call + 1), key);
    kam_call_options_init(&options);
    options.request_id = key;
    options.ret_replayed = &replayed;
    if (call_patiently(p, method, message, &options, &response) == KAM_OK) {
        learn(p, row, call, response);
        p->next_call[row]++;
        if (!replayed)
            p->outcome[row] = OUTCOME_CREATED;
        kam_message_free(response);
    } else {
        refused(p, row, call, method);
    }
    protobuf_c_message_free_unpacked(message, NULL);
    return true;
}

static bool is_through(const struct import_plan *p, size_t row) {
    return p->outcome[row] == OUTCOME_REJECTED || p->next_call[row] == ARRAY_SIZE(calls) || calls[p->next_call[row]].plan != p->plan;
}

/* Round after round, until nothing gets on: what a row waits for may stand further down. */
static void run(struct import_plan *p) {
    bool moved = true;

    while (moved && !p->stop) {
        moved = false;
        for (size_t row = 1; row < p->sheet.count && !p->stop; row++)
            while (!is_through(p, row) && !p->stop && step(p, row))
                moved = true;
    }
    for (size_t row = 1; row < p->sheet.count && !p->stop; row++) {
        if (!is_through(p, row)) {
            p->unknown = "";
            json_decref(build(p, row, p->next_call[row]));
            reject(p, row, text_fill(TEXT_PLAN_UNKNOWN_CODE, p->unknown));
        } else if (p->outcome[row] == OUTCOME_WAITS) {
            p->outcome[row] = OUTCOME_PRESENT;
        }
    }
}

static int summary(const struct import_plan *p) {
    size_t count[OUTCOME_REJECTED + 1] = {0};
    char text[4][24];

    for (size_t row = 1; row < p->sheet.count; row++)
        count[p->outcome[row]]++;
    snprintf(text[0], sizeof(text[0]), "%zu", p->sheet.count - 1);
    for (int i = OUTCOME_CREATED; i <= OUTCOME_REJECTED; i++)
        snprintf(text[i], sizeof(text[i]), "%zu", count[i]);
    if (p->app->format == OUTPUT_JSON || p->app->format == OUTPUT_JSONL) {
        printf("{\"rows\":%s,\"created\":%s,\"present\":%s,\"rejected\":%s}\n", text[0], text[1], text[2], text[3]);
    } else {
        _cleanup_(freep) char *line = text_fill(TEXT_IMPORT_SUMMARY, text[0], text[1], text[2], text[3]);

        printf("%s: %s\n", language_pick(plan_names[p->plan][0], plan_names[p->plan][1]), line);
    }
    if (p->stop)
        app_note(p->app, xstrdup(text_of(TEXT_IMPORT_STOPPED)));
    return p->stop ? p->stop : count[OUTCOME_REJECTED] ? EXIT_REJECTED_ROWS : 0;
}

static int import_sheet_of(struct import_plan *p) {
    int code = app_client(p->app, &p->client);

    for (int plan = 0; plan < PLAN_COUNT; plan++)
        if (fits(p, (enum plan_id)plan))
            break;
        else if (plan == PLAN_COUNT - 1)
            return app_usage(p->app, xstrdup(text_of(TEXT_PLAN_UNKNOWN)), xstrdup(text_of(TEXT_HINT_PLAN)));
    if (code != 0)
        return code;
    p->next_call = xcalloc(p->sheet.count, sizeof(*p->next_call));
    p->outcome = xcalloc(p->sheet.count, sizeof(*p->outcome));
    for (size_t row = 0; row < p->sheet.count; row++)
        while (calls[p->next_call[row]].plan != p->plan)
            p->next_call[row]++;
    codes_init(&p->codes, p->app);
    run(p);
    codes_deinit(&p->codes);
    code = summary(p);
    free(p->next_call);
    free(p->outcome);
    return code;
}

int plan_run(struct app *app) {
    const char *tokens = arguments_take_flag(&app->arguments, "tokens", false);
    const char *path = arguments_take_word(&app->arguments);
    struct import_plan plan = {.app = app};
    struct complaint complaint = {0};
    struct newfile file = {0};
    _cleanup_(freep) char *content = NULL;
    const char *charset;
    size_t bytes;
    int code = app_expect_no_more(app);

    if (code != 0)
        return code;
    if (!path)
        return app_usage(app, xstrdup(text_of(TEXT_IMPORT_FILE_MISSING)), xstrdup(text_of(TEXT_HINT_PLAN)));
    if (import_read_file(path, &content, &bytes, &complaint) != 0 ||
        import_read_sheet(content, bytes, &plan.sheet, &charset, &complaint) != 0)
        return app_complain(app, &complaint);
    key_hash_file(content, bytes, plan.hash);
    if (tokens && (code = newfile_open(&file, tokens, true)) != 0) {
        complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, tokens, strerror(-code)), NULL);
        sheet_deinit(&plan.sheet);
        return app_complain(app, &complaint);
    }
    plan.tokens = tokens ? file.stream : NULL;
    code = import_sheet_of(&plan);
    if (tokens && newfile_commit(&file) != 0) {
        complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, tokens, ""), NULL);
        code = app_complain(app, &complaint);
    }
    if (tokens)
        newfile_drop(&file);
    sheet_deinit(&plan.sheet);
    return code;
}
