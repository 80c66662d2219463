/*
 * How a message of the protos lies in PostgreSQL's binary format, compiled once at start-up (binding.h) and followed per request by
 * encode.h and decode.h without a look-up by name.
 *
 * Plans belong to the bindings that made them and are constant after start-up.
 */
#ifndef KAM_SERVER_RPC_PLAN_H
#define KAM_SERVER_RPC_PLAN_H

#include "common/method.h"
#include "server/db/statement.h"

#include <libpq-fe.h>
#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum codec {
    CODEC_INT64,      /* int64 ↔ int8 */
    CODEC_INT32,      /* int32 ↔ int4 */
    CODEC_UINT32,     /* uint32 ↔ int8 */
    CODEC_BOOL,       /* bool ↔ bool */
    CODEC_DOUBLE,     /* double ↔ float8 */
    CODEC_TEXT,       /* string ↔ text */
    CODEC_BYTES,      /* bytes ↔ bytea */
    CODEC_ENUM,       /* enum ↔ enum of the same labels */
    CODEC_TIMESTAMP,  /* google.protobuf.Timestamp ↔ timestamptz */
    CODEC_DATE,       /* kam.v1.Date ↔ date */
    CODEC_FIELD_MASK, /* google.protobuf.FieldMask ↔ text[] */
    CODEC_COMPOSITE,  /* any other message ↔ composite type */
};

/* When a field of a request counts as NULL. */
enum presence {
    PRESENCE_ALWAYS,  /* a plain number or bool: never */
    PRESENCE_EMPTY,   /* text, bytes, enum: when it is the default */
    PRESENCE_CASE,    /* proto3 optional: when it is not set */
    PRESENCE_POINTER, /* message: when it is not set */
    PRESENCE_ITEMS,   /* repeated: never, no items are an empty array */
};

/* The labels of an enum in both directions; values are few, so both are walked. */
struct label_plan {
    Oid type;
    size_t count;
    struct label {
        int32_t value;
        int bytes;
        const char *text;
    } * labels;
};

struct message_plan;

struct field_plan {
    const char *name;
    uint32_t id; /* field number */
    uint32_t offset;
    uint32_t quantifier; /* of the count, or of the case */
    enum codec codec;
    enum presence presence;
    bool repeated;
    Oid type;    /* of the parameter, column or attribute: the array type when repeated */
    Oid element; /* of one item; the same as type when not repeated */
    const struct label_plan *labels;
    const struct message_plan *message;
};

struct message_plan {
    const ProtobufCMessageDescriptor *message;
    Oid type;
    size_t fields_count;
    struct field_plan *fields; /* in the order of the type's attributes */
};

enum param_source {
    PARAM_FIELD, /* a field of the request */
    PARAM_LIMIT, /* page size + 1: one more row tells whether there is a next page */
    PARAM_AFTER, /* a key of the last row of the page before; NULL on the first page */
};

struct param_plan {
    enum param_source source;
    struct field_plan field; /* PARAM_FIELD; of PARAM_AFTER only codec and type count */
    unsigned key;            /* PARAM_AFTER */
};

/* What the rows of the function are. */
enum row_rule {
    ROW_IS_RESPONSE, /* one row, its columns are the fields of the response */
    ROW_IS_ITEM,     /* one row, its columns are the fields of the one message in the response */
    ROWS_ARE_ITEMS,  /* any number of rows, each one item of the one repeated message in the response */
};

#define PLAN_KEYS_MAX 4
#define PLAN_SUBJECT_DEPTH_MAX 4

/* Where the id of the subject is in the request: through messages, then an int64. */
struct subject_plan {
    unsigned depth; /* 0: the method has no subject */
    uint32_t offsets[PLAN_SUBJECT_DEPTH_MAX];
    uint32_t quantifier; /* of the last, when it is optional */
    uint32_t id;
    bool optional;
};

struct method_plan {
    const struct kam_method *method;
    struct db_statement statement;
    size_t params_count;
    struct param_plan *params;
    /* A single row comes as one composite column: PostgreSQL then describes, and libpq reads, one column per answer and not twenty, a
     * third of all that kamd does for a read. For many rows composites cost the server more than that. */
    bool whole_row;
    size_t columns_count;
    struct field_plan *columns;
    enum row_rule rows;
    uint32_t item_id;       /* field number of the item(s) in the response */
    uint32_t next_token_id; /* of next_page_token; 0 when it is not a page */
    unsigned keys_count;
    unsigned key_columns[PLAN_KEYS_MAX];
    uint32_t page_size_offset;
    uint32_t page_token_offset;
    uint32_t wait_offset; /* of wait_ms in the request: no row means "not yet", and the call waits; 0: there is no such field */
    struct subject_plan subject;
};

#endif
