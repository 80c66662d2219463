#include "client/cli/grammar/request.h"

#include <ctype.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/command.h"
#include "client/cli/grammar/field.h"
#include "client/cli/grammar/value.h"

enum { ID_DIGITS_MAX = 12 };

/* A request being made. Borrows everything but `mask`. */
struct builder {
    const struct kam_method *method;
    const struct request_lookup *lookup;
    struct complaint *complaint;
    json_t *request;
    json_t *mask; /* array of paths, in the order given */
    bool mask_given;
};

static int usage_fault(struct builder *builder, char *message) {
    _cleanup_(freep) char *usage = command_usage(builder->method);

    return complain(builder->complaint, EXIT_USAGE, message,
                    text_fill(TEXT_HINT_USAGE, usage, builder->method->noun, builder->method->verb));
}

/* The object that holds the last field of the path, made on the way where missing. Borrowed from the request. */
static json_t *holder_of(struct builder *builder, const struct field_path *path) {
    json_t *object = builder->request;

    for (size_t i = 0; i + 1 < path->depth; i++) {
        json_t *below = json_object_get(object, path->field[i]->name);

        if (!json_is_object(below)) {
            below = xjson(json_object());
            json_object_set_new(object, path->field[i]->name, below);
        }
        object = below;
    }
    return object;
}

/* Digits are an id as they stand, unless they are as many as a registration number's. */
static bool is_id(const char *text) {
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits <= ID_DIGITS_MAX && !text[digits];
}

static int look_up(struct builder *builder, const struct kam_field_rule *rule, const char *text, json_t **ret_value) {
    int64_t id;
    int fault = builder->lookup->find(builder->lookup->context, rule->lookup, text, &id, builder->complaint);

    if (fault == 0)
        *ret_value = xjson(json_integer(id));
    return fault;
}

/* The ids in a message that were given by name. */
static int look_up_members(struct builder *builder, const ProtobufCMessageDescriptor *message, json_t *object) {
    for (unsigned i = 0; i < message->n_fields; i++) {
        const struct kam_field_rule *rule = field_rule(message, &message->fields[i]);
        json_t *name = json_object_get(object, message->fields[i].name), *id;
        int fault;

        if (!rule->lookup || !json_is_string(name) || is_id(json_string_value(name)))
            continue;
        fault = look_up(builder, rule, json_string_value(name), &id);
        if (fault != 0)
            return fault;
        json_object_set_new(object, message->fields[i].name, id);
    }
    return 0;
}

static int item_value(struct builder *builder, const struct field_path *path, const char *text, json_t **ret_value) {
    const struct kam_field_rule *rule = field_last_rule(path);
    _cleanup_(freep) char *name = field_path_text(path);
    char *why = NULL;

    if (rule->lookup && field_kind(field_last(path)) == FIELD_INTEGER && !is_id(text))
        return look_up(builder, rule, text, ret_value);
    if (value_parse(rule, field_last(path), text, ret_value, &why) != 0) {
        _cleanup_(freep) char *reason = why;
        const char *label = field_label(path->message[path->depth - 1], field_last(path));

        return usage_fault(builder, text_fill(TEXT_FIELD_VALUE, label, name, reason));
    }
    return field_kind(field_last(path)) == FIELD_MESSAGE ? look_up_members(builder, field_last(path)->descriptor, *ret_value) : 0;
}

static void note_in_mask(struct builder *builder, const struct field_path *path) {
    _cleanup_(freep) char *full = field_path_text(path);
    const char *inner;

    if (field_kind(field_last(path)) == FIELD_MASK) {
        builder->mask_given = true;
        return;
    }
    /* Only what is inside the leading message can be changed; what names the record is not a change. */
    if (path->depth < 2 || strcmp(full, builder->method->subject) == 0 || command_is_argument(builder->method, full))
        return;
    inner = strchr(full, '.') + 1;
    for (size_t i = 0; i < json_array_size(builder->mask); i++)
        if (strcmp(json_string_value(json_array_get(builder->mask, i)), inner) == 0)
            return;
    json_array_append_new(builder->mask, xjson(json_string(inner)));
}

static int set_repeated(struct builder *builder, const struct field_path *path, const char *text) {
    const char *name = field_last(path)->name;
    json_t *holder = holder_of(builder, path);
    json_t *items = json_object_get(holder, name);
    char **parts = NULL;
    size_t count = 1;
    int fault = 0;

    if (!json_is_array(items)) {
        items = xjson(json_array());
        json_object_set_new(holder, name, items);
    }
    if (*text == '{') {
        parts = xcalloc(1, sizeof(*parts));
        parts[0] = xstrdup(text);
    } else {
        count = value_split(text, &parts);
    }
    for (size_t i = 0; i < count; i++) {
        json_t *value = NULL;

        if (fault == 0)
            fault = item_value(builder, path, parts[i], &value);
        if (fault == 0)
            json_array_append_new(items, value);
        free(parts[i]);
    }
    free(parts);
    return fault;
}

static int set_field(struct builder *builder, const struct field_path *path, const char *text) {
    enum field_kind kind = field_kind(field_last(path));
    json_t *value = NULL;
    int fault;

    note_in_mask(builder, path);
    if (field_is_repeated(field_last(path)))
        return set_repeated(builder, path, text);
    if (!*text && kind != FIELD_STRING && kind != FIELD_BOOL) {
        /* Nothing: the field is left unset, which in an update clears it. */
        json_object_del(holder_of(builder, path), field_last(path)->name);
        return 0;
    }
    fault = item_value(builder, path, text, &value);
    if (fault == 0)
        json_object_set_new(holder_of(builder, path), field_last(path)->name, value);
    return fault;
}

struct names {
    const char **names;
    size_t count;
};

static void collect_name(void *context, const struct field_path *path) {
    struct names *names = context;

    names->names = xgrow(names->names, names->count, sizeof(*names->names));
    names->names[names->count++] = field_flag(path);
}

static int unknown_flag(struct builder *builder, const char *name) {
    _cleanup_(freep) char *flag = xasprintf("--%s", name);
    struct names names = {0};
    const char *meant;
    int fault;

    field_walk(builder->method->request, collect_name, &names);
    for (int i = 0; i < OPTION_COUNT_; i++) {
        names.names = xgrow(names.names, names.count, sizeof(*names.names));
        names.names[names.count++] = xasprintf("--%s", option_table[i].name);
    }
    meant = suggest_nearest(flag, names.names, names.count);
    fault = usage_fault(builder, meant ? text_fill(TEXT_FLAG_UNKNOWN_MEANT, flag, meant) : text_fill(TEXT_FLAG_UNKNOWN, flag));
    for (size_t i = 0; i < names.count; i++)
        free((char *)names.names[i]);
    free(names.names);
    return fault;
}

/* One flag; *used is 2 when it took the following word as its value. */
static int take_flag(struct builder *builder, const struct token *token, const struct token *following, size_t *used) {
    _cleanup_(freep) char *name = xstrndup(token->text, token->name_bytes);
    const char *value = token->value;
    struct field_path path = {0};
    bool negated = false, truth;
    int fault = field_resolve(builder->method->request, name, &path);

    if (fault == FIELD_UNKNOWN && strncmp(name, "no-", 3) == 0 && !value) {
        fault = field_resolve(builder->method->request, name + 3, &path);
        negated = fault == 0 && field_kind(field_last(&path)) == FIELD_BOOL;
        if (!negated)
            fault = FIELD_UNKNOWN;
    }
    if (fault == FIELD_UNKNOWN)
        return unknown_flag(builder, name);
    if (fault == FIELD_OUTPUT_ONLY)
        return usage_fault(builder, text_fill(TEXT_FLAG_OUTPUT_ONLY, name));
    if (fault == FIELD_SECRET)
        return usage_fault(builder, text_fill(TEXT_FLAG_SECRET, name));

    *used = 1;
    if (negated) {
        value = "false";
    } else if (!value && field_kind(field_last(&path)) == FIELD_BOOL) {
        value = "true";
        if (following && !following->is_flag && value_bool_parse(following->text, &truth)) {
            value = following->text;
            *used = 2;
        }
    } else if (!value) {
        if (!following || following->is_flag)
            return usage_fault(builder, text_fill(TEXT_OPTION_NEEDS_VALUE, name));
        value = following->text;
        *used = 2;
    }
    return set_field(builder, &path, value);
}

static size_t argument_count(const struct kam_method *method) {
    size_t count = 0;

    while (method->args && method->args[count])
        count++;
    return count;
}

/* Words beyond the last argument belong to it when it is text ("search 工行 两江" is one query) or a list. */
static int set_arguments(struct builder *builder, const char *const *words, size_t count) {
    size_t arguments = argument_count(builder->method);

    for (size_t i = 0; i < count; i++) {
        _cleanup_(freep) char *joined = NULL;
        struct field_path path = {0};
        const char *value = words[i];
        int fault;

        if (i >= arguments)
            return usage_fault(builder, text_fill(TEXT_WORD_SURPLUS, words[i]));
        if (field_at(builder->method->request, builder->method->args[i], &path) != 0)
            return usage_fault(builder, text_fill(TEXT_WORD_SURPLUS, words[i]));
        if (i + 1 == arguments && i + 1 < count && field_kind(field_last(&path)) == FIELD_STRING) {
            bool list = field_is_repeated(field_last(&path));

            joined = xstrdup(words[i]);
            for (i++; i < count; i++) {
                char *longer = xasprintf("%s%s%s", joined, list ? ";" : " ", words[i]);

                free(joined);
                joined = longer;
            }
            value = joined;
        }
        fault = set_field(builder, &path, value);
        if (fault != 0)
            return fault;
    }
    return 0;
}

static int take_tokens(struct builder *builder, struct arguments *arguments) {
    _cleanup_(freep) const char **words = xcalloc(arguments->count + 1, sizeof(*words));
    size_t count = 0;

    while (arguments->next < arguments->count) {
        const struct token *token = &arguments->tokens[arguments->next];
        const struct token *following = arguments->next + 1 < arguments->count ? token + 1 : NULL;
        size_t used = 1;
        int fault;

        if (token->is_flag) {
            fault = take_flag(builder, token, following, &used);
            if (fault != 0)
                return fault;
        } else {
            words[count++] = token->text;
        }
        arguments->next += used;
    }
    return set_arguments(builder, words, count);
}

static char *mask_text(const json_t *paths) {
    char *joined = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&joined, &bytes);

    for (size_t i = 0; i < json_array_size(paths); i++)
        fprintf(stream, "%s%s", i ? "," : "", json_string_value(json_array_get(paths, i)));
    fclose(stream);
    return joined;
}

static int finish_mask(struct builder *builder) {
    const ProtobufCFieldDescriptor *field;
    _cleanup_(freep) char *mask = NULL;

    if (!command_is_update(builder->method, &field) || builder->mask_given)
        return 0;
    if (json_array_size(builder->mask) == 0) {
        if (json_object_get(builder->request, field->name))
            return 0;
        return usage_fault(builder, xstrdup(text_of(TEXT_NOTHING_TO_CHANGE)));
    }
    mask = mask_text(builder->mask);
    json_object_set_new(builder->request, field->name, xjson(json_string(mask)));
    return 0;
}

struct missing {
    struct builder *builder;
    char *what;
};

static void note_missing(void *context, const struct field_path *path) {
    struct missing *missing = context;
    const struct kam_method *method = missing->builder->method;
    _cleanup_(freep) char *full = field_path_text(path);
    json_t *value = missing->builder->request;
    const char *label;

    if (missing->what || field_is_automatic(field_last(path)) || !command_needs(method, full, field_last_rule(path)->required))
        return;
    for (size_t i = 0; i < path->depth; i++)
        value = json_object_get(value, path->field[i]->name);
    if (value && !(json_is_string(value) && !*json_string_value(value)) && !(json_is_array(value) && !json_array_size(value)))
        return;
    label = field_label(path->message[path->depth - 1], field_last(path));
    if (command_is_argument(method, full)) {
        missing->what = xasprintf("<%s>", label);
    } else {
        _cleanup_(freep) char *flag = field_flag(path);

        missing->what = xasprintf("%s <%s>", flag, label);
    }
}

static int check_missing(struct builder *builder) {
    struct missing missing = {.builder = builder};
    _cleanup_(freep) char *what = NULL;

    field_walk(builder->method->request, note_missing, &missing);
    what = missing.what;
    return what ? usage_fault(builder, text_fill(TEXT_FIELD_MISSING, what)) : 0;
}

/* Whether `key` is this proto name, as it stands or in lowerCamelCase. */
static bool is_json_name(const char *name, const char *key) {
    if (strcmp(name, key) == 0)
        return true;
    for (; *name; name++, key++) {
        bool raise = *name == '_';

        name += raise;
        if (*key != (raise ? toupper((unsigned char)*name) : *name))
            return false;
    }
    return !*key;
}

/* Names in --data may be written as proto3 JSON has them (shortName); inside kam they are the proto's (short_name). */
static json_t *with_proto_names(const ProtobufCMessageDescriptor *message, const json_t *given) {
    json_t *renamed = xjson(json_object());
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)given, key, value) {
        const ProtobufCFieldDescriptor *field = NULL;

        for (unsigned i = 0; i < message->n_fields && !field; i++)
            if (is_json_name(message->fields[i].name, key))
                field = &message->fields[i];
        if (field && field_is_leading(field) && json_is_object(value))
            json_object_set_new(renamed, field->name, with_proto_names(field->descriptor, value));
        else
            json_object_set(renamed, field ? field->name : key, value);
    }
    return renamed;
}

int request_build(const struct kam_method *method, struct arguments *arguments, const json_t *data, const struct request_lookup *lookup,
                  json_t **ret_request, struct complaint *complaint) {
    _cleanup_(json_decrefp) json_t *request = data ? with_proto_names(method->request, data) : xjson(json_object());
    _cleanup_(json_decrefp) json_t *mask = xjson(json_array());
    struct builder builder = {.method = method, .lookup = lookup, .complaint = complaint, .request = request, .mask = mask};
    int fault;

    fault = take_tokens(&builder, arguments);
    if (fault == 0)
        fault = check_missing(&builder);
    if (fault == 0)
        fault = finish_mask(&builder);
    if (fault == 0)
        *ret_request = steal(request);
    return fault;
}
