#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/common.pb-c.h"
#include "server/rpc/compiler.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 8

void *compiler_calloc(size_t count, size_t bytes) {
    void *memory = calloc(count ? count : 1, bytes);
    if (!memory) {
        abort(); /* start-up, and small */
    }
    return memory;
}

static void snake_case(const char *camel, char out[COMPILER_NAME_BYTES]) {
    size_t n = 0;
    for (const char *c = camel; *c && n + 2 < COMPILER_NAME_BYTES; c++) {
        if (isupper((unsigned char)*c) && c > camel && !isupper((unsigned char)c[-1])) {
            out[n++] = '_';
        }
        out[n++] = (char)tolower((unsigned char)*c);
    }
    out[n] = '\0';
}

const char *compiler_type_name(const struct compiler *c, Oid oid) {
    const struct catalog_type *t = catalog_type(c->catalog, oid);
    return t ? t->name : "a type outside pg_catalog, kam and core";
}

/* --- enums and composites ------------------------------------------------------------------------------------------------------- */

static const struct kam_value_rule *value_rule(const ProtobufCEnumDescriptor *e, int32_t value) {
    const struct kam_value_rule *rules = kam_value_rules(e);
    for (unsigned i = 0; rules && i < e->n_values; i++) {
        if (e->values[i].value == value) {
            return &rules[i];
        }
    }
    return NULL;
}

/* Every value but UNSPECIFIED must be a label, and every label a value. */
static const struct label_plan *bind_enum(struct compiler *c, const char *where, const ProtobufCEnumDescriptor *e, Oid type) {
    for (size_t i = 0; i < c->bindings->labels_count; i++) {
        if (c->bindings->labels[i]->type == type) {
            return c->bindings->labels[i];
        }
    }
    size_t count;
    const struct catalog_label *rows = catalog_labels(c->catalog, type, &count);
    struct label_plan *plan = compiler_calloc(1, sizeof *plan);
    plan->type = type;
    plan->labels = compiler_calloc(e->n_values, sizeof *plan->labels);
    for (unsigned i = 0; i < e->n_values; i++) {
        const struct kam_value_rule *rule = value_rule(e, e->values[i].value);
        if (e->values[i].value == 0 || !rule || !rule->label) {
            continue;
        }
        size_t k = 0;
        while (k < count && strcmp(rows[k].text, rule->label) != 0) {
            k++;
        }
        if (k == count) {
            report_add(c->report, "%s: the database's enum %s has no label '%s'", where, compiler_type_name(c, type), rule->label);
        }
        char *text = strdup(rule->label); /* the rules are constant, but a plan owns what it points to */
        if (!text) {
            abort();
        }
        plan->labels[plan->count++] = (struct label){.value = e->values[i].value, .bytes = (int)strlen(text), .text = text};
    }
    for (size_t k = 0; k < count; k++) {
        bool known = false;
        for (size_t i = 0; i < plan->count; i++) {
            known = known || strcmp(plan->labels[i].text, rows[k].text) == 0;
        }
        if (!known) {
            report_add(c->report, "%s: the database's enum %s has label '%s', which %s has not", where, compiler_type_name(c, type),
                       rows[k].text, e->name);
        }
    }
    if (c->bindings->labels_count == COMPILER_TYPES_MAX) {
        abort();
    }
    c->bindings->labels[c->bindings->labels_count++] = plan;
    return plan;
}

static const struct message_plan *bind_message(struct compiler *c, const char *where, const ProtobufCMessageDescriptor *message, Oid type,
                                               unsigned depth) {
    struct bindings *b = c->bindings;
    for (size_t i = 0; i < b->messages_count; i++) {
        if (b->messages[i]->type == type && b->messages[i]->message == message) {
            return b->messages[i];
        }
    }
    if (depth > DEPTH_MAX || b->messages_count == COMPILER_TYPES_MAX) {
        report_add(c->report, "%s: %s is nested too deep", where, message->name);
        return NULL;
    }
    size_t count;
    const struct catalog_attribute *attributes = catalog_attributes(c->catalog, type, &count);
    struct message_plan *plan = compiler_calloc(1, sizeof *plan);
    *plan = (struct message_plan){.message = message, .type = type, .fields_count = count};
    plan->fields = compiler_calloc(count, sizeof *plan->fields);
    b->messages[b->messages_count++] = plan;
    for (size_t i = 0; i < count; i++) {
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(message, attributes[i].name);
        if (!field) {
            report_add(c->report, "%s: type %s has attribute %s, which %s has not", where, compiler_type_name(c, type), attributes[i].name,
                       message->name);
            continue;
        }
        char inner[COMPILER_WHERE_BYTES];
        snprintf(inner, sizeof inner, "type %s, attribute %s", compiler_type_name(c, type), attributes[i].name);
        compiler_bind_field(c, inner, field, attributes[i].attribute, depth + 1, &plan->fields[i]);
    }
    for (unsigned k = 0; k < message->n_fields; k++) {
        size_t i = 0;
        while (i < count && strcmp(attributes[i].name, message->fields[k].name) != 0) {
            i++;
        }
        if (i == count) {
            report_add(c->report, "%s: type %s has no attribute for %s.%s", where, compiler_type_name(c, type), message->name,
                       message->fields[k].name);
        }
    }
    return plan;
}

/* --- fields --------------------------------------------------------------------------------------------------------------------- */

/* Codec and the name of the type it needs; false when the engine does not carry this kind of field. */
static bool choose_codec(const struct compiler *c, const ProtobufCFieldDescriptor *field, enum codec *ret_codec, const char **ret_schema,
                         char name[COMPILER_NAME_BYTES]) {
    static const struct {
        ProtobufCType type;
        enum codec codec;
        const char *name;
    } scalars[] = {
        {PROTOBUF_C_TYPE_INT64, CODEC_INT64, "int8"},     {PROTOBUF_C_TYPE_INT32, CODEC_INT32, "int4"},
        {PROTOBUF_C_TYPE_UINT32, CODEC_UINT32, "int8"},   {PROTOBUF_C_TYPE_BOOL, CODEC_BOOL, "bool"},
        {PROTOBUF_C_TYPE_DOUBLE, CODEC_DOUBLE, "float8"}, {PROTOBUF_C_TYPE_STRING, CODEC_TEXT, "text"},
        {PROTOBUF_C_TYPE_BYTES, CODEC_BYTES, "bytea"},
    };
    *ret_schema = "pg_catalog";
    for (size_t i = 0; i < sizeof scalars / sizeof scalars[0]; i++) {
        if (scalars[i].type == field->type) {
            *ret_codec = scalars[i].codec;
            snprintf(name, COMPILER_NAME_BYTES, "%s", scalars[i].name);
            return true;
        }
    }
    if (field->type == PROTOBUF_C_TYPE_ENUM) {
        *ret_codec = CODEC_ENUM;
        *ret_schema = "kam";
        snake_case(((const ProtobufCEnumDescriptor *)field->descriptor)->short_name, name);
        return true;
    }
    if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
        return false;
    }
    if (field->descriptor == &google__protobuf__timestamp__descriptor) {
        *ret_codec = CODEC_TIMESTAMP;
        snprintf(name, COMPILER_NAME_BYTES, "timestamptz");
    } else if (field->descriptor == &kam__v1__date__descriptor) {
        *ret_codec = CODEC_DATE;
        snprintf(name, COMPILER_NAME_BYTES, "date");
    } else if (field->descriptor == &google__protobuf__field_mask__descriptor) {
        *ret_codec = CODEC_FIELD_MASK;
        snprintf(name, COMPILER_NAME_BYTES, "_text");
        return field->label != PROTOBUF_C_LABEL_REPEATED;
    } else {
        *ret_codec = CODEC_COMPOSITE;
        *ret_schema = c->api_schema;
        snake_case(((const ProtobufCMessageDescriptor *)field->descriptor)->short_name, name);
    }
    return true;
}

static enum presence presence_of(const ProtobufCFieldDescriptor *field) {
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return PRESENCE_ITEMS;
    }
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
        return PRESENCE_CASE;
    }
    switch (field->type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        return PRESENCE_POINTER;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_ENUM:
        return PRESENCE_EMPTY;
    default:
        return PRESENCE_ALWAYS;
    }
}

bool compiler_bind_field(struct compiler *c, const char *where, const ProtobufCFieldDescriptor *field, Oid actual, unsigned depth,
                         struct field_plan *ret_plan) {
    enum codec codec;
    const char *schema;
    char name[COMPILER_NAME_BYTES];
    if (!choose_codec(c, field, &codec, &schema, name)) {
        report_add(c->report, "%s: the engine does not carry fields of this type", where);
        return false;
    }
    const struct catalog_type *type = catalog_type_named(c->catalog, schema, name);
    bool repeated = field->label == PROTOBUF_C_LABEL_REPEATED;
    Oid expected = !type ? 0 : repeated ? type->array : type->oid;
    if (!expected || expected != actual) {
        report_add(c->report, "%s: must be %s.%s%s%s, is %s", where, schema, name, repeated ? "[]" : "",
                   type ? "" : " (which does not exist)", compiler_type_name(c, actual));
        return false;
    }
    *ret_plan = (struct field_plan){.name = field->name,
                                    .id = field->id,
                                    .offset = field->offset,
                                    .quantifier = field->quantifier_offset,
                                    .codec = codec,
                                    .presence = presence_of(field),
                                    .repeated = repeated,
                                    .type = actual,
                                    .element = codec == CODEC_FIELD_MASK ? type->element : type->oid};
    if (codec == CODEC_ENUM) {
        ret_plan->labels = bind_enum(c, where, field->descriptor, type->oid);
    } else if (codec == CODEC_COMPOSITE) {
        ret_plan->message = bind_message(c, where, field->descriptor, type->oid, depth);
        return ret_plan->message != NULL;
    }
    return true;
}
