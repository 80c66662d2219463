/*
 * The rules for one method, and for it among the others.
 */
#ifndef PROTO_GEN_CHECK_METHOD_H
#define PROTO_GEN_CHECK_METHOD_H

#include "proto/gen/fault.h"
#include "proto/gen/model.h"

void check_method(const struct model *m, const struct method *method, struct faults *f);

#endif
