#include "server/rpc/encode.h"

#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/common.pb-c.h"
#include "server/rpc/calendar.h"
#include "server/rpc/wire.h"

#include <errno.h>
#include <stdio.h>

#define TEXT_OID 25

static int encode_composite(const struct message_plan *plan, const ProtobufCMessage *message, struct buffer *out,
                            struct encode_fault *fault);

/* The path is built while the recursion unwinds, innermost name first. */
static int blame(struct encode_fault *fault, enum message_id message, const char *name) {
    fault->message = message;
    snprintf(fault->path, sizeof fault->path, "%s", name);
    return ENCODE_FAULT;
}

static void prepend(struct encode_fault *fault, const char *name, bool indexed, size_t index) {
    char path[ENCODE_PATH_BYTES];
    int n = indexed ? snprintf(path, sizeof path, "%s[%zu]%s%s", name, index, fault->path[0] ? "." : "", fault->path)
                    : snprintf(path, sizeof path, "%s%s%s", name, fault->path[0] ? "." : "", fault->path);
    if (n > 0) {
        memcpy(fault->path, path, sizeof path);
    }
}

static int append_be32(struct buffer *out, uint32_t value) {
    uint8_t bytes[4];
    put_be32(bytes, value);
    return buffer_append(out, bytes, sizeof bytes);
}

static int append_be64(struct buffer *out, uint64_t value) {
    uint8_t bytes[8];
    put_be64(bytes, value);
    return buffer_append(out, bytes, sizeof bytes);
}

static int encode_enum(const struct field_plan *field, int32_t value, struct buffer *out, struct encode_fault *fault) {
    for (size_t i = 0; i < field->labels->count; i++) {
        const struct label *label = &field->labels->labels[i];
        if (label->value == value) {
            return buffer_append(out, label->text, (size_t)label->bytes);
        }
    }
    return blame(fault, MESSAGE_FIELD_ENUM, "");
}

static int encode_mask(const Google__Protobuf__FieldMask *mask, struct buffer *out) {
    int r = append_be32(out, mask->n_paths ? 1 : 0);
    r = r ? r : append_be32(out, 0);
    r = r ? r : append_be32(out, TEXT_OID);
    if (!mask->n_paths) {
        return r;
    }
    r = r ? r : append_be32(out, (uint32_t)mask->n_paths);
    r = r ? r : append_be32(out, 1);
    for (size_t i = 0; r == 0 && i < mask->n_paths; i++) {
        size_t bytes = strlen(mask->paths[i]);
        r = append_be32(out, (uint32_t)bytes);
        r = r ? r : buffer_append(out, mask->paths[i], bytes);
    }
    return r;
}

static int encode_message(const struct field_plan *field, const ProtobufCMessage *message, struct buffer *out, struct encode_fault *fault) {
    switch (field->codec) {
    case CODEC_TIMESTAMP: {
        const Google__Protobuf__Timestamp *t = (const void *)message;
        int64_t microseconds;
        return calendar_moment_of(t->seconds, t->nanos, &microseconds) ? append_be64(out, (uint64_t)microseconds)
                                                                       : blame(fault, MESSAGE_FIELD_RANGE, "");
    }
    case CODEC_DATE: {
        const Kam__V1__Date *d = (const void *)message;
        int32_t days;
        return calendar_day_of(d->year, d->month, d->day, &days) ? append_be32(out, (uint32_t)days) : blame(fault, MESSAGE_FIELD_RANGE, "");
    }
    case CODEC_FIELD_MASK:
        return encode_mask((const void *)message, out);
    default:
        return encode_composite(field->message, message, out, fault);
    }
}

/* One item; `at` points to it as protobuf-c keeps it. */
static int encode_item(const struct field_plan *field, const void *at, struct buffer *out, struct encode_fault *fault) {
    switch (field->codec) {
    case CODEC_INT64:
        return append_be64(out, *(const uint64_t *)at);
    case CODEC_INT32:
        return append_be32(out, *(const uint32_t *)at);
    case CODEC_UINT32:
        return append_be64(out, *(const uint32_t *)at);
    case CODEC_BOOL: {
        uint8_t value = *(const protobuf_c_boolean *)at != 0;
        return buffer_append(out, &value, 1);
    }
    case CODEC_DOUBLE: {
        uint64_t bits;
        memcpy(&bits, at, sizeof bits);
        return append_be64(out, bits);
    }
    case CODEC_TEXT: {
        const char *text = *(char *const *)at;
        return buffer_append(out, text, strlen(text));
    }
    case CODEC_BYTES: {
        const ProtobufCBinaryData *bytes = at;
        return buffer_append(out, bytes->data, bytes->len);
    }
    case CODEC_ENUM:
        return encode_enum(field, *(const int32_t *)at, out, fault);
    default:
        return encode_message(field, *(const ProtobufCMessage *const *)at, out, fault);
    }
}

static size_t item_stride(enum codec codec) {
    switch (codec) {
    case CODEC_INT64:
    case CODEC_DOUBLE:
        return 8;
    case CODEC_INT32:
    case CODEC_UINT32:
    case CODEC_ENUM:
        return 4;
    case CODEC_BOOL:
        return sizeof(protobuf_c_boolean);
    case CODEC_BYTES:
        return sizeof(ProtobufCBinaryData);
    default:
        return sizeof(void *);
    }
}

/* The length goes before the value and is known after it. */
static int begin_value(struct buffer *out, size_t *ret_at) {
    *ret_at = buffer_bytes(out);
    return append_be32(out, 0);
}

static void end_value(struct buffer *out, size_t at) {
    put_be32(out->memory + out->start + at, (uint32_t)(buffer_bytes(out) - at - 4));
}

static int encode_items(const struct field_plan *field, const ProtobufCMessage *message, struct buffer *out, struct encode_fault *fault) {
    size_t count = *(const size_t *)((const uint8_t *)message + field->quantifier);
    const uint8_t *items = *(const uint8_t *const *)((const uint8_t *)message + field->offset);
    size_t stride = item_stride(field->codec);
    int r = append_be32(out, count ? 1 : 0);
    r = r ? r : append_be32(out, 0);
    r = r ? r : append_be32(out, field->element);
    if (r == 0 && count) {
        r = append_be32(out, (uint32_t)count);
        r = r ? r : append_be32(out, 1);
    }
    for (size_t i = 0; r == 0 && i < count; i++) {
        size_t at;
        r = begin_value(out, &at);
        r = r ? r : encode_item(field, items + i * stride, out, fault);
        if (r == 0) {
            end_value(out, at);
        } else if (r == ENCODE_FAULT) {
            prepend(fault, field->name, true, i);
        }
    }
    return r;
}

static bool is_null(const struct field_plan *field, const ProtobufCMessage *message) {
    const uint8_t *at = (const uint8_t *)message + field->offset;
    switch (field->presence) {
    case PRESENCE_CASE:
        return *(const uint32_t *)((const uint8_t *)message + field->quantifier) != field->id ||
               (field->codec == CODEC_ENUM && *(const int32_t *)at == 0);
    case PRESENCE_POINTER:
        return *(const void *const *)at == NULL;
    case PRESENCE_EMPTY:
        if (field->codec == CODEC_TEXT) {
            const char *text = *(char *const *)at;
            return !text || !*text;
        }
        return field->codec == CODEC_BYTES ? ((const ProtobufCBinaryData *)at)->len == 0 : *(const int32_t *)at == 0;
    case PRESENCE_ALWAYS:
    case PRESENCE_ITEMS:
        return false;
    }
    return false;
}

static int encode_value(const struct field_plan *field, const ProtobufCMessage *message, struct buffer *out, struct encode_fault *fault) {
    if (field->repeated) {
        return encode_items(field, message, out, fault);
    }
    int r = encode_item(field, (const uint8_t *)message + field->offset, out, fault);
    if (r == ENCODE_FAULT) {
        prepend(fault, field->name, false, 0);
    }
    return r;
}

int encode_field(const struct field_plan *field, const ProtobufCMessage *message, struct buffer *out, struct encode_fault *ret_fault) {
    if (is_null(field, message)) {
        return append_be32(out, UINT32_MAX);
    }
    size_t at;
    int r = begin_value(out, &at);
    r = r ? r : encode_value(field, message, out, ret_fault);
    if (r == 0) {
        end_value(out, at);
    }
    return r;
}

static int encode_composite(const struct message_plan *plan, const ProtobufCMessage *message, struct buffer *out,
                            struct encode_fault *fault) {
    int r = append_be32(out, (uint32_t)plan->fields_count);
    for (size_t i = 0; r == 0 && i < plan->fields_count; i++) {
        r = append_be32(out, plan->fields[i].type);
        r = r ? r : encode_field(&plan->fields[i], message, out, fault);
    }
    return r;
}

static int encode_param(const struct param_plan *param, const ProtobufCMessage *request, const struct page_request *page,
                        struct buffer *out, struct encode_fault *fault) {
    if (param->source == PARAM_FIELD) {
        return encode_field(&param->field, request, out, fault);
    }
    if (param->source == PARAM_LIMIT) {
        int r = append_be32(out, 4);
        return r ? r : append_be32(out, page->size + 1);
    }
    const struct page_key *key = &page->keys[param->key];
    int r = append_be32(out, key->value ? key->bytes : UINT32_MAX);
    return r || !key->value ? r : buffer_append(out, key->value, key->bytes);
}

/* Each parameter with its length before it, as in a composite; first those that select (whose bytes a page token is bound to), then
 * those that say where the page begins. */
static int encode_pass(const struct method_plan *plan, bool filters, const ProtobufCMessage *request, const struct page_request *page,
                       struct buffer *out, struct encoded_param *params, struct encode_fault *fault) {
    for (size_t i = 0; i < plan->params_count; i++) {
        if ((plan->params[i].source == PARAM_FIELD) != filters) {
            continue;
        }
        size_t at = buffer_bytes(out);
        int r = encode_param(&plan->params[i], request, page, out, fault);
        if (r != 0) {
            return r;
        }
        params[i].offset = (uint32_t)at + 4;
        params[i].length = (int32_t)get_be32(buffer_front(out) + at);
    }
    return 0;
}

int encode_params(const struct method_plan *plan, const ProtobufCMessage *request, struct page_request *page, struct buffer *out,
                  struct encoded_param *ret_params, struct encode_fault *ret_fault) {
    *ret_fault = (struct encode_fault){0};
    size_t start = buffer_bytes(out);
    int r = encode_pass(plan, true, request, page, out, ret_params, ret_fault);
    if (r != 0 || !plan->next_token_id) {
        return r;
    }
    page_filter(plan, buffer_front(out) + start, buffer_bytes(out) - start, page->filter);
    if (page->has_token && memcmp(page->filter, page->token_filter, PAGE_FILTER_BYTES) != 0) {
        return ENCODE_PAGE_TOKEN;
    }
    return encode_pass(plan, false, request, page, out, ret_params, ret_fault);
}
