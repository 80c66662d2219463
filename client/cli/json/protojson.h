/*
 * Messages as JSON and back: the canonical JSON of proto3 over protobuf-c's descriptors.
 *
 * Written: field names as in the protos ("parent_id"), 64-bit integers and all that JSON numbers cannot hold as strings, enums by name,
 * bytes as base64, Timestamp as RFC 3339 in UTC, FieldMask as paths with commas. Fields without a value are left out.
 * Read: all of that, and what people and other programs write instead: names in lowerCamelCase, 64-bit integers as numbers, enum
 * values by our label ("bank") or number, URL-safe base64, times with an offset, a kam.v1.Date as "2026-11-23", null for "not set".
 * Nothing else: an unknown field, a second value for one field, a number out of range are faults that name their place.
 */
#ifndef CLI_JSON_PROTOJSON_H
#define CLI_JSON_PROTOJSON_H

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

enum {
    PROTOJSON_TEXT_BYTES_MAX = 4 << 20, /* a frame holds no more */
    PROTOJSON_DEPTH_MAX = 64,
    PROTOJSON_ITEMS_MAX = 10000, /* of one repeated field */
};

/* For protojson_encode(). */
enum protojson_flags {
    PROTOJSON_DEFAULTS = 1 << 0,     /* also zeros, empty texts and empty lists */
    PROTOJSON_HIDE_SECRETS = 1 << 1, /* leave out fields the protos call secret */
};

enum protojson_fault_kind {
    PROTOJSON_OK = 0,
#define FAULT(id, zh, en) PROTOJSON_##id,
#include "client/cli/json/fault.def"
#undef FAULT
};

/* Why a text or a value was not taken. Plain memory; nothing to free. */
struct protojson_fault {
    enum protojson_fault_kind kind;
    char path[256];       /* where: "account.identifiers[2].value"; "" at the top */
    char found[64];       /* what stood there, cut short */
    char detail[256];     /* what goes with the kind: choices, the range, the parser's words */
    char suggestion[128]; /* what was probably meant, or "" */
    int line, column;     /* of a syntax fault; otherwise 0 */
};

/* The message as an object; a new reference, NULL only when memory is out. A Timestamp outside the years 1 to 9999 is null. */
json_t *protojson_encode(const ProtobufCMessage *message, unsigned flags);

/*
 * The value as a message of this kind. On success *ret_message is the caller's, to be freed by protobuf_c_message_free_unpacked() or
 * kam_message_free(). Otherwise returns the kind of fault, with *ret_fault filled in.
 */
int protojson_decode(const json_t *value, const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret_message,
                     struct protojson_fault *ret_fault) __attribute__((warn_unused_result));

/* The same from text, which need not end with NUL. */
int protojson_parse(const char *text, size_t bytes, const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret_message,
                    struct protojson_fault *ret_fault) __attribute__((warn_unused_result));

/* The fault in one sentence, "zh" or "en" (anything else is en), cut to fit; always ends with NUL. */
void protojson_fault_text(const struct protojson_fault *fault, const char *language, char *text, size_t text_bytes);

#endif
