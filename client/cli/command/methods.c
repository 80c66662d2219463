#include "client/cli/command/methods.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/base/width.h"
#include "client/cli/grammar/command.h"
#include "client/cli/grammar/field.h"
#include "client/cli/grammar/value.h"
#include "client/cli/output/listing.h"
#include "client/cli/output/record.h"

static const char *kind_name(const struct kam_method *method) {
    switch (method->kind) {
    case KAM_METHOD_READ:
        return text_of(TEXT_KIND_READ);
    case KAM_METHOD_QUERY:
        return text_of(TEXT_KIND_QUERY);
    case KAM_METHOD_WRITE:
        return text_of(TEXT_KIND_WRITE);
    case KAM_METHOD_HANDLER:
        return text_of(TEXT_KIND_HANDLER);
    }
    return "";
}

static const char *right_name(const struct kam_method *method) {
    if (method->is_public)
        return text_of(TEXT_RIGHT_NONE);
    return *method->right ? method->right : text_of(TEXT_RIGHT_SESSION);
}

static bool fits(const struct kam_method *method, const char *filter) {
    return !filter || strcasestr(method->path, filter) || strcasestr(method->noun, filter) || strcasestr(method->verb, filter) ||
           strstr(method->zh, filter) || strcasestr(method->en, filter) || strcasestr(method->right, filter);
}

int methods_run(struct app *app) {
    const struct listing_column columns[] = {{"command", text_of(TEXT_COLUMN_COMMAND)}, {"path", text_of(TEXT_COLUMN_PATH)},
                                             {"kind", text_of(TEXT_COLUMN_KIND)},       {"right", text_of(TEXT_COLUMN_RIGHT)},
                                             {"summary", text_of(TEXT_COLUMN_SUMMARY)}, {0}};
    const char *filter = arguments_take_word(&app->arguments);
    struct print_style style = app_style(app);
    int fault = app_expect_no_more(app);
    struct listing *listing;
    size_t shown = 0;

    if (fault != 0)
        return fault;
    listing = listing_new(&style, columns);
    for (size_t i = 0; i < kam_methods_count; i++) {
        const struct kam_method *method = &kam_methods[i];
        _cleanup_(freep) char *command = *method->noun ? xasprintf("%s %s", method->noun, method->verb) : xstrdup("");

        if (!fits(method, filter))
            continue;
        listing_row(listing,
                    (const char *[]){command, method->path, kind_name(method), right_name(method), language_pick(method->zh, method->en)});
        shown++;
    }
    listing_end(listing);
    if (shown == 0)
        app_note(app, xstrdup(text_of(TEXT_NO_ROWS)));
    return 0;
}

char *methods_field_type(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field) {
    const struct kam_field_rule *rule = field_rule(message, field);
    _cleanup_(freep) char *single = NULL;
    char bytes[16], items[16];

    snprintf(bytes, sizeof(bytes), "%u", rule->bytes_max);
    snprintf(items, sizeof(items), "%u", rule->items_max);
    switch (field_kind(field)) {
    case FIELD_BOOL:
        single = xstrdup(text_of(TEXT_TYPE_BOOL));
        break;
    case FIELD_INTEGER:
        single = xstrdup(text_of(rule->lookup ? TEXT_TYPE_LOOKUP : rule->show == KAM_SHOW_MONEY ? TEXT_TYPE_MONEY : TEXT_TYPE_INTEGER));
        break;
    case FIELD_DECIMAL:
        single = xstrdup(text_of(TEXT_TYPE_DECIMAL));
        break;
    case FIELD_ENUM:
        single = value_enum_choices(field->descriptor);
        break;
    case FIELD_STRING:
        single = rule->bytes_max ? text_fill(TEXT_TYPE_STRING, bytes) : xstrdup(text_of(TEXT_TYPE_STRING_ANY));
        break;
    case FIELD_BYTES:
        single = xstrdup(text_of(TEXT_TYPE_BYTES));
        break;
    case FIELD_DATE:
        single = xstrdup(text_of(TEXT_TYPE_DATE));
        break;
    case FIELD_TIME:
        single = xstrdup(text_of(TEXT_TYPE_TIME));
        break;
    case FIELD_MASK:
        single = xstrdup(text_of(TEXT_TYPE_MASK));
        break;
    case FIELD_MESSAGE:
        single = xstrdup(strrchr(((const ProtobufCMessageDescriptor *)field->descriptor)->name, '.') + 1);
        break;
    }
    if (!field_is_repeated(field))
        return steal(single);
    return text_fill(TEXT_TYPE_LIST, single, items);
}

enum { DESCRIBE_DEPTH_MAX = 3 };

static void describe_message(struct listing *listing, const ProtobufCMessageDescriptor *message, const char *above, size_t depth) {
    for (unsigned i = 0; i < message->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->fields[i];
        const struct kam_field_rule *rule = field_rule(message, field);
        _cleanup_(freep) char *path = xasprintf("%s%s%s", above, *above ? "." : "", field->name);
        _cleanup_(freep) char *type = methods_field_type(message, field);
        const char *note = rule->required      ? text_of(TEXT_FIELD_REQUIRED)
                           : rule->output_only ? text_of(TEXT_FIELD_OUTPUT_ONLY)
                           : rule->secret      ? text_of(TEXT_FIELD_SECRET)
                                               : "";

        listing_row(listing, (const char *[]){path, field_label(message, field), type, note});
        if (field_kind(field) == FIELD_MESSAGE && depth < DESCRIBE_DEPTH_MAX)
            describe_message(listing, field->descriptor, path, depth + 1);
    }
}

static void describe_half(struct app *app, const char *title, const ProtobufCMessageDescriptor *message) {
    const struct listing_column columns[] = {{"field", text_of(TEXT_COLUMN_FIELD)},
                                             {"label", text_of(TEXT_COLUMN_LABEL)},
                                             {"type", text_of(TEXT_COLUMN_TYPE)},
                                             {"note", text_of(TEXT_COLUMN_NOTE)},
                                             {0}};
    struct print_style style = app_style(app);
    struct listing *listing;

    if (app->format == OUTPUT_TABLE)
        printf("\n%s%s%s  %s\n", app->color ? "\033[1m" : "", title, app->color ? "\033[0m" : "", message->name);
    listing = listing_new(&style, columns);
    describe_message(listing, message, "", 0);
    listing_end(listing);
}

static void describe_method(struct app *app, const struct kam_method *method) {
    const struct {
        const char *label;
        const char *value;
    } lines[] = {{text_of(TEXT_COLUMN_PATH), method->path},
                 {text_of(TEXT_COLUMN_SUMMARY), language_pick(method->zh, method->en)},
                 {text_of(TEXT_COLUMN_KIND), kind_name(method)},
                 {text_of(TEXT_COLUMN_RIGHT), right_name(method)},
                 {text_of(TEXT_COLUMN_AUDIT), method->audit == KAM_AUDIT_CONFIDENTIAL ? text_of(TEXT_AUDIT_READ)
                                              : method->audit == KAM_AUDIT_WRITE      ? text_of(TEXT_AUDIT_WRITE)
                                                                                      : ""}};
    size_t cells = 0;

    for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
        if (width_of(lines[i].label) > cells)
            cells = width_of(lines[i].label);
    if (*method->noun) {
        _cleanup_(freep) char *usage = command_usage(method);

        record_line(stdout, app->color, text_of(TEXT_COLUMN_COMMAND), cells, usage);
    }
    for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
        if (*lines[i].value)
            record_line(stdout, app->color, lines[i].label, cells, lines[i].value);
}

int describe_run(struct app *app) {
    const char *first = arguments_take_word(&app->arguments), *second = arguments_take_word(&app->arguments);
    const struct kam_method *method = NULL;
    int fault = app_expect_no_more(app);

    if (fault != 0)
        return fault;
    if (!first)
        return app_usage(app, xstrdup(text_of(TEXT_PATH_MISSING)), xstrdup(text_of(TEXT_HINT_METHODS)));
    method = second ? command_find(first, second) : command_by_path(first);
    if (!method) {
        _cleanup_(freep) char *typed = second ? xasprintf("%s %s", first, second) : xstrdup(first);
        const char *meant = second ? NULL : command_path_meant(first);

        return app_usage(app, meant ? text_fill(TEXT_METHOD_UNKNOWN_MEANT, typed, meant) : text_fill(TEXT_METHOD_UNKNOWN, typed),
                         xstrdup(text_of(TEXT_HINT_METHODS)));
    }
    if (app->format == OUTPUT_TABLE)
        describe_method(app, method);
    describe_half(app, text_of(TEXT_REQUEST), method->request);
    if (app->format == OUTPUT_TABLE)
        describe_half(app, text_of(TEXT_RESPONSE), method->response);
    return 0;
}
