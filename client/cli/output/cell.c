#include "client/cli/output/cell.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/output/chart.h"

const ProtobufCFieldDescriptor *cell_field(const ProtobufCMessageDescriptor *message, const char *name) {
    return protobuf_c_message_descriptor_get_field_by_name(message, name);
}

/* Bytes one item of this type takes in the array of a repeated field. */
static size_t item_bytes(const ProtobufCFieldDescriptor *field) {
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return 8;
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    default:
        return 4;
    }
}

size_t cell_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    if (field_is_repeated(field))
        return *(const size_t *)((const char *)message + field->quantifier_offset);
    return cell_is_set(message, field) ? 1 : 0;
}

/* Where the value lies. */
static const void *place(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index) {
    const char *member = (const char *)message + field->offset;

    if (!field_is_repeated(field))
        return member;
    return *(const char *const *)member + index * item_bytes(field);
}

bool cell_is_set(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    const void *member = place(message, field, 0);

    if (field_is_repeated(field))
        return cell_count(message, field) > 0;
    /* proto3 optional is a oneof of one member: the case holds the number of the field that is set. */
    if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && *(const uint32_t *)((const char *)message + field->quantifier_offset) != field->id)
        return false;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        return *(const ProtobufCMessage *const *)member != NULL;
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return *(const char *const *)member && **(const char *const *)member;
    if (field->type == PROTOBUF_C_TYPE_BYTES)
        return ((const ProtobufCBinaryData *)member)->len > 0;
    return true;
}

const ProtobufCMessage *cell_message(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index) {
    return *(const ProtobufCMessage *const *)place(message, field, index);
}

const char *cell_string(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    return cell_is_set(message, field) ? *(const char *const *)place(message, field, 0) : "";
}

static int64_t integer_at(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index) {
    const void *member = place(message, field, index);

    switch (field->type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        return *(const int64_t *)member;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        return *(const uint32_t *)member;
    default:
        return *(const int32_t *)member;
    }
}

int64_t cell_integer(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    return cell_is_set(message, field) ? integer_at(message, field, 0) : 0;
}

/* Ids are never 0: an unset one shows nothing. */
static bool is_id(const ProtobufCFieldDescriptor *field) {
    size_t bytes = strlen(field->name);

    return strcmp(field->name, "id") == 0 || (bytes > 3 && strcmp(field->name + bytes - 3, "_id") == 0);
}

static char *integer_text(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index) {
    int64_t number = integer_at(message, field, index);

    if (number == 0 && is_id(field))
        return NULL;
    if (field->type == PROTOBUF_C_TYPE_UINT64 || field->type == PROTOBUF_C_TYPE_FIXED64)
        return xasprintf("%" PRIu64, (uint64_t)number);
    return xasprintf("%" PRId64, number);
}

static char *enum_text(const ProtobufCEnumDescriptor *enumeration, int number, enum cell_style style) {
    const struct kam_value_rule *rules = kam_value_rules(enumeration);

    for (unsigned i = 0; i < enumeration->n_values; i++) {
        if (enumeration->values[i].value != number)
            continue;
        if (!rules[i].label)
            return NULL;
        return xstrdup(style == CELL_PLAIN ? rules[i].label : language_pick(rules[i].zh, rules[i].en));
    }
    /* A newer server may know values this program does not. */
    return xasprintf("%d", number);
}

static char *bytes_text(const ProtobufCBinaryData *bytes) {
    char *digits = xcalloc(bytes->len * 2 + 1, 1);

    for (size_t i = 0; i < bytes->len; i++)
        sprintf(digits + i * 2, "%02x", bytes->data[i]);
    return digits;
}

static char *date_text(const ProtobufCMessage *date) {
    const ProtobufCMessageDescriptor *type = date->descriptor;

    return xasprintf("%04" PRId64 "-%02" PRId64 "-%02" PRId64, cell_integer(date, cell_field(type, "year")),
                     cell_integer(date, cell_field(type, "month")), cell_integer(date, cell_field(type, "day")));
}

static char *time_text(const ProtobufCMessage *timestamp, enum cell_style style) {
    time_t moment = (time_t)cell_integer(timestamp, cell_field(timestamp->descriptor, "seconds"));
    char written[64];
    struct tm parts;

    if (!(style == CELL_PLAIN ? gmtime_r(&moment, &parts) : localtime_r(&moment, &parts)))
        return NULL;
    strftime(written, sizeof(written), style == CELL_PLAIN ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d %H:%M", &parts);
    return xstrdup(written);
}

/* A small message in one line: "统一社会信用代码 9150…" for people, "uscc=9150…" for programs. */
static char *message_text(const ProtobufCMessage *message, enum cell_style style) {
    const ProtobufCMessageDescriptor *type = message->descriptor;
    char *line = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&line, &bytes);
    bool pair = style == CELL_PLAIN && type->n_fields == 2, first = true;

    for (unsigned i = 0; i < type->n_fields; i++) {
        _cleanup_(freep) char *value = cell_text(message, &type->fields[i], style);

        if (!value && !pair)
            continue;
        /* Beside words a number that only programs know says nothing. */
        if (style == CELL_HUMAN && type->n_fields > 1 && is_id(&type->fields[i]))
            continue;
        if (!first)
            fputs(style == CELL_HUMAN ? " " : pair ? "=" : ",", stream);
        if (style == CELL_PLAIN && !pair)
            fprintf(stream, "%s=", type->fields[i].name);
        fputs(value ? value : "", stream);
        first = false;
    }
    fclose(stream);
    return line;
}

char *cell_item_text(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index, enum cell_style style) {
    const void *member = place(message, field, index);
    const struct kam_field_rule *rule = field_rule(message->descriptor, field);

    if (rule->secret)
        return NULL;
    if (rule->show == KAM_SHOW_MONEY)
        return chart_money(integer_at(message, field, index), style == CELL_HUMAN ? "," : "");
    if (style == CELL_HUMAN && rule->show == KAM_SHOW_BAR)
        return chart_bar(integer_at(message, field, index));
    switch (field_kind(field)) {
    case FIELD_BOOL:
        if (style == CELL_PLAIN)
            return xstrdup(*(const protobuf_c_boolean *)member ? "true" : "false");
        return xstrdup(text_of(*(const protobuf_c_boolean *)member ? TEXT_YES : TEXT_NO));
    case FIELD_INTEGER:
        return integer_text(message, field, index);
    case FIELD_DECIMAL:
        return xasprintf("%g", field->type == PROTOBUF_C_TYPE_FLOAT ? (double)*(const float *)member : *(const double *)member);
    case FIELD_ENUM:
        return enum_text(field->descriptor, (int)integer_at(message, field, index), style);
    case FIELD_STRING:
        return **(const char *const *)member ? xstrdup(*(const char *const *)member) : NULL;
    case FIELD_BYTES:
        return bytes_text(member);
    case FIELD_DATE:
        return date_text(*(const ProtobufCMessage *const *)member);
    case FIELD_TIME:
        return time_text(*(const ProtobufCMessage *const *)member, style);
    case FIELD_MASK:
    case FIELD_MESSAGE:
        return message_text(*(const ProtobufCMessage *const *)member, style);
    }
    return NULL;
}

/* Items joined as value_split() takes them apart again. */
static void print_item(FILE *stream, const char *item, enum cell_style style) {
    for (; *item; item++) {
        if (style == CELL_PLAIN && *item == ';')
            fputc('\\', stream);
        fputc(*item, stream);
    }
}

char *cell_text(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, enum cell_style style) {
    size_t count = cell_count(message, field), bytes;
    char *joined = NULL;
    FILE *stream;

    if (count == 0)
        return NULL;
    if (!field_is_repeated(field))
        return cell_item_text(message, field, 0, style);
    if (style == CELL_HUMAN && field_rule(message->descriptor, field)->show == KAM_SHOW_SPARK)
        return chart_spark(*(const int64_t *const *)((const char *)message + field->offset), count);
    stream = xmemstream(&joined, &bytes);
    for (size_t i = 0; i < count; i++) {
        _cleanup_(freep) char *item = cell_item_text(message, field, i, style);

        if (i)
            fputs(style == CELL_PLAIN ? ";" : text_of(TEXT_LIST_MARK), stream);
        print_item(stream, item ? item : "", style);
    }
    fclose(stream);
    return joined;
}
