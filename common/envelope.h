/*
 * Between the bytes of a frame and Kam__V1__Envelope: checked before it is unpacked, bounded afterwards.
 */
#ifndef KAM_COMMON_ENVELOPE_H
#define KAM_COMMON_ENVELOPE_H

#include "common/arena.h"
#include "common/buffer.h"
#include "common/wirecheck.h"
#include "kam/v1/envelope.pb-c.h"

#define ENVELOPE_TOKEN_BYTES 32
#define ENVELOPE_REQUEST_ID_BYTES 16
#define ENVELOPE_METHOD_BYTES_MAX 128
#define ENVELOPE_CLIENT_BYTES_MAX 64
#define ENVELOPE_LANGUAGE_BYTES_MAX 16
#define ENVELOPE_PING_BYTES_MAX 32

/* What envelope_decode answers besides 0, -ENOMEM and -ENOBUFS (the arena's budget). */
enum envelope_result {
    ENVELOPE_MALFORMED = 1, /* wirecheck refused it; ret_fault says where */
    ENVELOPE_INVALID = 2,   /* no body, or a field of the wrong length; ret_fault names it */
};

/* The envelope lives in the arena, its bytes are copies: the payload may go. ret_fault must be given. */
_must_check_ int envelope_decode(struct arena *a, const uint8_t *payload, size_t bytes, Kam__V1__Envelope **ret_envelope,
                                 struct wirecheck_fault *ret_fault);

/* Adds the envelope to the buffer as one frame. -EMSGSIZE: beyond frame_bytes_max; -ENOBUFS, -ENOMEM. */
_must_check_ int envelope_append(struct buffer *out, const Kam__V1__Envelope *envelope, size_t frame_bytes_max);

#endif
