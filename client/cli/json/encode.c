#include "client/cli/json/protojson.h"

#include "client/cli/json/scalar.h"
#include "client/cli/json/wellknown.h"
#include "common/cleanup.h"
#include "common/method.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* A text that is no UTF-8 cannot be JSON: what is wrong becomes U+FFFD. Only a broken peer sends such a text. */
static json_t *encode_broken_text(const char *s) {
    char *text = malloc(strlen(s) * 3 + 1), *out = text;
    if (!text)
        return NULL;
    while (*s) {
        utf8proc_int32_t point;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &point);
        if (n <= 0) {
            point = 0xFFFD;
            n = 1;
        }
        out += utf8proc_encode_char(point, (utf8proc_uint8_t *)out);
        s += n;
    }
    *out = 0;
    json_t *v = json_string(text);
    free(text);
    return v;
}

static json_t *encode_text(const char *s) {
    if (!s)
        s = "";
    json_t *v = json_string(s);
    return v ? v : encode_broken_text(s);
}

static json_t *encode_double(double d) {
    if (isnan(d))
        return json_string("NaN");
    if (isinf(d))
        return json_string(d > 0 ? "Infinity" : "-Infinity");
    return json_real(d);
}

static json_t *encode_bytes(const ProtobufCBinaryData *bytes) {
    char *text = scalar_base64(bytes);
    json_t *v = text ? json_string(text) : NULL;
    free(text);
    return v;
}

static json_t *encode_enum(int number, const ProtobufCEnumDescriptor *d) {
    const ProtobufCEnumValue *v = protobuf_c_enum_descriptor_get_value(d, number);
    return v ? json_string(v->name) : json_integer(number);
}

static json_t *encode_value(const ProtobufCFieldDescriptor *f, const void *at, unsigned flags) {
    switch (f->type) {
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
        return json_integer(*(const int32_t *)at);
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
        return json_integer(*(const uint32_t *)at);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
        return json_sprintf("%" PRId64, *(const int64_t *)at);
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
        return json_sprintf("%" PRIu64, *(const uint64_t *)at);
    case PROTOBUF_C_TYPE_FLOAT:
        return encode_double((double)*(const float *)at);
    case PROTOBUF_C_TYPE_DOUBLE:
        return encode_double(*(const double *)at);
    case PROTOBUF_C_TYPE_BOOL:
        return json_boolean(*(const protobuf_c_boolean *)at);
    case PROTOBUF_C_TYPE_ENUM:
        return encode_enum(*(const int *)at, f->descriptor);
    case PROTOBUF_C_TYPE_STRING:
        return encode_text(*(char *const *)at);
    case PROTOBUF_C_TYPE_BYTES:
        return encode_bytes(at);
    case PROTOBUF_C_TYPE_MESSAGE:
        return protojson_encode(*(ProtobufCMessage *const *)at, flags);
    }
    return json_null();
}

static json_t *encode_list(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f, unsigned flags) {
    size_t count = *(const size_t *)((const char *)m + f->quantifier_offset);
    const char *items = *(const char *const *)((const char *)m + f->offset);
    _cleanup_(json_decrefp) json_t *list = json_array();
    for (size_t i = 0; list && i < count; i++)
        if (json_array_append_new(list, encode_value(f, items + i * scalar_item_bytes(f->type), flags)) < 0)
            return NULL;
    return steal(list);
}

static bool is_zero(const ProtobufCFieldDescriptor *f, const void *at) {
    static const char zero[16];
    if (f->type == PROTOBUF_C_TYPE_STRING)
        return !*(char *const *)at || !**(char *const *)at;
    if (f->type == PROTOBUF_C_TYPE_BYTES)
        return ((const ProtobufCBinaryData *)at)->len == 0;
    return memcmp(at, zero, scalar_item_bytes(f->type)) == 0;
}

/* Is there something to write? Where the message itself knows (oneof, proto3 optional, messages), it decides. */
static bool is_shown(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f, unsigned flags) {
    const char *base = (const char *)m;
    if (f->label == PROTOBUF_C_LABEL_REPEATED)
        return flags & PROTOJSON_DEFAULTS || *(const size_t *)(base + f->quantifier_offset) > 0;
    if (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
        if (*(const uint32_t *)(base + f->quantifier_offset) != f->id)
            return false;
        return f->type != PROTOBUF_C_TYPE_MESSAGE || *(void *const *)(base + f->offset);
    }
    if (f->type == PROTOBUF_C_TYPE_MESSAGE)
        return *(void *const *)(base + f->offset) != NULL;
    return flags & PROTOJSON_DEFAULTS || !is_zero(f, base + f->offset);
}

json_t *protojson_encode(const ProtobufCMessage *m, unsigned flags) {
    if (wellknown_is_written(m->descriptor))
        return wellknown_encode(m);
    const struct kam_field_rule *rules = kam_field_rules(m->descriptor);
    _cleanup_(json_decrefp) json_t *object = json_object();
    for (unsigned i = 0; object && i < m->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];
        if (!is_shown(m, f, flags) || (flags & PROTOJSON_HIDE_SECRETS && rules && rules[i].secret))
            continue;
        json_t *v = f->label == PROTOBUF_C_LABEL_REPEATED ? encode_list(m, f, flags) : encode_value(f, (const char *)m + f->offset, flags);
        if (json_object_set_new(object, f->name, v) < 0)
            return NULL;
    }
    return steal(object);
}
