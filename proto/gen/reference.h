/*
 * METHODS.md: the reference of all methods for people, from labels, rules and the comments in the protos.
 */
#ifndef PROTO_GEN_REFERENCE_H
#define PROTO_GEN_REFERENCE_H

#include "proto/gen/model.h"
#include "proto/gen/output.h"

void reference_write(const struct model *m, struct output *o);

#endif
