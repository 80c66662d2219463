#include "client/cli/json/protojson.h"

#include "client/cli/json/fault.h"
#include "client/cli/json/scalar.h"
#include "client/cli/json/wellknown.h"
#include "common/cleanup.h"

#include <ctype.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_MAX = 128 }; /* of one message, for the candidates of a suggestion */

static void free_message(ProtobufCMessage **m) {
    protobuf_c_message_free_unpacked(*m, NULL);
}

static int decode_message(const json_t *v, const ProtobufCMessageDescriptor *d, const struct place *at, struct protojson_fault *f,
                          ProtobufCMessage **ret);

/* "parentId" for "parent_id"? */
static bool is_camel_of(const char *camel, const char *name) {
    bool upper = false;
    for (; *name; name++) {
        if (*name == '_') {
            upper = true;
            continue;
        }
        if (*camel++ != (upper ? toupper((unsigned char)*name) : *name))
            return false;
        upper = false;
    }
    return *camel == 0;
}

static const ProtobufCFieldDescriptor *find_field(const ProtobufCMessageDescriptor *d, const char *name) {
    const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field_by_name(d, name);
    for (unsigned i = 0; !f && i < d->n_fields; i++)
        if (is_camel_of(name, d->fields[i].name))
            f = &d->fields[i];
    return f;
}

static int unknown_field(const ProtobufCMessageDescriptor *d, const char *name, const json_t *v, const struct place *at,
                         struct protojson_fault *f) {
    const char *names[FIELDS_MAX];
    size_t count = 0;
    for (; count < d->n_fields && count < FIELDS_MAX; count++)
        names[count] = d->fields[count].name;
    fault_set(f, PROTOJSON_UNKNOWN_FIELD, at, v);
    fault_suggest(f, name, names, count);
    return PROTOJSON_UNKNOWN_FIELD;
}

static int decode_signed(const json_t *v, bool wide, const struct place *at, struct protojson_fault *f, void *to) {
    int64_t n;
    int r = scalar_int64(v, wide ? INT64_MIN : INT32_MIN, wide ? INT64_MAX : INT32_MAX, at, f, &n);
    if (r != 0)
        return r;
    if (wide)
        *(int64_t *)to = n;
    else
        *(int32_t *)to = (int32_t)n;
    return 0;
}

static int decode_unsigned(const json_t *v, bool wide, const struct place *at, struct protojson_fault *f, void *to) {
    uint64_t n;
    int r = scalar_uint64(v, wide ? UINT64_MAX : UINT32_MAX, at, f, &n);
    if (r != 0)
        return r;
    if (wide)
        *(uint64_t *)to = n;
    else
        *(uint32_t *)to = (uint32_t)n;
    return 0;
}

static int decode_real(const json_t *v, bool wide, const struct place *at, struct protojson_fault *f, void *to) {
    double d;
    int r = scalar_double(v, wide ? DBL_MAX : (double)FLT_MAX, at, f, &d);
    if (r != 0)
        return r;
    if (wide)
        *(double *)to = d;
    else
        *(float *)to = (float)d;
    return 0;
}

static int decode_bool(const json_t *v, const struct place *at, struct protojson_fault *f, protobuf_c_boolean *to) {
    bool b;
    int r = scalar_bool(v, at, f, &b);
    if (r == 0)
        *to = b;
    return r;
}

/* One value into its place: a field of the message, or an item of a list. What is there already is overwritten, not freed. */
static int decode_value(const ProtobufCFieldDescriptor *field, const json_t *v, const struct place *at, struct protojson_fault *f,
                        void *to) {
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
        return decode_signed(v, false, at, f, to);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        return decode_signed(v, true, at, f, to);
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        return decode_unsigned(v, false, at, f, to);
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        return decode_unsigned(v, true, at, f, to);
    case PROTOBUF_C_TYPE_FLOAT:
        return decode_real(v, false, at, f, to);
    case PROTOBUF_C_TYPE_DOUBLE:
        return decode_real(v, true, at, f, to);
    case PROTOBUF_C_TYPE_BOOL:
        return decode_bool(v, at, f, to);
    case PROTOBUF_C_TYPE_ENUM:
        return scalar_enum(v, field->descriptor, at, f, to);
    case PROTOBUF_C_TYPE_STRING:
        return scalar_string(v, at, f, to);
    case PROTOBUF_C_TYPE_BYTES:
        return scalar_bytes(v, at, f, to);
    case PROTOBUF_C_TYPE_MESSAGE:
        return decode_message(v, field->descriptor, at, f, to);
    }
    return fault_set(f, PROTOJSON_UNKNOWN_FIELD, at, v);
}

/* The list belongs to the message from the first item on, so that a fault half-way frees what there is. */
static int decode_list(const ProtobufCFieldDescriptor *field, const json_t *v, const struct place *at, struct protojson_fault *f,
                       ProtobufCMessage *m) {
    size_t *count = (size_t *)((char *)m + field->quantifier_offset);
    char **items = (char **)((char *)m + field->offset);
    if (!json_is_array(v))
        return fault_set(f, PROTOJSON_NOT_ARRAY, at, v);
    size_t n = json_array_size(v);
    if (n > PROTOJSON_ITEMS_MAX) {
        fault_set(f, PROTOJSON_TOO_MANY, at, v);
        fault_detail(f, "%d", PROTOJSON_ITEMS_MAX);
        return PROTOJSON_TOO_MANY;
    }
    if (n == 0)
        return 0;
    *items = calloc(n, scalar_item_bytes(field->type));
    if (!*items)
        return fault_set(f, PROTOJSON_NO_MEMORY, at, NULL);
    for (size_t i = 0; i < n; i++) {
        const struct place item = {.up = at, .index = i};
        const json_t *value = json_array_get(v, i);
        int r = json_is_null(value) ? fault_set(f, PROTOJSON_NULL_ITEM, &item, value)
                                    : decode_value(field, value, &item, f, *items + i * scalar_item_bytes(field->type));
        if (r != 0)
            return r;
        *count = i + 1;
    }
    return 0;
}

static const char *name_of(const ProtobufCMessageDescriptor *d, uint32_t id) {
    const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field(d, id);
    return f ? f->name : "";
}

static int decode_single(const ProtobufCFieldDescriptor *field, const json_t *v, const struct place *at, struct protojson_fault *f,
                         ProtobufCMessage *m) {
    uint32_t *which = field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF ? (uint32_t *)((char *)m + field->quantifier_offset) : NULL;
    if (which && *which != 0) {
        fault_set(f, PROTOJSON_ONE_OF, at, v);
        fault_detail(f, "%s", name_of(m->descriptor, *which));
        return PROTOJSON_ONE_OF;
    }
    int r = decode_value(field, v, at, f, (char *)m + field->offset);
    if (r == 0 && which)
        *which = field->id;
    return r;
}

static int decode_fields(const json_t *v, ProtobufCMessage *m, const struct place *at, struct protojson_fault *f) {
    const ProtobufCMessageDescriptor *d = m->descriptor;
    bool seen[FIELDS_MAX] = {false};
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)v, name, value) {
        const struct place here = {.up = at, .name = name};
        const ProtobufCFieldDescriptor *field = find_field(d, name);
        if (!field)
            return unknown_field(d, name, value, &here, f);
        size_t index = (size_t)(field - d->fields);
        if (index < FIELDS_MAX && seen[index])
            return fault_set(f, PROTOJSON_TWICE, &here, value); /* once as parent_id and once as parentId */
        if (index < FIELDS_MAX)
            seen[index] = true;
        if (json_is_null(value))
            continue;
        int r =
            field->label == PROTOBUF_C_LABEL_REPEATED ? decode_list(field, value, &here, f, m) : decode_single(field, value, &here, f, m);
        if (r != 0)
            return r;
    }
    return 0;
}

static int decode_message(const json_t *v, const ProtobufCMessageDescriptor *d, const struct place *at, struct protojson_fault *f,
                          ProtobufCMessage **ret) {
    _cleanup_(free_message) ProtobufCMessage *m = calloc(1, d->sizeof_message);
    if (!m)
        return fault_set(f, PROTOJSON_NO_MEMORY, at, NULL);
    protobuf_c_message_init(d, m);
    int r;
    if (wellknown_is_written(d) || (wellknown_is_read(d) && !json_is_object(v)))
        r = wellknown_decode(v, m, at, f);
    else if (!json_is_object(v))
        r = fault_set(f, PROTOJSON_NOT_OBJECT, at, v);
    else
        r = decode_fields(v, m, at, f);
    if (r == 0)
        *ret = steal(m);
    return r;
}

int protojson_decode(const json_t *value, const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret_message,
                     struct protojson_fault *ret_fault) {
    return decode_message(value, descriptor, NULL, ret_fault, ret_message);
}

/* The parser recurses; what nests too deep never reaches it. Brackets inside texts do not count. */
static bool nests_too_deep(const char *text, size_t bytes) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes; i++) {
        char c = text[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            depth++;
        else if (!quoted && (c == '}' || c == ']'))
            depth--;
        if (depth > PROTOJSON_DEPTH_MAX)
            return true;
    }
    return false;
}

static int bound_fault(struct protojson_fault *f, enum protojson_fault_kind kind, int bound) {
    fault_set(f, kind, NULL, NULL);
    fault_detail(f, "%d", bound);
    return (int)kind;
}

int protojson_parse(const char *text, size_t bytes, const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret_message,
                    struct protojson_fault *ret_fault) {
    if (bytes > PROTOJSON_TEXT_BYTES_MAX)
        return bound_fault(ret_fault, PROTOJSON_TOO_LARGE, PROTOJSON_TEXT_BYTES_MAX);
    if (nests_too_deep(text, bytes))
        return bound_fault(ret_fault, PROTOJSON_TOO_DEEP, PROTOJSON_DEPTH_MAX);
    json_error_t error;
    _cleanup_(json_decrefp) json_t *v = json_loadb(text, bytes, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!v) {
        fault_set(ret_fault, PROTOJSON_SYNTAX, NULL, NULL);
        fault_detail(ret_fault, "%s", error.text);
        ret_fault->line = error.line;
        ret_fault->column = error.column;
        return PROTOJSON_SYNTAX;
    }
    return protojson_decode(v, descriptor, ret_message, ret_fault);
}
