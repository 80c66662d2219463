#include "client/cli/command/today.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/command/fetch.h"
#include "client/cli/command/lookup.h"
#include "client/cli/command/pending.h"
#include "client/cli/grammar/command.h"
#include "client/cli/grammar/request.h"
#include "client/cli/grammar/words.h"
#include "client/cli/json/protojson.h"

const struct today_part today_table[] = {
#define TODAY(id, zh, en, command) {#id, zh, en, command},
#include "client/cli/command/today.def"
#undef TODAY
};
const size_t today_count = ARRAY_SIZE(today_table);

enum { ROWS_SHOWN = 5 };

/* The method and request a line of the table stands for. An exit code. */
static int request_of(struct app *app, const struct today_part *of, const struct kam_method **ret_method, json_t **ret_request) {
    struct request_lookup lookup = lookup_through(app);
    struct complaint complaint = {0};
    struct arguments arguments = {0};
    struct words words = {0};
    char *why = NULL;
    int fault;

    if (words_split(of->command, &words) != 0)
        return EXIT_GENERAL;
    fault = arguments_parse(&arguments, (int)words.count, words.words, &why);
    free(why);
    if (fault == 0) {
        const char *noun = arguments_take_word(&arguments), *verb = arguments_take_word(&arguments);

        *ret_method = noun && verb ? command_find(noun, verb) : NULL;
        fault = *ret_method && request_build(*ret_method, &arguments, NULL, &lookup, ret_request, &complaint) == 0 ? 0 : EXIT_GENERAL;
    }
    complaint_deinit(&complaint);
    arguments_deinit(&arguments);
    words_deinit(&words);
    return fault;
}

static int print_for_people(struct app *app, const struct today_part *of, const struct shape *shape, const struct rows_kept *kept,
                            bool more) {
    _cleanup_(freep) const struct row_kept **rows = xcalloc(kept->count, sizeof(*rows));
    int fault;

    for (size_t i = 0; i < kept->count; i++)
        rows[i] = &kept->rows[i];
    printf("%s%s%s\n", app->color ? "\033[1m" : "", language_pick(of->zh, of->en), app->color ? "\033[0m" : "");
    fault = rows_kept_print(app, shape, rows, kept->count);
    if (more) {
        _cleanup_(freep) char *further = text_fill(TEXT_TODAY_MORE, of->command);

        puts(further);
    }
    putchar('\n');
    return fault;
}

static void print_for_programs(const struct app *app, const struct today_part *of, const struct shape *shape, const struct rows_kept *kept,
                               bool more) {
    _cleanup_(json_decrefp) json_t *rows = xjson(json_array());
    _cleanup_(json_decrefp) json_t *object = NULL;

    for (size_t i = 0; i < kept->count; i++) {
        ProtobufCMessage *row = row_kept_message(&kept->rows[i], shape);

        if (row)
            json_array_append_new(rows, xjson(protojson_encode(row, PROTOJSON_HIDE_SECRETS)));
        protobuf_c_message_free_unpacked(row, NULL);
    }
    object = xjson(json_pack("{s:s,s:s,s:O,s:b}", "part", of->id, "command", of->command, "rows", rows, "more", (int)more));
    json_dumpf(object, stdout, app->format == OUTPUT_JSON ? JSON_INDENT(2) : JSON_COMPACT);
    putchar('\n');
}

/* Asks one list and shows its first rows. One this caller has no right to is none. An exit code. */
static int show_part(struct app *app, const struct today_part *of, size_t *shown) {
    const struct kam_method *method = NULL;
    _cleanup_(json_decrefp) json_t *request = NULL;
    struct rows_kept kept = {0};
    struct shape shape;
    bool more = false;
    int fault = request_of(app, of, &method, &request);

    if (fault != 0)
        return fault;
    shape = shape_of(method->response);
    app->awaited = "RIGHT_MISSING";
    fault = fetch_rows(app, method, request, &shape, ROWS_SHOWN, rows_kept_take, &kept, &more);
    app->awaited = NULL;
    if (fault == EXIT_DENIED)
        fault = 0;
    if (fault == 0 && kept.count > 0) {
        if (app->format == OUTPUT_TABLE)
            fault = print_for_people(app, of, &shape, &kept, more);
        else
            print_for_programs(app, of, &shape, &kept, more);
    }
    *shown += kept.count;
    rows_kept_deinit(&kept);
    return fault;
}

int today_run(struct app *app) {
    kam_client *client;
    size_t shown = 0;
    int fault = app_expect_no_more(app);

    if (fault == 0 && (app->format == OUTPUT_CSV || arguments_has(&app->arguments, OPTION_COLUMNS)))
        return app_usage(app, xstrdup(text_of(TEXT_TODAY_FORMAT)), NULL);
    if (fault == 0)
        fault = app_client(app, &client);
    for (size_t i = 0; i < today_count && fault == 0; i++)
        fault = show_part(app, &today_table[i], &shown);
    if (fault == 0 && shown == 0 && pending_waiting(app) == 0)
        app_note(app, xstrdup(text_of(TEXT_TODAY_NOTHING)));
    return fault;
}
