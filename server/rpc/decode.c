#include "server/rpc/decode.h"

#include "server/rpc/calendar.h"
#include "server/rpc/wire.h"

#include <errno.h>

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2 };

/* Field numbers of google.protobuf.Timestamp, FieldMask and kam.v1.Date. */
enum { TIMESTAMP_SECONDS = 1, TIMESTAMP_NANOS = 2, DATE_YEAR = 1, DATE_MONTH = 2, DATE_DAY = 3, MASK_PATHS = 1 };

/* A value as PostgreSQL sent it; length -1 is NULL. */
struct value {
    const uint8_t *at;
    int32_t length;
};

struct cursor {
    const uint8_t *at;
    const uint8_t *end;
};

static int decode_composite(const struct message_plan *plan, struct value v, struct buffer *out);

/* --- protobuf ------------------------------------------------------------------------------------------------------------------- */

static size_t varint(uint64_t value, uint8_t *at) {
    size_t n = 0;
    while (value >= 0x80) {
        at[n++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    at[n++] = (uint8_t)value;
    return n;
}

static int put_tag(struct buffer *out, uint32_t id, unsigned wire) {
    uint8_t *at;
    int r = buffer_reserve(out, 5, &at);
    if (r == 0) {
        buffer_commit(out, varint((uint64_t)id << 3 | wire, at));
    }
    return r;
}

static int put_number(struct buffer *out, uint32_t id, uint64_t value) {
    uint8_t *at;
    int r = buffer_reserve(out, 15, &at);
    if (r == 0) {
        size_t n = varint((uint64_t)id << 3 | WIRE_VARINT, at);
        buffer_commit(out, n + varint(value, at + n));
    }
    return r;
}

static int put_bytes(struct buffer *out, uint32_t id, const void *bytes, size_t count) {
    uint8_t *at;
    int r = buffer_reserve(out, 15 + count, &at);
    if (r == 0) {
        size_t n = varint((uint64_t)id << 3 | WIRE_BYTES, at);
        n += varint(count, at + n);
        memcpy(at + n, bytes, count);
        buffer_commit(out, n + count);
    }
    return r;
}

/* A nested message's length goes before it and is known after it. One byte is kept free, which is enough for most; longer ones move. */
static int begin_nested(struct buffer *out, uint32_t id, size_t *ret_at) {
    int r = put_tag(out, id, WIRE_BYTES);
    *ret_at = buffer_bytes(out);
    return r ? r : buffer_append(out, "", 1);
}

static int end_nested(struct buffer *out, size_t at) {
    uint8_t length[10];
    size_t count = buffer_bytes(out) - at - 1;
    size_t n = varint(count, length);
    if (n > 1) {
        uint8_t *room;
        int r = buffer_reserve(out, n - 1, &room);
        if (r != 0) {
            return r;
        }
        buffer_commit(out, n - 1);
        uint8_t *front = out->memory + out->start + at;
        memmove(front + n, front + 1, count);
    }
    memcpy(out->memory + out->start + at, length, n);
    return 0;
}

/* --- PostgreSQL ----------------------------------------------------------------------------------------------------------------- */

static bool take(struct cursor *c, size_t count, const uint8_t **ret_at) {
    if ((size_t)(c->end - c->at) < count) {
        return false;
    }
    *ret_at = c->at;
    c->at += count;
    return true;
}

static bool take_be32(struct cursor *c, uint32_t *ret_value) {
    const uint8_t *at;
    if (!take(c, 4, &at)) {
        return false;
    }
    *ret_value = get_be32(at);
    return true;
}

/* A length and so many bytes. */
static bool take_value(struct cursor *c, struct value *ret_value) {
    uint32_t length;
    if (!take_be32(c, &length)) {
        return false;
    }
    ret_value->length = (int32_t)length;
    ret_value->at = c->at;
    return ret_value->length == -1 || (ret_value->length >= 0 && take(c, length, &ret_value->at));
}

/* --- items ---------------------------------------------------------------------------------------------------------------------- */

/* Numbers that are one varint in protobuf. */
static int read_number(const struct field_plan *field, struct value v, uint64_t *ret_number) {
    switch (field->codec) {
    case CODEC_INT64:
    case CODEC_UINT32:
        if (v.length != 8) {
            return -EBADMSG;
        }
        *ret_number = get_be64(v.at);
        return field->codec == CODEC_UINT32 && *ret_number > UINT32_MAX ? -EBADMSG : 0;
    case CODEC_INT32:
        if (v.length != 4) {
            return -EBADMSG;
        }
        *ret_number = (uint64_t)(int64_t)(int32_t)get_be32(v.at); /* negative ones take ten bytes: that is the format */
        return 0;
    case CODEC_BOOL:
        if (v.length != 1) {
            return -EBADMSG;
        }
        *ret_number = v.at[0] != 0;
        return 0;
    case CODEC_ENUM:
        for (size_t i = 0; i < field->labels->count; i++) {
            const struct label *label = &field->labels->labels[i];
            if (label->bytes == v.length && memcmp(label->text, v.at, (size_t)v.length) == 0) {
                *ret_number = (uint64_t)label->value;
                return 0;
            }
        }
        return -EBADMSG;
    default:
        return -EBADMSG;
    }
}

static int decode_timestamp(uint32_t id, struct value v, struct buffer *out) {
    int64_t seconds;
    int32_t nanos;
    if (v.length != 8 || !calendar_timestamp_of((int64_t)get_be64(v.at), &seconds, &nanos)) {
        return -EBADMSG;
    }
    size_t at;
    int r = begin_nested(out, id, &at);
    r = r || !seconds ? r : put_number(out, TIMESTAMP_SECONDS, (uint64_t)seconds);
    r = r || !nanos ? r : put_number(out, TIMESTAMP_NANOS, (uint64_t)nanos);
    return r ? r : end_nested(out, at);
}

static int decode_date(uint32_t id, struct value v, struct buffer *out) {
    int32_t year;
    int32_t month;
    int32_t day;
    if (v.length != 4 || !calendar_date_of((int32_t)get_be32(v.at), &year, &month, &day)) {
        return -EBADMSG;
    }
    size_t at;
    int r = begin_nested(out, id, &at);
    r = r ? r : put_number(out, DATE_YEAR, (uint64_t)year);
    r = r ? r : put_number(out, DATE_MONTH, (uint64_t)month);
    r = r ? r : put_number(out, DATE_DAY, (uint64_t)day);
    return r ? r : end_nested(out, at);
}

/* The head of a one-dimensional array. */
static int open_array(struct value v, Oid element, struct cursor *ret_cursor, uint32_t *ret_count) {
    struct cursor c = {v.at, v.at + v.length};
    uint32_t dimensions;
    uint32_t nulls;
    uint32_t type;
    uint32_t lower;
    if (!take_be32(&c, &dimensions) || !take_be32(&c, &nulls) || !take_be32(&c, &type) || dimensions > 1 || nulls || type != element) {
        return -EBADMSG;
    }
    *ret_count = 0;
    if (dimensions && (!take_be32(&c, ret_count) || !take_be32(&c, &lower))) {
        return -EBADMSG;
    }
    *ret_cursor = c;
    return 0;
}

static int decode_mask(uint32_t id, struct value v, Oid element, struct buffer *out) {
    struct cursor c;
    uint32_t count;
    size_t at;
    int r = open_array(v, element, &c, &count);
    r = r ? r : begin_nested(out, id, &at);
    for (uint32_t i = 0; r == 0 && i < count; i++) {
        struct value item;
        r = take_value(&c, &item) && item.length >= 0 ? put_bytes(out, MASK_PATHS, item.at, (size_t)item.length) : -EBADMSG;
    }
    return r ? r : end_nested(out, at);
}

/* One value that is there. `always`: also when it is the default, which a plain field leaves out. */
static int decode_item(const struct field_plan *field, struct value v, bool always, struct buffer *out) {
    size_t at;
    uint64_t number;
    int r;
    switch (field->codec) {
    case CODEC_TEXT:
    case CODEC_BYTES:
        return v.length || always ? put_bytes(out, field->id, v.at, (size_t)v.length) : 0;
    case CODEC_TIMESTAMP:
        return decode_timestamp(field->id, v, out);
    case CODEC_DATE:
        return decode_date(field->id, v, out);
    case CODEC_FIELD_MASK:
        return decode_mask(field->id, v, field->element, out);
    case CODEC_COMPOSITE:
        r = begin_nested(out, field->id, &at);
        r = r ? r : decode_composite(field->message, v, out);
        return r ? r : end_nested(out, at);
    case CODEC_DOUBLE: {
        if (v.length != 8) {
            return -EBADMSG;
        }
        uint64_t bits = htole64(get_be64(v.at));
        r = put_tag(out, field->id, WIRE_64);
        return r ? r : buffer_append(out, &bits, sizeof bits);
    }
    default:
        r = read_number(field, v, &number);
        return r || (!number && !always) ? r : put_number(out, field->id, number);
    }
}

/* Repeated numbers are packed: one length, then all of them. */
static int decode_packed(const struct field_plan *field, struct cursor c, uint32_t count, struct buffer *out) {
    size_t at;
    int r = begin_nested(out, field->id, &at);
    for (uint32_t i = 0; r == 0 && i < count; i++) {
        struct value item;
        uint64_t number;
        uint8_t *room;
        if (!take_value(&c, &item) || item.length < 0) {
            return -EBADMSG;
        }
        if (field->codec == CODEC_DOUBLE) {
            uint64_t bits = htole64(item.length == 8 ? get_be64(item.at) : 0);
            r = item.length == 8 ? buffer_append(out, &bits, sizeof bits) : -EBADMSG;
            continue;
        }
        r = read_number(field, item, &number);
        r = r ? r : buffer_reserve(out, 10, &room);
        if (r == 0) {
            buffer_commit(out, varint(number, room));
        }
    }
    return r ? r : end_nested(out, at);
}

static int decode_items(const struct field_plan *field, struct value v, struct buffer *out) {
    struct cursor c;
    uint32_t count;
    int r = open_array(v, field->element, &c, &count);
    if (r != 0 || count == 0) {
        return r;
    }
    if (field->codec <= CODEC_DOUBLE || field->codec == CODEC_ENUM) {
        return decode_packed(field, c, count, out);
    }
    for (uint32_t i = 0; r == 0 && i < count; i++) {
        struct value item;
        r = take_value(&c, &item) && item.length >= 0 ? decode_item(field, item, true, out) : -EBADMSG;
    }
    return r;
}

static int decode_field(const struct field_plan *field, struct value v, struct buffer *out) {
    if (v.length < 0) {
        return 0;
    }
    return field->repeated ? decode_items(field, v, out) : decode_item(field, v, field->presence == PRESENCE_CASE, out);
}

/* The attributes of a composite, or of a whole row. */
static int decode_attributes(const struct field_plan *fields, size_t fields_count, struct value v, struct buffer *out) {
    struct cursor c = {v.at, v.at + v.length};
    uint32_t count;
    if (!take_be32(&c, &count) || count != fields_count) {
        return -EBADMSG;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t type;
        struct value field;
        if (!take_be32(&c, &type) || type != fields[i].type || !take_value(&c, &field)) {
            return -EBADMSG;
        }
        int r = decode_field(&fields[i], field, out);
        if (r != 0) {
            return r;
        }
    }
    return 0;
}

static int decode_composite(const struct message_plan *plan, struct value v, struct buffer *out) {
    return decode_attributes(plan->fields, plan->fields_count, v, out);
}

static struct value value_at(const PGresult *rows, int row, int column) {
    bool null = PQgetisnull(rows, row, column);
    return (struct value){(const uint8_t *)PQgetvalue(rows, row, column), null ? -1 : PQgetlength(rows, row, column)};
}

static int decode_row(const struct method_plan *plan, const PGresult *rows, int row, struct buffer *out) {
    if (plan->whole_row) {
        struct value v = value_at(rows, row, 0);
        return v.length < 0 ? -EBADMSG : decode_attributes(plan->columns, plan->columns_count, v, out);
    }
    for (size_t i = 0; i < plan->columns_count; i++) {
        int r = decode_field(&plan->columns[i], value_at(rows, row, (int)i), out);
        if (r != 0) {
            return r;
        }
    }
    return 0;
}

int decode_rows(const struct method_plan *plan, const PGresult *rows, int rows_count, const char *next_token, size_t next_token_bytes,
                struct buffer *out) {
    if (PQnfields(rows) != (plan->whole_row ? 1 : (int)plan->columns_count)) {
        return -EBADMSG;
    }
    for (int row = 0; row < rows_count; row++) {
        size_t at = 0;
        int r = plan->rows == ROW_IS_RESPONSE ? 0 : begin_nested(out, plan->item_id, &at);
        r = r ? r : decode_row(plan, rows, row, out);
        r = r || plan->rows == ROW_IS_RESPONSE ? r : end_nested(out, at);
        if (r != 0) {
            return r;
        }
    }
    return next_token_bytes ? put_bytes(out, plan->next_token_id, next_token, next_token_bytes) : 0;
}
