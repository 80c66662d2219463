#include "common/wirecheck.h"
#include "common/arena.h"
#include "common/utf8.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define TEXT_BYTES_DEFAULT 1024
#define ITEMS_DEFAULT 100
#define FIELD_NUMBER_MAX ((1u << 29) - 1)

/* How protobuf-c 1.4 takes memory while it unpacks: members beyond the first 16 of a message are noted in slabs, each twice as large as
 * the one before. */
#define SCANNED_MEMBER_BYTES ((size_t)32)
#define SCANNED_MEMBERS_FIRST ((size_t)16)

enum wire_type {
    WIRE_VARINT = 0,
    WIRE_64BIT = 1,
    WIRE_LENGTH = 2,
    WIRE_GROUP_START = 3,
    WIRE_GROUP_END = 4,
    WIRE_32BIT = 5,
};

/* One message being walked. The chain of levels up to the root is the path of a fault. */
struct level {
    const struct level *up;
    const ProtobufCMessageDescriptor *message;
    const struct kam_field_rule *rules; /* or NULL */
    unsigned depth;
    bool masked;                           /* required is not asked here */
    unsigned field;                        /* index of the field being walked */
    bool in_field;                         /* a field is being walked */
    bool absent;                           /* ... or was looked for and is not there */
    size_t members;                        /* fields met, known or not */
    size_t unknown;                        /* unknown ones among them */
    uint32_t items[WIRECHECK_FIELDS_MAX];  /* occurrences by index */
    bool filled[WIRECHECK_FIELDS_MAX];     /* with something other than the default */
    unsigned oneofs[WIRECHECK_FIELDS_MAX]; /* quantifier offsets of the oneofs already set */
    unsigned oneofs_count;
};

struct walk {
    const struct wirecheck_limits *limits;
    struct wirecheck_fault *fault;
    const uint8_t *base;
    size_t memory_bytes;
    size_t unknown_bytes;
    uint32_t unknown_fields;
    size_t steps;
};

struct input {
    const uint8_t *at;
    const uint8_t *end;
};

static int walk_message(struct walk *w, const struct level *up, const ProtobufCMessageDescriptor *message, struct input in, bool masked);

/* Writes the path of the field being walked, from the root down. */
static size_t write_path(const struct level *l, char *out, size_t room) {
    const ProtobufCFieldDescriptor *f;
    size_t used = l->up ? write_path(l->up, out, room) : 0;
    int n;

    if (!l->in_field || used >= room)
        return used;
    f = &l->message->fields[l->field];
    if (f->label == PROTOBUF_C_LABEL_REPEATED && !l->absent)
        n = snprintf(out + used, room - used, "%s%s[%u]", used > 0 ? "." : "", f->name, l->items[l->field]);
    else
        n = snprintf(out + used, room - used, "%s%s", used > 0 ? "." : "", f->name);
    return n < 0 ? used : used + (size_t)n;
}

static int fail(struct walk *w, const struct level *l, const uint8_t *at, enum wirecheck_error error) {
    w->fault->error = error;
    w->fault->offset = (size_t)(at - w->base);
    w->fault->path[0] = '\0';
    if (l)
        (void)write_path(l, w->fault->path, sizeof w->fault->path);
    return (int)error;
}

static int fail_limit(struct walk *w, const struct level *l, const uint8_t *at, enum wirecheck_error error, uint32_t limit) {
    w->fault->limit = limit;
    return fail(w, l, at, error);
}

static int charge(struct walk *w, const struct level *l, const uint8_t *at, size_t bytes) {
    size_t cost = arena_cost(bytes);

    if (cost > w->limits->memory_bytes_max - w->memory_bytes)
        return fail(w, l, at, WIRECHECK_MEMORY);
    w->memory_bytes += cost;
    return 0;
}

/* 0, TRUNCATED or VARINT. At most 10 bytes, the last of which may hold one bit only. */
static enum wirecheck_error read_varint(struct input *in, uint64_t *ret_value) {
    uint64_t value = 0;

    for (unsigned i = 0; i < 10; i++) {
        uint8_t b;

        if (in->at == in->end)
            return WIRECHECK_TRUNCATED;
        b = *in->at++;
        if (i == 9 && b > 1)
            return WIRECHECK_VARINT;
        value |= (uint64_t)(b & 0x7f) << (7 * i);
        if (!(b & 0x80)) {
            *ret_value = value;
            return WIRECHECK_OK;
        }
    }
    return WIRECHECK_VARINT;
}

/* A length takes at most 5 bytes, as in protobuf-c, and lies within the input. */
static enum wirecheck_error read_length(struct input *in, struct input *ret_inner) {
    const uint8_t *start = in->at;
    enum wirecheck_error e;
    uint64_t length;

    e = read_varint(in, &length);
    if (e != WIRECHECK_OK)
        return e;
    if (in->at - start > 5)
        return WIRECHECK_VARINT;
    if (length > (uint64_t)(in->end - in->at))
        return WIRECHECK_TRUNCATED;
    ret_inner->at = in->at;
    ret_inner->end = in->at + length;
    in->at += length;
    return WIRECHECK_OK;
}

static enum wirecheck_error read_tag(struct input *in, uint32_t *ret_number, unsigned *ret_wire_type) {
    const uint8_t *start = in->at;
    enum wirecheck_error e;
    uint64_t tag;

    e = read_varint(in, &tag);
    if (e != WIRECHECK_OK)
        return e == WIRECHECK_VARINT ? WIRECHECK_TAG : e;
    if (in->at - start > 5 || tag >> 3 == 0 || tag >> 3 > FIELD_NUMBER_MAX)
        return WIRECHECK_TAG;
    *ret_number = (uint32_t)(tag >> 3);
    *ret_wire_type = tag & 7;
    return WIRECHECK_OK;
}

static enum wirecheck_error skip_value(struct input *in, unsigned wire_type, struct input *ret_inner) {
    uint64_t ignored;
    size_t fixed;

    ret_inner->at = in->at;
    switch (wire_type) {
    case WIRE_VARINT:
        return read_varint(in, &ignored);
    case WIRE_LENGTH:
        return read_length(in, ret_inner);
    case WIRE_64BIT:
    case WIRE_32BIT:
        fixed = wire_type == WIRE_64BIT ? 8 : 4;
        if ((size_t)(in->end - in->at) < fixed)
            return WIRECHECK_TRUNCATED;
        in->at += fixed;
        return WIRECHECK_OK;
    default:
        return WIRECHECK_GROUP;
    }
}

static unsigned wire_type_of(ProtobufCType type) {
    switch (type) {
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
        return WIRE_32BIT;
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return WIRE_64BIT;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_MESSAGE:
        return WIRE_LENGTH;
    default:
        return WIRE_VARINT;
    }
}

static size_t item_bytes(ProtobufCType type) {
    switch (type) {
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return 8;
    default:
        return 4;
    }
}

/* protobuf-c keeps the low bits of a number too large for its type; a value silently changed is worse than one refused. */
static enum wirecheck_error check_number(const struct walk *w, const ProtobufCFieldDescriptor *f, uint64_t value) {
    int64_t number = (int64_t)value;

    switch (f->type) {
    case PROTOBUF_C_TYPE_INT32:
        return number < INT32_MIN || number > INT32_MAX ? WIRECHECK_RANGE : WIRECHECK_OK;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_SINT32:
        return value > UINT32_MAX ? WIRECHECK_RANGE : WIRECHECK_OK;
    case PROTOBUF_C_TYPE_BOOL:
        return value > 1 ? WIRECHECK_RANGE : WIRECHECK_OK;
    case PROTOBUF_C_TYPE_ENUM:
        if (number < INT32_MIN || number > INT32_MAX)
            return WIRECHECK_RANGE;
        if (w->limits->closed_enums && !protobuf_c_enum_descriptor_get_value(f->descriptor, (int)number))
            return WIRECHECK_ENUM;
        return WIRECHECK_OK;
    default:
        return WIRECHECK_OK;
    }
}

/* Lowest occurrence count beyond which the field is refused. */
static uint32_t items_max(const struct walk *w, const struct level *l, unsigned field) {
    if (!w->limits->rules)
        return UINT32_MAX;
    return l->rules ? l->rules[field].items_max : ITEMS_DEFAULT;
}

static uint32_t bytes_max(const struct walk *w, const struct level *l, unsigned field) {
    if (!w->limits->rules)
        return UINT32_MAX;
    return l->rules ? l->rules[field].bytes_max : TEXT_BYTES_DEFAULT;
}

static int walk_packed(struct walk *w, struct level *l, const ProtobufCFieldDescriptor *f, struct input inner) {
    unsigned wire_type = wire_type_of(f->type);
    uint32_t limit = items_max(w, l, l->field);
    size_t fixed = wire_type == WIRE_64BIT ? 8 : 4;
    enum wirecheck_error e;
    uint64_t value;

    if (wire_type != WIRE_VARINT && (size_t)(inner.end - inner.at) % fixed != 0)
        return fail(w, l, inner.at, WIRECHECK_PACKED);
    while (inner.at < inner.end) {
        const uint8_t *start = inner.at;

        w->steps++;
        if (l->items[l->field] >= limit)
            return fail_limit(w, l, start, WIRECHECK_TOO_MANY, limit);
        if (wire_type == WIRE_VARINT) {
            e = read_varint(&inner, &value);
            if (e != WIRECHECK_OK)
                return fail(w, l, start, e == WIRECHECK_TRUNCATED ? WIRECHECK_PACKED : e);
            /* protobuf-c counts bool items by bytes, so a padded one would leave its array part unwritten. */
            if (f->type == PROTOBUF_C_TYPE_BOOL && inner.at - start != 1)
                return fail(w, l, start, WIRECHECK_RANGE);
            e = check_number(w, f, value);
            if (e != WIRECHECK_OK)
                return fail(w, l, start, e);
        } else {
            inner.at += fixed;
        }
        l->items[l->field]++;
    }
    l->filled[l->field] = l->items[l->field] > 0;
    return 0;
}

static int walk_text(struct walk *w, const struct level *l, const ProtobufCFieldDescriptor *f, struct input inner) {
    size_t length = (size_t)(inner.end - inner.at);
    uint32_t limit = bytes_max(w, l, l->field);
    enum utf8_result u;
    size_t at = 0;

    if (length > limit)
        return fail_limit(w, l, inner.at, WIRECHECK_TOO_LONG, limit);
    if (f->type == PROTOBUF_C_TYPE_BYTES)
        return length > 0 ? charge(w, l, inner.at, length) : 0;
    w->steps += length / 64;
    u = utf8_check(inner.at, length, &at);
    if (u != UTF8_OK)
        return fail(w, l, inner.at + at, u == UTF8_NUL ? WIRECHECK_NUL : u == UTF8_CONTROL ? WIRECHECK_CONTROL : WIRECHECK_UTF8);
    return charge(w, l, inner.at, length + 1);
}

static bool has_presence(const ProtobufCFieldDescriptor *f) {
    return f->type == PROTOBUF_C_TYPE_MESSAGE || (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) || f->label == PROTOBUF_C_LABEL_OPTIONAL;
}

static bool is_update(const ProtobufCMessageDescriptor *m) {
    const ProtobufCFieldDescriptor *mask = protobuf_c_message_descriptor_get_field_by_name(m, "update_mask");

    return mask && mask->type == PROTOBUF_C_TYPE_MESSAGE;
}

/* One value of a known field, singular or one of several. */
static int walk_value(struct walk *w, struct level *l, const ProtobufCFieldDescriptor *f, unsigned wire_type, struct input *in) {
    struct input inner = {in->at, in->at};
    const uint8_t *start = in->at;
    enum wirecheck_error e;
    bool filled = true;
    uint64_t value;
    int r;

    if (wire_type == WIRE_VARINT) {
        e = read_varint(in, &value);
        if (e == WIRECHECK_OK)
            e = check_number(w, f, value);
        filled = e == WIRECHECK_OK && value != 0;
    } else {
        e = skip_value(in, wire_type, &inner);
    }
    if (e != WIRECHECK_OK)
        return fail(w, l, start, e);
    if (f->type == PROTOBUF_C_TYPE_MESSAGE) {
        r = walk_message(w, l, f->descriptor, inner, w->limits->check_required && is_update(l->message));
        if (r != 0)
            return r;
    } else if (wire_type == WIRE_LENGTH) {
        r = walk_text(w, l, f, inner);
        if (r != 0)
            return r;
        filled = inner.end > inner.at;
    }
    l->items[l->field]++;
    if (filled || has_presence(f) || f->label == PROTOBUF_C_LABEL_REPEATED)
        l->filled[l->field] = true;
    return 0;
}

/* Notes that this oneof is set; false when it was. */
static bool set_oneof(struct walk *w, struct level *l, const ProtobufCFieldDescriptor *f) {
    for (unsigned i = 0; i < l->oneofs_count; i++) {
        w->steps++;
        if (l->oneofs[i] == f->quantifier_offset)
            return false;
    }
    l->oneofs[l->oneofs_count++] = f->quantifier_offset;
    return true;
}

static int walk_known(struct walk *w, struct level *l, const ProtobufCFieldDescriptor *f, unsigned wire_type, struct input *in) {
    unsigned expected = wire_type_of(f->type);
    const uint8_t *start = in->at;
    struct input inner;
    enum wirecheck_error e;
    uint32_t limit;
    int r;

    l->field = (unsigned)(f - l->message->fields);
    l->in_field = true;
    if (f->label == PROTOBUF_C_LABEL_REPEATED) {
        if (wire_type == WIRE_LENGTH && expected != WIRE_LENGTH) {
            e = read_length(in, &inner);
            r = e != WIRECHECK_OK ? fail(w, l, start, e) : walk_packed(w, l, f, inner);
        } else {
            limit = items_max(w, l, l->field);
            if (wire_type != expected)
                return fail(w, l, start, WIRECHECK_WIRE_TYPE);
            if (l->items[l->field] >= limit)
                return fail_limit(w, l, start, WIRECHECK_TOO_MANY, limit);
            r = walk_value(w, l, f, wire_type, in);
        }
    } else {
        if (wire_type != expected)
            return fail(w, l, start, WIRECHECK_WIRE_TYPE);
        /* A repeated singular field has no honest sender; for messages it is merged, in quadratic time. */
        if (l->items[l->field] > 0 || ((f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && !set_oneof(w, l, f)))
            return fail(w, l, start, WIRECHECK_DUPLICATE);
        r = walk_value(w, l, f, wire_type, in);
    }
    if (r == 0)
        l->in_field = false;
    return r;
}

static int walk_unknown(struct walk *w, struct level *l, unsigned wire_type, struct input *in) {
    const uint8_t *start = in->at;
    struct input inner;
    enum wirecheck_error e;
    size_t bytes;

    e = skip_value(in, wire_type, &inner);
    if (e != WIRECHECK_OK)
        return fail(w, l->up, start, e);
    bytes = (size_t)(in->at - start);
    w->unknown_fields++;
    w->unknown_bytes += bytes;
    l->unknown++;
    if (w->unknown_fields > w->limits->unknown_fields_max || w->unknown_bytes > w->limits->unknown_bytes_max)
        return fail(w, l->up, start, WIRECHECK_UNKNOWN_FIELDS);
    return charge(w, l, start, bytes);
}

/* What is known only at the end of a message: its arrays, its bookkeeping, and whether all it must have was there. */
static int close_message(struct walk *w, struct level *l, const uint8_t *end) {
    const ProtobufCMessageDescriptor *m = l->message;
    size_t capacity = SCANNED_MEMBERS_FIRST;
    int r;

    for (size_t slab = SCANNED_MEMBERS_FIRST * 2; l->members > capacity; slab *= 2) {
        r = charge(w, l, end, slab * SCANNED_MEMBER_BYTES);
        if (r != 0)
            return r;
        capacity += slab;
    }
    if (l->unknown > 0) {
        r = charge(w, l, end, l->unknown * sizeof(ProtobufCMessageUnknownField));
        if (r != 0)
            return r;
    }
    for (unsigned i = 0; i < m->n_fields; i++) {
        if (m->fields[i].label == PROTOBUF_C_LABEL_REPEATED && l->items[i] > 0) {
            r = charge(w, l, end, l->items[i] * item_bytes(m->fields[i].type));
            if (r != 0)
                return r;
        }
        if (w->limits->check_required && !l->masked && l->rules && l->rules[i].required && !l->rules[i].output_only && !l->filled[i]) {
            l->field = i;
            l->in_field = true;
            l->absent = true;
            return fail(w, l, end, WIRECHECK_REQUIRED);
        }
    }
    return 0;
}

static const ProtobufCFieldDescriptor *find_field(const struct level *l, uint32_t number) {
    const ProtobufCMessageDescriptor *m = l->message;

    /* Encoders write fields in order: try the last one and the next before searching. */
    for (unsigned i = l->field; i < m->n_fields && i <= l->field + 1; i++)
        if (m->fields[i].id == number)
            return &m->fields[i];
    return protobuf_c_message_descriptor_get_field(m, number);
}

static int walk_message(struct walk *w, const struct level *up, const ProtobufCMessageDescriptor *message, struct input in, bool masked) {
    struct level l = {.up = up, .message = message, .depth = up ? up->depth + 1 : 1, .masked = masked};
    int r;

    w->steps++;
    if (l.depth > w->limits->depth_max || l.depth > WIRECHECK_DEPTH_MAX)
        return fail(w, up, in.at, WIRECHECK_DEPTH);
    if (message->n_fields > WIRECHECK_FIELDS_MAX)
        return fail(w, up, in.at, WIRECHECK_DESCRIPTOR);
    if (w->limits->rules)
        l.rules = w->limits->rules(message);
    r = charge(w, up, in.at, message->sizeof_message);
    while (r == 0 && in.at < in.end) {
        const ProtobufCFieldDescriptor *f;
        const uint8_t *start = in.at;
        unsigned wire_type;
        enum wirecheck_error e;
        uint32_t number;

        w->steps++;
        e = read_tag(&in, &number, &wire_type);
        if (e != WIRECHECK_OK)
            return fail(w, up, start, e);
        if (wire_type == WIRE_GROUP_START || wire_type == WIRE_GROUP_END || wire_type > WIRE_32BIT)
            return fail(w, up, start, WIRECHECK_GROUP);
        l.members++;
        f = find_field(&l, number);
        r = f ? walk_known(w, &l, f, wire_type, &in) : walk_unknown(w, &l, wire_type, &in);
    }
    return r != 0 ? r : close_message(w, &l, in.end);
}

int wirecheck(const ProtobufCMessageDescriptor *message, const uint8_t *bytes, size_t count, const struct wirecheck_limits *limits,
              struct wirecheck_fault *ret_fault) {
    struct walk w = {.limits = limits, .fault = ret_fault, .base = bytes};
    struct input in = {bytes, count > 0 ? bytes + count : bytes};
    int r;

    *ret_fault = (struct wirecheck_fault){.error = WIRECHECK_OK};
    r = walk_message(&w, NULL, message, in, false);
    ret_fault->steps = w.steps;
    if (r == 0)
        ret_fault->memory_bytes = w.memory_bytes;
    return r;
}

struct wirecheck_limits wirecheck_limits_request(wirecheck_rules rules, size_t memory_bytes_max) {
    return (struct wirecheck_limits){.depth_max = 8,
                                     .unknown_fields_max = 32,
                                     .unknown_bytes_max = 4096,
                                     .memory_bytes_max = memory_bytes_max,
                                     .rules = rules,
                                     .check_required = true,
                                     .closed_enums = true};
}

struct wirecheck_limits wirecheck_limits_response(size_t memory_bytes_max) {
    return (struct wirecheck_limits){
        .depth_max = 12, .unknown_fields_max = 100000, .unknown_bytes_max = (size_t)4 << 20, .memory_bytes_max = memory_bytes_max};
}

bool wirecheck_supports(const ProtobufCMessageDescriptor *message, unsigned depth_max) {
    if (depth_max == 0 || message->n_fields > WIRECHECK_FIELDS_MAX)
        return false;
    for (unsigned i = 0; i < message->n_fields; i++)
        if (message->fields[i].type == PROTOBUF_C_TYPE_MESSAGE && !wirecheck_supports(message->fields[i].descriptor, depth_max - 1))
            return false;
    return true;
}

const char *wirecheck_error_name(enum wirecheck_error error) {
    static const char *const names[] = {
        [WIRECHECK_OK] = "OK",
        [WIRECHECK_TRUNCATED] = "TRUNCATED",
        [WIRECHECK_TAG] = "TAG",
        [WIRECHECK_VARINT] = "VARINT",
        [WIRECHECK_GROUP] = "GROUP",
        [WIRECHECK_WIRE_TYPE] = "WIRE_TYPE",
        [WIRECHECK_DEPTH] = "DEPTH",
        [WIRECHECK_DUPLICATE] = "DUPLICATE",
        [WIRECHECK_RANGE] = "RANGE",
        [WIRECHECK_ENUM] = "ENUM",
        [WIRECHECK_NUL] = "NUL",
        [WIRECHECK_UTF8] = "UTF8",
        [WIRECHECK_CONTROL] = "CONTROL",
        [WIRECHECK_TOO_LONG] = "TOO_LONG",
        [WIRECHECK_TOO_MANY] = "TOO_MANY",
        [WIRECHECK_REQUIRED] = "REQUIRED",
        [WIRECHECK_UNKNOWN_FIELDS] = "UNKNOWN_FIELDS",
        [WIRECHECK_MEMORY] = "MEMORY",
        [WIRECHECK_PACKED] = "PACKED",
        [WIRECHECK_DESCRIPTOR] = "DESCRIPTOR",
    };

    return (size_t)error < sizeof names / sizeof *names ? names[error] : "?";
}
