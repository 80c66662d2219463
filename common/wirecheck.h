/*
 * Walks the raw bytes of a message against its descriptor before anything unpacks them. protobuf-c 1.4 trusts its input: nesting
 * overruns its stack, repeated sub-messages are merged in quadratic time, a NUL cuts a text short, and a small frame can unpack to
 * many times its size. What passes here unpacks without failing, in linear time, within the memory this reports.
 *
 * Nothing is allocated; the stack is bounded by WIRECHECK_DEPTH_MAX levels.
 */
#ifndef KAM_COMMON_WIRECHECK_H
#define KAM_COMMON_WIRECHECK_H

#include "common/cleanup.h"
#include "common/method.h"
#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRECHECK_DEPTH_MAX 16
#define WIRECHECK_FIELDS_MAX 64

enum wirecheck_error {
    WIRECHECK_OK = 0,
    WIRECHECK_TRUNCATED,      /* ends inside a tag, a length or a value */
    WIRECHECK_TAG,            /* field number 0 or beyond 2^29-1, or a tag longer than 5 bytes */
    WIRECHECK_VARINT,         /* longer than 10 bytes, or a value beyond 64 bits */
    WIRECHECK_GROUP,          /* groups and wire types 6 and 7 */
    WIRECHECK_WIRE_TYPE,      /* not the wire type of this field */
    WIRECHECK_DEPTH,          /* nested deeper than depth_max */
    WIRECHECK_DUPLICATE,      /* a singular field, or two members of one oneof, more than once */
    WIRECHECK_RANGE,          /* a number its type cannot hold; a bool other than 0 and 1 */
    WIRECHECK_ENUM,           /* a value the enum does not have (closed_enums) */
    WIRECHECK_NUL,            /* NUL in a text */
    WIRECHECK_UTF8,           /* not UTF-8 */
    WIRECHECK_CONTROL,        /* a control character in a text, or one that turns directions round */
    WIRECHECK_TOO_LONG,       /* text or bytes beyond bytes_max */
    WIRECHECK_TOO_MANY,       /* more items than items_max */
    WIRECHECK_REQUIRED,       /* a required field is absent or empty */
    WIRECHECK_UNKNOWN_FIELDS, /* more unknown fields than the limits allow */
    WIRECHECK_MEMORY,         /* would unpack to more than memory_bytes_max */
    WIRECHECK_PACKED,         /* packed items do not fill their length */
    WIRECHECK_DESCRIPTOR,     /* our own fault: a message with more than WIRECHECK_FIELDS_MAX fields */
};

typedef const struct kam_field_rule *(*wirecheck_rules)(const ProtobufCMessageDescriptor *message);

struct wirecheck_limits {
    unsigned depth_max; /* the message itself is 1; at most WIRECHECK_DEPTH_MAX */
    uint32_t unknown_fields_max;
    size_t unknown_bytes_max;
    size_t memory_bytes_max; /* what unpacking may take from an arena */
    wirecheck_rules rules;   /* kam_field_rules, or NULL: no limits but those above */
    bool check_required;     /* requests: required fields must be there */
    bool closed_enums;       /* requests: an enum value must be one we know */
};

/* For requests as the server takes them and for responses as the client takes them. The latter accept what a newer server may add. */
struct wirecheck_limits wirecheck_limits_request(wirecheck_rules rules, size_t memory_bytes_max);
struct wirecheck_limits wirecheck_limits_response(size_t memory_bytes_max);

#define WIRECHECK_PATH_BYTES 160

struct wirecheck_fault {
    enum wirecheck_error error;
    char path[WIRECHECK_PATH_BYTES]; /* "account.identifiers[2].value"; empty when the message itself is at fault */
    size_t offset;                   /* in the bytes given, where it was noticed */
    uint32_t limit;                  /* of TOO_LONG and TOO_MANY: the rule that was passed */
    size_t memory_bytes;             /* what unpacking takes from an arena (only when the answer is 0) */
    size_t steps;                    /* work done: tags, packed items and 64-byte pieces of text; filled in both cases */
};

/* 0: unpack may go ahead; otherwise the error, also in ret_fault. An update request is special: where a message has a field
 * `update_mask`, `required` is not asked of the messages beside it, for the mask says which of their fields count.
 * ret_fault must be given; it is written in both cases. */
_must_check_ int wirecheck(const ProtobufCMessageDescriptor *message, const uint8_t *bytes, size_t count,
                           const struct wirecheck_limits *limits, struct wirecheck_fault *ret_fault);

/* Can this message, with all it contains, be walked at all: few enough fields everywhere, not recursive, no deeper than the limit?
 * Asked once at start-up for every method. */
bool wirecheck_supports(const ProtobufCMessageDescriptor *message, unsigned depth_max);

/* Stable name for logs and tests: "DUPLICATE". */
const char *wirecheck_error_name(enum wirecheck_error error);

#endif
