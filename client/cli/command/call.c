#include "client/cli/command/call.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"
#include "client/cli/command/builtin.h"
#include "client/cli/command/fetch.h"
#include "client/cli/command/help.h"
#include "client/cli/command/lookup.h"
#include "client/cli/command/watch.h"
#include "client/cli/grammar/command.h"
#include "client/cli/output/cell.h"

static int unknown_noun(const struct app *app, const char *noun) {
    _cleanup_(freep) const char **nouns = NULL;
    size_t count = command_nouns(&nouns);
    _cleanup_(freep) const char **known = xcalloc(count + builtin_count, sizeof(*known));
    const char *meant;

    memcpy(known, nouns, count * sizeof(*known));
    for (size_t i = 0; i < builtin_count; i++)
        known[count++] = builtin_table[i].noun;
    meant = suggest_nearest(noun, known, count);
    return app_usage(app, meant ? text_fill(TEXT_NOUN_UNKNOWN_MEANT, noun, meant) : text_fill(TEXT_NOUN_UNKNOWN, noun),
                     xstrdup(text_of(TEXT_HINT_HELP)));
}

static int unknown_verb(const struct app *app, const char *noun, const char *verb) {
    _cleanup_(freep) const char **verbs = NULL;
    size_t count = command_verbs(noun, &verbs);
    _cleanup_(freep) const char **known = xcalloc(count + builtin_count, sizeof(*known));
    const char *meant;

    memcpy(known, verbs, count * sizeof(*known));
    for (size_t i = 0; i < builtin_count; i++)
        if (strcmp(builtin_table[i].noun, noun) == 0 && builtin_table[i].verb)
            known[count++] = builtin_table[i].verb;
    meant = suggest_nearest(verb, known, count);
    return app_usage(app, meant ? text_fill(TEXT_VERB_UNKNOWN_MEANT, noun, verb, meant) : text_fill(TEXT_VERB_UNKNOWN, noun, verb),
                     text_fill(TEXT_HINT_HELP_NOUN, noun));
}

/* How many rows are wanted at most; 0: the first page. */
static int wanted_rows(const struct app *app, size_t *ret_rows) {
    const char *limit = app->arguments.option[OPTION_LIMIT];
    unsigned long rows;
    char *end;

    *ret_rows = arguments_has(&app->arguments, OPTION_ALL) ? SIZE_MAX : 0;
    if (!limit)
        return 0;
    rows = strtoul(limit, &end, 10);
    if (*end || *limit == '-' || rows == 0)
        return app_usage(app, text_fill(TEXT_OPTION_VALUE, "limit", limit, "1 …"), NULL);
    *ret_rows = rows;
    return 0;
}

static void print_row(void *context, const ProtobufCMessage *row) {
    printer_row(context, row);
}

static int run_list(struct app *app, const struct kam_method *method, const json_t *request, const struct shape *shape) {
    struct print_style style = app_style(app);
    struct complaint complaint = {0};
    struct printer *printer;
    size_t wanted, rows;
    bool more = false;
    int fault = wanted_rows(app, &wanted);

    if (fault != 0)
        return fault;
    if (arguments_has(&app->arguments, OPTION_WATCH))
        return watch_list(app, method, request, shape, wanted);
    printer = printer_new(&style, shape, &complaint);
    if (!printer)
        return app_complain(app, &complaint);
    fault = fetch_rows(app, method, request, shape, wanted, print_row, printer, &more);
    /* What has come is shown even when the next page failed: the exit code tells. */
    rows = printer_end(printer);
    printer_free(printer);
    fflush(stdout);
    if (fault == 0 && rows == 0)
        app_note(app, xstrdup(text_of(TEXT_NO_ROWS)));
    if (fault == 0 && more) {
        char count[32];

        snprintf(count, sizeof(count), "%zu", rows);
        app_note(app, text_fill(shape->total && (wanted == 0 || wanted > rows) ? TEXT_ROWS_CUT : TEXT_MORE_ROWS, count));
    }
    return fault;
}

static int run_single(struct app *app, const struct kam_method *method, const json_t *request, const struct shape *shape) {
    struct print_style style = app_style(app);
    struct complaint complaint = {0};
    ProtobufCMessage *response = NULL;
    const ProtobufCMessage *record;
    int fault = app_call(app, method, request, &response);

    if (fault != 0)
        return fault;
    record = response;
    if (shape->record && cell_is_set(response, shape->record))
        record = cell_message(response, shape->record, 0);
    if (record->descriptor->n_fields == 0)
        app_note(app, xstrdup(text_of(TEXT_DONE)));
    else if (print_record(&style, record, &complaint) != 0)
        fault = app_complain(app, &complaint);
    kam_message_free(response);
    return fault;
}

static int run_method(struct app *app, const struct kam_method *method) {
    struct request_lookup lookup = lookup_through(app);
    struct shape shape = shape_of(method->response);
    _cleanup_(json_decrefp) json_t *data = NULL;
    _cleanup_(json_decrefp) json_t *request = NULL;
    struct complaint complaint = {0};
    int fault = app_data(app, &data);

    if (fault != 0)
        return fault;
    if (request_build(method, &app->arguments, data, &lookup, &request, &complaint) != 0)
        return app_complain(app, &complaint);
    if (!shape.rows && arguments_has(&app->arguments, OPTION_WATCH))
        return app_usage(app, text_fill(TEXT_WATCH_NO_LIST, method->noun, method->verb), NULL);
    if (shape.rows)
        return run_list(app, method, request, &shape);
    return run_single(app, method, request, &shape);
}

/* What a noun does without a verb; NULL: it has to be said. */
static const char *verb_alone(const char *noun) {
    static const struct {
        const char *noun, *verb;
    } alone[] = {
#define ALONE(noun, verb) {noun, verb},
#include "client/cli/command/nouns.def"
    };

    for (size_t i = 0; i < ARRAY_SIZE(alone); i++)
        if (strcmp(alone[i].noun, noun) == 0)
            return alone[i].verb;
    return NULL;
}

int call_command(struct app *app) {
    const char *noun = arguments_take_word(&app->arguments), *verb;
    const struct kam_method *method;

    if (!command_has_noun(noun) && !builtin_has_noun(noun))
        return unknown_noun(app, noun);
    verb = arguments_take_word(&app->arguments);
    if (!verb && !arguments_has(&app->arguments, OPTION_HELP))
        verb = verb_alone(noun);
    if (!verb || strcmp(verb, "help") == 0) {
        if (verb || arguments_has(&app->arguments, OPTION_HELP))
            return help_noun(app, noun);
        return app_usage(app, text_fill(TEXT_VERB_MISSING, noun), text_fill(TEXT_HINT_HELP_NOUN, noun));
    }
    method = command_find(noun, verb);
    if (!method)
        return unknown_verb(app, noun, verb);
    if (arguments_has(&app->arguments, OPTION_HELP))
        return help_method(app, method);
    return run_method(app, method);
}

int call_path(struct app *app) {
    const char *path = arguments_take_word(&app->arguments);
    const struct kam_method *method = path ? command_by_path(path) : NULL;
    struct print_style style = app_style(app);
    _cleanup_(json_decrefp) json_t *data = NULL;
    ProtobufCMessage *response = NULL;
    struct complaint complaint = {0};
    int fault;

    if (!path)
        return app_usage(app, xstrdup(text_of(TEXT_PATH_MISSING)), xstrdup(text_of(TEXT_HINT_METHODS)));
    if (!method) {
        const char *meant = command_path_meant(path);

        return app_usage(app, meant ? text_fill(TEXT_METHOD_UNKNOWN_MEANT, path, meant) : text_fill(TEXT_METHOD_UNKNOWN, path),
                         xstrdup(text_of(TEXT_HINT_METHODS)));
    }
    fault = app_expect_no_more(app);
    if (fault == 0)
        fault = app_data(app, &data);
    if (fault != 0)
        return fault;
    if (!data)
        data = xjson(json_object());
    fault = app_call(app, method, data, &response);
    if (fault != 0)
        return fault;
    /* The whole response as it came, for programs: JSON unless something else is asked for. */
    if (!arguments_has(&app->arguments, OPTION_OUTPUT))
        style.format = OUTPUT_JSON;
    if (print_record(&style, response, &complaint) != 0)
        fault = app_complain(app, &complaint);
    kam_message_free(response);
    return fault;
}
