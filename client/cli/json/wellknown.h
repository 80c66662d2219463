/*
 * Messages with a form of their own in JSON: Timestamp, FieldMask, and as a courtesy to people kam.v1.Date.
 */
#ifndef CLI_JSON_WELLKNOWN_H
#define CLI_JSON_WELLKNOWN_H

#include "client/cli/json/fault.h"

#include <stdbool.h>

/* Has it one? Then a text is read, and for the first two written. */
bool wellknown_is_read(const ProtobufCMessageDescriptor *d);
bool wellknown_is_written(const ProtobufCMessageDescriptor *d);

/* A new reference; NULL only when memory is out. */
json_t *wellknown_encode(const ProtobufCMessage *m);

/* Fills in a message that has been initialized. 0, or the kind of fault with *f filled in. */
int wellknown_decode(const json_t *v, ProtobufCMessage *m, const struct place *at, struct protojson_fault *f);

#endif
