/*
 * What the protos must keep to so that the server, the command line and the client can be made from them. Every rule that is broken gives
 * one line naming file, line and thing.
 */
#ifndef PROTO_GEN_CHECK_H
#define PROTO_GEN_CHECK_H

#include "proto/gen/fault.h"
#include "proto/gen/model.h"

void check_model(const struct model *m, struct faults *f);

#endif
