#include "client/lib/message.h"

#include <errno.h>
#include <stdlib.h>

#include "common/wirecheck.h"
#include "kam/kam.h"

int message_pack(const ProtobufCMessage *message, size_t bytes_max, uint8_t **ret_bytes, size_t *ret_count) {
    size_t count = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes;

    if (count > bytes_max)
        return -EMSGSIZE;
    bytes = malloc(count + 1);
    if (!bytes)
        return -ENOMEM;
    *ret_count = protobuf_c_message_pack(message, bytes);
    *ret_bytes = bytes;
    return 0;
}

int message_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes, size_t count, ProtobufCMessage **ret_message) {
    const struct wirecheck_limits limits = wirecheck_limits_response(MESSAGE_MEMORY_BYTES_MAX);
    struct wirecheck_fault fault;
    ProtobufCMessage *message;

    if (wirecheck(descriptor, bytes, count, &limits, &fault) != 0)
        return -EBADMSG;
    message = protobuf_c_message_unpack(descriptor, NULL, count, bytes);
    if (!message)
        return -ENOMEM; /* what passes the check unpacks, unless memory ends */
    *ret_message = message;
    return 0;
}

void kam_message_free(ProtobufCMessage *message) {
    if (message)
        protobuf_c_message_free_unpacked(message, NULL);
}
