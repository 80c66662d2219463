/*
 * Messages to bytes and back. What comes from a server is checked before it is unpacked: a hostile one must not crash a client.
 */
#ifndef KAM_CLIENT_MESSAGE_H
#define KAM_CLIENT_MESSAGE_H

#include "common/cleanup.h"
#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

/* What the answer to one call may unpack to; the server's own bound for a call is 16 MiB. */
#define MESSAGE_MEMORY_BYTES_MAX ((size_t)64 << 20)

/* 0; -ENOMEM; -EMSGSIZE when it would be larger than bytes_max. *ret_bytes is freed with free() and never NULL. */
_must_check_ int message_pack(const ProtobufCMessage *message, size_t bytes_max, uint8_t **ret_bytes, size_t *ret_count);

/* 0; -EBADMSG when the bytes are not such a message; -ENOMEM. *ret_message is freed with kam_message_free(). */
_must_check_ int message_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes, size_t count,
                                ProtobufCMessage **ret_message);

#endif
