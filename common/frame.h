/*
 * The frames of kam/1 without any I/O: a 4-byte big-endian length and that many bytes. Fed with whatever arrived, the parser hands
 * out whole payloads; it never takes memory for bytes that have only been announced.
 *
 * A parser owns the memory of a frame that came in parts; a frame that came whole is handed out where it lies in the input.
 */
#ifndef KAM_COMMON_FRAME_H
#define KAM_COMMON_FRAME_H

#include "common/buffer.h"
#include "common/cleanup.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_HEADER_BYTES ((size_t)4)
#define FRAME_BYTES_MAX_GUEST ((size_t)4 << 10)  /* before login */
#define FRAME_BYTES_MAX_MEMBER ((size_t)4 << 20) /* after it */

/* What frame_parser_next answers besides 0 (a frame) and -ENOMEM. After EMPTY or TOO_LONG the stream cannot be read any further. */
enum frame_parser_result {
    FRAME_NEED_MORE = 1, /* all input is taken; a frame is not complete */
    FRAME_EMPTY = 2,     /* length 0 */
    FRAME_TOO_LONG = 3,  /* more than payload_bytes_max */
};

struct frame_parser {
    size_t payload_bytes_max;
    uint8_t header[FRAME_HEADER_BYTES];
    unsigned header_bytes;
    size_t payload_bytes;  /* announced; valid once the header is whole */
    int refusal;           /* 0, or what the header was refused with; it stays */
    struct buffer payload; /* of a frame that comes in parts */
    bool handed_out;       /* the buffered payload was given out and goes at the next call */
};

void frame_parser_init(struct frame_parser *p, size_t payload_bytes_max);
void frame_parser_deinit(struct frame_parser *p);

/* Takes input from *input, moving it and lowering *input_bytes, until one frame is whole. The payload is valid until the next call
 * on this parser and as long as the input is. */
_must_check_ int frame_parser_next(struct frame_parser *p, const uint8_t **input, size_t *input_bytes, const uint8_t **ret_payload,
                                   size_t *ret_payload_bytes);

/* From the next header on. A frame whose header has been read keeps its limit. */
void frame_parser_set_max(struct frame_parser *p, size_t payload_bytes_max);
/* Has part of a frame arrived? The deadline of a frame runs as long as this holds. */
bool frame_parser_in_frame(const struct frame_parser *p);

/* Writes the header for a payload of this length. */
void frame_header_write(uint8_t header[FRAME_HEADER_BYTES], size_t payload_bytes);
/* Adds one frame to a buffer: -EMSGSIZE for an empty payload or one beyond 2^32-1, -ENOBUFS, -ENOMEM. */
_must_check_ int frame_append(struct buffer *out, const void *payload, size_t payload_bytes);

#endif
