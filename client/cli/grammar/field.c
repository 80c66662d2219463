#include "client/cli/grammar/field.h"

#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"

static const struct kam_field_rule no_rule;

bool field_is_repeated(const ProtobufCFieldDescriptor *field) {
    return field->label == PROTOBUF_C_LABEL_REPEATED;
}

static enum field_kind message_kind(const ProtobufCMessageDescriptor *message) {
    if (strcmp(message->name, "google.protobuf.Timestamp") == 0)
        return FIELD_TIME;
    if (strcmp(message->name, "google.protobuf.FieldMask") == 0)
        return FIELD_MASK;
    if (strcmp(message->name, "kam.v1.Date") == 0)
        return FIELD_DATE;
    return FIELD_MESSAGE;
}

enum field_kind field_kind(const ProtobufCFieldDescriptor *field) {
    switch (field->type) {
    case PROTOBUF_C_TYPE_BOOL:
        return FIELD_BOOL;
    case PROTOBUF_C_TYPE_ENUM:
        return FIELD_ENUM;
    case PROTOBUF_C_TYPE_STRING:
        return FIELD_STRING;
    case PROTOBUF_C_TYPE_BYTES:
        return FIELD_BYTES;
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_DOUBLE:
        return FIELD_DECIMAL;
    case PROTOBUF_C_TYPE_MESSAGE:
        return message_kind(field->descriptor);
    default:
        return FIELD_INTEGER;
    }
}

bool field_is_leading(const ProtobufCFieldDescriptor *field) {
    return !field_is_repeated(field) && field_kind(field) == FIELD_MESSAGE;
}

bool field_is_automatic(const ProtobufCFieldDescriptor *field) {
    return field_kind(field) == FIELD_MASK || strcmp(field->name, "page_token") == 0 || strcmp(field->name, "page_size") == 0;
}

const struct kam_field_rule *field_rule(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field) {
    const struct kam_field_rule *rules = kam_field_rules(message);

    return rules ? &rules[field - message->fields] : &no_rule;
}

const char *field_label(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field) {
    const struct kam_field_rule *rule = field_rule(message, field);
    const char *label = language_pick(rule->zh, rule->en);

    return *label ? label : field->name;
}

/* Letters' case and the choice of dash, underscore or blank do not matter. */
static bool same_word(const char *typed, size_t typed_bytes, const char *name) {
    size_t i;

    for (i = 0; i < typed_bytes && name[i]; i++) {
        char a = typed[i], b = name[i];

        if (a == '-' || a == ' ')
            a = '_';
        if (b == '-' || b == ' ')
            b = '_';
        if (a != b && strncasecmp(&a, &b, 1) != 0)
            return false;
    }
    return i == typed_bytes && !name[i];
}

static bool is_named(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field, const char *typed, size_t bytes) {
    const struct kam_field_rule *rule = field_rule(message, field);
    size_t name_bytes = strlen(field->name);

    if (same_word(typed, bytes, field->name))
        return true;
    /* "owner" is the owner's id wherever a name can be looked up. */
    if (rule->lookup && name_bytes > 3 && strcmp(field->name + name_bytes - 3, "_id") == 0) {
        char bare[64];

        snprintf(bare, sizeof(bare), "%.*s", (int)(name_bytes - 3), field->name);
        if (same_word(typed, bytes, bare))
            return true;
    }
    return (rule->zh && same_word(typed, bytes, rule->zh)) || (rule->en && same_word(typed, bytes, rule->en));
}

static const ProtobufCFieldDescriptor *find_named(const ProtobufCMessageDescriptor *message, const char *typed, size_t bytes) {
    /* An exact name wins over a label: "kind" may also label another field. */
    for (unsigned i = 0; i < message->n_fields; i++)
        if (same_word(typed, bytes, message->fields[i].name))
            return &message->fields[i];
    for (unsigned i = 0; i < message->n_fields; i++)
        if (is_named(message, &message->fields[i], typed, bytes))
            return &message->fields[i];
    return NULL;
}

static void push(struct field_path *path, const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field) {
    path->message[path->depth] = message;
    path->field[path->depth] = field;
    path->depth++;
}

/* Follows a dotted name from `message`; the segments are names or labels. */
static int follow(const ProtobufCMessageDescriptor *message, const char *name, struct field_path *path) {
    while (message && path->depth < FIELD_DEPTH_MAX) {
        size_t bytes = strcspn(name, ".");
        const ProtobufCFieldDescriptor *field = find_named(message, name, bytes);

        if (!field)
            return FIELD_UNKNOWN;
        push(path, message, field);
        if (!name[bytes])
            return 0;
        message = field_is_leading(field) ? field->descriptor : NULL;
        name += bytes + 1;
    }
    return FIELD_UNKNOWN;
}

static int judge(const struct field_path *path) {
    for (size_t i = 0; i < path->depth; i++) {
        const struct kam_field_rule *rule = field_rule(path->message[i], path->field[i]);

        if (rule->secret)
            return FIELD_SECRET;
        if (rule->output_only)
            return FIELD_OUTPUT_ONLY;
    }
    return 0;
}

int field_resolve(const ProtobufCMessageDescriptor *message, const char *name, struct field_path *ret_path) {
    struct field_path inner = {0}, path = {0};
    int inner_fault = FIELD_UNKNOWN;

    if (follow(message, name, &path) == 0 && !field_is_leading(field_last(&path))) {
        *ret_path = path;
        return judge(&path);
    }
    for (unsigned i = 0; i < message->n_fields; i++) {
        struct field_path below = {0};

        if (!field_is_leading(&message->fields[i]))
            continue;
        push(&below, message, &message->fields[i]);
        if (follow(message->fields[i].descriptor, name, &below) != 0)
            continue;
        if (inner_fault == 0)
            return FIELD_UNKNOWN; /* two leading messages have it: only the full path is clear */
        inner = below;
        inner_fault = 0;
    }
    if (inner_fault != 0) {
        /* A leading message by its own name can still be given as JSON. */
        if (path.depth == 0 || !field_is_leading(field_last(&path)) || strchr(name, '.'))
            return FIELD_UNKNOWN;
        inner = path;
    }
    *ret_path = inner;
    return judge(&inner);
}

int field_at(const ProtobufCMessageDescriptor *message, const char *path_text, struct field_path *ret_path) {
    struct field_path path = {0};

    if (follow(message, path_text, &path) != 0)
        return FIELD_UNKNOWN;
    *ret_path = path;
    return 0;
}

char *field_path_text(const struct field_path *path) {
    char *joined = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&joined, &bytes);

    for (size_t i = 0; i < path->depth; i++)
        fprintf(stream, "%s%s", i ? "." : "", path->field[i]->name);
    fclose(stream);
    return joined;
}

char *field_flag(const struct field_path *path) {
    const ProtobufCFieldDescriptor *field = field_last(path);
    size_t bytes = strlen(field->name);
    char *flag;

    if (field_last_rule(path)->lookup && bytes > 3 && strcmp(field->name + bytes - 3, "_id") == 0)
        bytes -= 3;
    flag = xasprintf("--%.*s", (int)bytes, field->name);
    for (char *at = flag; *at; at++)
        if (*at == '_')
            *at = '-';
    return flag;
}

static void walk(const ProtobufCMessageDescriptor *message, struct field_path *above, void (*visit)(void *, const struct field_path *),
                 void *context) {
    for (unsigned i = 0; i < message->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->fields[i];
        struct field_path path = *above;

        push(&path, message, field);
        if (judge(&path) != 0)
            continue;
        if (field_is_leading(field) && path.depth < FIELD_DEPTH_MAX)
            walk(field->descriptor, &path, visit, context);
        else
            visit(context, &path);
    }
}

void field_walk(const ProtobufCMessageDescriptor *message, void (*visit)(void *context, const struct field_path *path), void *context) {
    struct field_path top = {0};

    walk(message, &top, visit, context);
}
