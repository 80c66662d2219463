/*
 * kam_descriptors.c: the FileDescriptorSet of the run, imports included, as bytes. Comments and positions are left out: they are large and
 * of no use at run time; options stay.
 */
#ifndef PROTO_GEN_DESCRIPTORS_H
#define PROTO_GEN_DESCRIPTORS_H

#include "google/protobuf/compiler/plugin.pb-c.h"
#include "proto/gen/output.h"

void descriptors_write(const Google__Protobuf__Compiler__CodeGeneratorRequest *request, struct output *o);

#endif
