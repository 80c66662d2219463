#include "tests/engine/random_message.h"

#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/common.pb-c.h"

#include <stdlib.h>
#include <string.h>

static void *take(struct arena *arena, size_t bytes) {
    void *memory = arena_calloc(arena, 1, bytes);
    if (!memory) {
        abort();
    }
    return memory;
}

static int64_t random_number(void) {
    static const int64_t edges[] = {0, 1, -1, 127, 128, 16383, 16384, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
    return rand() % 2 ? edges[(size_t)rand() % (sizeof edges / sizeof edges[0])] : (int64_t)rand() - RAND_MAX / 2;
}

static char *random_text(struct arena *arena) {
    static const char *const pieces[] = {"a",  "Z", "'", "\"", "\\",   "{", "}",  ",", "重庆",
                                         "行", "é", "😀", "(",  "NULL", " ", "\n", "%", "\t"};
    size_t count = (size_t)rand() % 5 ? (size_t)rand() % 12 : (size_t)rand() % 200;
    char *text = take(arena, count * 8 + 1);
    for (size_t i = 0; i < count; i++) {
        strcat(text, pieces[(size_t)rand() % (sizeof pieces / sizeof pieces[0])]);
    }
    return text;
}

static void fill_special(ProtobufCMessage *message) {
    if (message->descriptor == &google__protobuf__timestamp__descriptor) {
        Google__Protobuf__Timestamp *t = (void *)message;
        /* Between the years 1 and 9999, to the microsecond. */
        t->seconds = (int64_t)((double)rand() / RAND_MAX * (253402300799.0 + 62135596800.0)) - INT64_C(62135596800);
        t->nanos = rand() % 3 ? rand() % 1000000 * 1000 : 0;
    } else if (message->descriptor == &kam__v1__date__descriptor) {
        Kam__V1__Date *d = (void *)message;
        d->year = 1 + rand() % 9999;
        d->month = 1 + rand() % 12;
        d->day = 1 + rand() % 28;
    }
}

static void fill_item(const ProtobufCFieldDescriptor *field, void *at, struct arena *arena) {
    switch (field->type) {
    case PROTOBUF_C_TYPE_INT64:
        *(int64_t *)at = random_number();
        break;
    case PROTOBUF_C_TYPE_INT32:
        *(int32_t *)at = (int32_t)random_number();
        break;
    case PROTOBUF_C_TYPE_UINT32:
        *(uint32_t *)at = (uint32_t)random_number();
        break;
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *)at = rand() % 2;
        break;
    case PROTOBUF_C_TYPE_ENUM: {
        const ProtobufCEnumDescriptor *e = field->descriptor;
        *(int32_t *)at = e->values[1 + (unsigned)rand() % (e->n_values - 1)].value; /* never UNSPECIFIED, which is no value */
        break;
    }
    case PROTOBUF_C_TYPE_STRING:
        *(char **)at = random_text(arena);
        break;
    case PROTOBUF_C_TYPE_BYTES: {
        ProtobufCBinaryData *bytes = at;
        bytes->len = (size_t)rand() % 40;
        bytes->data = take(arena, bytes->len + 1);
        for (size_t i = 0; i < bytes->len; i++) {
            bytes->data[i] = (uint8_t)rand();
        }
        break;
    }
    case PROTOBUF_C_TYPE_MESSAGE:
        *(ProtobufCMessage **)at = random_message(field->descriptor, arena);
        break;
    default:
        abort();
    }
}

size_t random_message_item_bytes(ProtobufCType type) {
    switch (type) {
    case PROTOBUF_C_TYPE_INT64:
        return 8;
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_ENUM:
        return 4;
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    default:
        return sizeof(void *);
    }
}

ProtobufCMessage *random_message(const ProtobufCMessageDescriptor *descriptor, struct arena *arena) {
    ProtobufCMessage *message = take(arena, descriptor->sizeof_message);
    protobuf_c_message_init(descriptor, message);
    fill_special(message);
    for (unsigned i = 0;
         i < descriptor->n_fields && strncmp(descriptor->name, "google.", 7) != 0 && descriptor != &kam__v1__date__descriptor; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        uint8_t *at = (uint8_t *)message + field->offset;
        uint8_t *quantifier = (uint8_t *)message + field->quantifier_offset;
        if (rand() % 4 == 0) {
            continue;
        }
        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t count = (size_t)rand() % 5;
            size_t stride = random_message_item_bytes(field->type);
            uint8_t *items = take(arena, count * stride + 1);
            for (size_t k = 0; k < count; k++) {
                fill_item(field, items + k * stride, arena);
            }
            memcpy(quantifier, &count, sizeof count);
            memcpy(at, &items, sizeof items);
            continue;
        }
        fill_item(field, at, arena);
        if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
            uint32_t id = field->id;
            memcpy(quantifier, &id, sizeof id);
        }
    }
    return message;
}
