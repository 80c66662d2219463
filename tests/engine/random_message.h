/*
 * Messages filled at random from their descriptors, such as a request may hold: for tests that what goes into the database comes out.
 */
#ifndef KAM_TESTS_ENGINE_RANDOM_MESSAGE_H
#define KAM_TESTS_ENGINE_RANDOM_MESSAGE_H

#include "common/arena.h"
#include <protobuf-c/protobuf-c.h>

/* All memory from the arena. Uses rand(). */
ProtobufCMessage *random_message(const ProtobufCMessageDescriptor *descriptor, struct arena *arena);

/* Bytes of one value of this type inside a message. */
size_t random_message_item_bytes(ProtobufCType type);

#endif
