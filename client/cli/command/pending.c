#include "client/cli/command/pending.h"

#include <string.h>
#include <time.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"
#include "client/cli/output/failure.h"
#include "client/cli/output/listing.h"

enum { ID_DIGITS = 2 * KAM_REQUEST_ID_BYTES };

static const char outcome_path[] = "kam.v1.Requests/GetRequestOutcome";

char *pending_folder(const struct app *app) {
    const struct context *context = config_find(&app->config, app->context_name);

    if (!context || !context->login || !context_name_is_valid(context->login))
        return NULL;
    return xasprintf("%s/pending-%s-%s", app->config.folder, app->context_name, context->login);
}

static void id_text(const uint8_t id[KAM_REQUEST_ID_BYTES], char ret_text[ID_DIGITS + 1]) {
    for (size_t i = 0; i < KAM_REQUEST_ID_BYTES; i++)
        sprintf(ret_text + 2 * i, "%02x", id[i]);
}

/* Local for people, UTC for programs. */
static char *time_text(const struct app *app, int64_t ms) {
    time_t moment = (time_t)(ms / 1000);
    bool human = app->format == OUTPUT_TABLE;
    char text[32] = "";
    struct tm parts;

    if (human ? localtime_r(&moment, &parts) : gmtime_r(&moment, &parts))
        strftime(text, sizeof(text), human ? "%Y-%m-%d %H:%M" : "%Y-%m-%dT%H:%M:%SZ", &parts);
    return xstrdup(text);
}

/* "visits register", or the path of a method this kam does not know. */
static char *command_text(const struct kam_pending *pending) {
    const struct kam_method *method = kam_method_find(pending->method);

    return method && *method->noun ? xasprintf("%s %s", method->noun, method->verb) : xstrdup(pending->method);
}

/* What was to be written, on one line. */
static char *content_text(const struct kam_pending *pending) {
    const struct kam_method *method = kam_method_find(pending->method);
    ProtobufCMessage *request = method ? protobuf_c_message_unpack(method->request, NULL, pending->body_bytes, pending->body) : NULL;
    _cleanup_(json_decrefp) json_t *value = request ? protojson_encode(request, PROTOJSON_HIDE_SECRETS) : NULL;

    protobuf_c_message_free_unpacked(request, NULL);
    return value ? json_dumps(value, JSON_COMPACT) : xstrdup("");
}

static int failed(const struct app *app) {
    const struct kam_error *error = kam_client_error(app->client);

    failure_print(stderr, app->color_errors, NULL, error, app->has_session);
    return (int)failure_exit(error);
}

int pending_show(struct app *app) {
    const struct listing_column columns[] = {{"request_id", text_of(TEXT_COLUMN_REQUEST_ID)}, {"command", text_of(TEXT_COLUMN_COMMAND)},
                                             {"began_at", text_of(TEXT_COLUMN_BEGAN)},        {"state", text_of(TEXT_COLUMN_OUTCOME)},
                                             {"content", text_of(TEXT_COLUMN_CONTENT)},       {0}};
    struct print_style style = app_style(app);
    struct kam_pending *list;
    struct listing *listing;
    kam_client *client;
    size_t count;
    int fault = app_expect_no_more(app);

    if (fault == 0)
        fault = app_client(app, &client);
    if (fault != 0)
        return fault;
    app->session->reminded = true;
    if (kam_pending_list(client, &list, &count) != KAM_OK)
        return failed(app);
    listing = listing_new(&style, columns);
    for (size_t i = 0; i < count; i++) {
        _cleanup_(freep) char *command = command_text(&list[i]);
        _cleanup_(freep) char *began = time_text(app, list[i].began_at_ms);
        _cleanup_(freep) char *content = content_text(&list[i]);
        char id[ID_DIGITS + 1];

        id_text(list[i].request_id, id);
        listing_row(listing,
                    (const char *[]){id, command, began, text_of(list[i].under_way ? TEXT_PENDING_UNDER_WAY : TEXT_PENDING_OPEN), content});
    }
    listing_end(listing);
    kam_pending_free(list, count);
    if (count == 0)
        app_note(app, xstrdup(text_of(TEXT_PENDING_NONE)));
    return 0;
}

/* What the server knows of an id: KAM_OK with what it did to which record, which is the caller's; KAM_NOT_FOUND: not done. */
static int look_up(struct app *app, const uint8_t id[KAM_REQUEST_ID_BYTES], char **ret_subject) {
    const struct kam_method *method = kam_method_find(outcome_path);
    ProtobufCMessage *request, *response;
    uint8_t body[2 + KAM_REQUEST_ID_BYTES] = {0x0a, KAM_REQUEST_ID_BYTES}; /* field 1, bytes */
    int status;

    memcpy(body + 2, id, KAM_REQUEST_ID_BYTES);
    request = protobuf_c_message_unpack(method->request, NULL, sizeof(body), body);
    if (!request)
        return KAM_RESOURCE_EXHAUSTED;
    status = kam_call(app->client, method, request, NULL, &response);
    protobuf_c_message_free_unpacked(request, NULL);
    if (status != KAM_OK)
        return status;
    *ret_subject = xasprintf("%s %lld", cell_string(response, cell_field(response->descriptor, "subject_kind")),
                             (long long)cell_integer(response, cell_field(response->descriptor, "subject_id")));
    kam_message_free(response);
    return KAM_OK;
}

/* Gives one write its outcome, as text; *ret_subject is what it made or changed, when it was done. An exit code. */
static int resolve_one(struct app *app, const struct kam_pending *pending, bool drop, char **ret_outcome, char **ret_subject) {
    uint8_t *body;
    size_t bytes;
    int status = look_up(app, pending->request_id, ret_subject);

    if (status == KAM_OK || (status == KAM_NOT_FOUND && drop)) {
        *ret_outcome = xstrdup(text_of(status == KAM_OK   ? TEXT_PENDING_DONE
                                       : pending->too_old ? TEXT_PENDING_FORGOTTEN
                                                          : TEXT_PENDING_NOT_DONE));
        return kam_pending_drop(app->client, pending->request_id) == KAM_OK ? 0 : failed(app);
    }
    if (status == KAM_NOT_FOUND)
        status = kam_pending_repeat(app->client, pending->request_id, &body, &bytes);
    if (status == KAM_OK) {
        free(body);
        (void)look_up(app, pending->request_id, ret_subject);
        *ret_outcome = xstrdup(text_of(TEXT_PENDING_DONE));
        return 0;
    }
    {
        const char *message = kam_client_error(app->client)->message;
        struct kam_pending *left;
        bool kept = false;
        size_t count;
        _cleanup_(freep) char *why = xstrdup(message);

        if (kam_pending_list(app->client, &left, &count) == KAM_OK) {
            for (size_t i = 0; i < count; i++)
                kept = kept || memcmp(left[i].request_id, pending->request_id, KAM_REQUEST_ID_BYTES) == 0;
            kam_pending_free(left, count);
        }
        *ret_outcome = text_fill(kept ? TEXT_PENDING_KEPT : TEXT_PENDING_REFUSED, why);
        return kept ? EXIT_OUTCOME_UNKNOWN : 0;
    }
}

static int resolve_list(struct app *app, const struct kam_pending *list, size_t count, const char *only, bool drop) {
    const struct listing_column columns[] = {{"request_id", text_of(TEXT_COLUMN_REQUEST_ID)}, {"command", text_of(TEXT_COLUMN_COMMAND)},
                                             {"began_at", text_of(TEXT_COLUMN_BEGAN)},        {"outcome", text_of(TEXT_COLUMN_OUTCOME)},
                                             {"subject", text_of(TEXT_COLUMN_SUBJECT)},       {0}};
    struct print_style style = app_style(app);
    struct listing *listing = listing_new(&style, columns);
    size_t settled = 0;
    int worst = 0;

    for (size_t i = 0; i < count; i++) {
        _cleanup_(freep) char *command = command_text(&list[i]);
        _cleanup_(freep) char *began = time_text(app, list[i].began_at_ms);
        _cleanup_(freep) char *outcome = NULL;
        _cleanup_(freep) char *subject = NULL;
        char id[ID_DIGITS + 1];
        int fault;

        id_text(list[i].request_id, id);
        /* One that a living kam still waits for is left to it, unless it is meant. */
        if (only ? strcasecmp(only, id) != 0 : list[i].under_way)
            continue;
        settled++;
        fault = resolve_one(app, &list[i], drop, &outcome, &subject);
        worst = fault ? fault : worst;
        listing_row(listing, (const char *[]){id, command, began, outcome, subject});
    }
    listing_end(listing);
    if (settled == 0 && only)
        return app_usage(app, text_fill(TEXT_PENDING_NO_SUCH, only), xstrdup(text_of(TEXT_HINT_PENDING)));
    if (settled == 0)
        app_note(app, xstrdup(text_of(TEXT_PENDING_NONE)));
    return worst;
}

int pending_resolve(struct app *app) {
    bool drop = arguments_take_flag(&app->arguments, "drop", true) != NULL;
    const char *only = arguments_take_word(&app->arguments);
    struct kam_pending *list;
    kam_client *client;
    size_t count;
    int fault = app_expect_no_more(app);

    if (fault == 0)
        fault = app_client(app, &client);
    if (fault != 0)
        return fault;
    app->session->reminded = true;
    if (kam_pending_list(client, &list, &count) != KAM_OK)
        return failed(app);
    fault = resolve_list(app, list, count, only, drop);
    kam_pending_free(list, count);
    return fault;
}

size_t pending_waiting(const struct app *app) {
    struct kam_pending *list;
    size_t count, waiting = 0;

    if (!app->client || kam_pending_list(app->client, &list, &count) != KAM_OK)
        return 0;
    for (size_t i = 0; i < count; i++)
        waiting += !list[i].under_way;
    kam_pending_free(list, count);
    return waiting;
}

void pending_remind(const struct app *app) {
    size_t waiting = app->quiet ? 0 : pending_waiting(app);
    char number[24];

    if (waiting == 0)
        return;
    snprintf(number, sizeof(number), "%zu", waiting);
    app_note(app, text_fill(TEXT_PENDING_NOTE, number));
}
