/*
 * Single values out of JSON. All of them: 0 on success; otherwise the kind of fault, with *f filled in and the result untouched.
 */
#ifndef CLI_JSON_SCALAR_H
#define CLI_JSON_SCALAR_H

#include "client/cli/json/fault.h"

#include <stdbool.h>
#include <stdint.h>

/* A number without fraction, or the same as text. */
int scalar_int64(const json_t *v, int64_t min, int64_t max, const struct place *at, struct protojson_fault *f, int64_t *ret);
int scalar_uint64(const json_t *v, uint64_t max, const struct place *at, struct protojson_fault *f, uint64_t *ret);
/* A number, or "NaN", "Infinity", "-Infinity". */
int scalar_double(const json_t *v, double max, const struct place *at, struct protojson_fault *f, double *ret);
int scalar_bool(const json_t *v, const struct place *at, struct protojson_fault *f, bool *ret);
/* *ret belongs to the caller. */
int scalar_string(const json_t *v, const struct place *at, struct protojson_fault *f, char **ret);
/* Standard or URL-safe alphabet, padded or not. ret->data belongs to the caller, NULL when there are no bytes. */
int scalar_bytes(const json_t *v, const struct place *at, struct protojson_fault *f, ProtobufCBinaryData *ret);
int scalar_enum(const json_t *v, const ProtobufCEnumDescriptor *d, const struct place *at, struct protojson_fault *f, int *ret);

/* How far the items of a repeated field stand apart in protobuf-c's arrays. */
size_t scalar_item_bytes(ProtobufCType type);

/* Standard alphabet with padding; the caller's to free, NULL only when memory is out. */
char *scalar_base64(const ProtobufCBinaryData *bytes);

#endif
