/*
 * kam/client_methods.h and .c: one typed function for each method, thin over kam_call(), for libkam.
 */
#ifndef PROTO_GEN_CLIENT_H
#define PROTO_GEN_CLIENT_H

#include "proto/gen/model.h"
#include "proto/gen/output.h"

void client_write(const struct model *m, struct output *o);

#endif
