#include "common/frame.h"
#include <errno.h>
#include <string.h>

void frame_parser_init(struct frame_parser *p, size_t payload_bytes_max) {
    *p = (struct frame_parser){.payload_bytes_max = payload_bytes_max};
    buffer_init(&p->payload, 0);
}

void frame_parser_deinit(struct frame_parser *p) {
    buffer_deinit(&p->payload);
    p->header_bytes = 0;
}

void frame_parser_set_max(struct frame_parser *p, size_t payload_bytes_max) {
    p->payload_bytes_max = payload_bytes_max;
}

bool frame_parser_in_frame(const struct frame_parser *p) {
    return p->header_bytes > 0 && !p->handed_out;
}

static size_t header_read(const uint8_t h[FRAME_HEADER_BYTES]) {
    return (size_t)h[0] << 24 | (size_t)h[1] << 16 | (size_t)h[2] << 8 | (size_t)h[3];
}

static void take(const uint8_t **input, size_t *input_bytes, size_t bytes) {
    if (bytes == 0) /* there may be no input at all, and NULL + 0 is not C */
        return;
    *input += bytes;
    *input_bytes -= bytes;
}

static void next_frame(struct frame_parser *p) {
    p->header_bytes = 0;
    p->handed_out = false;
    buffer_deinit(&p->payload);
}

/* 0: the header is whole and the length is one we take. */
static int read_header(struct frame_parser *p, const uint8_t **input, size_t *input_bytes) {
    if (p->header_bytes == FRAME_HEADER_BYTES)
        return p->refusal;
    while (p->header_bytes < FRAME_HEADER_BYTES) {
        if (*input_bytes == 0)
            return FRAME_NEED_MORE;
        p->header[p->header_bytes++] = **input;
        take(input, input_bytes, 1);
    }
    p->payload_bytes = header_read(p->header);
    if (p->payload_bytes == 0)
        p->refusal = FRAME_EMPTY;
    else if (p->payload_bytes > p->payload_bytes_max)
        p->refusal = FRAME_TOO_LONG;
    else
        buffer_init(&p->payload, p->payload_bytes);
    return p->refusal;
}

int frame_parser_next(struct frame_parser *p, const uint8_t **input, size_t *input_bytes, const uint8_t **ret_payload,
                      size_t *ret_payload_bytes) {
    size_t missing, part;
    int r;

    if (p->handed_out)
        next_frame(p);
    r = read_header(p, input, input_bytes);
    if (r != 0)
        return r;
    if (buffer_bytes(&p->payload) == 0 && *input_bytes >= p->payload_bytes) {
        *ret_payload = *input;
        *ret_payload_bytes = p->payload_bytes;
        take(input, input_bytes, p->payload_bytes);
        p->header_bytes = 0;
        return 0;
    }
    missing = p->payload_bytes - buffer_bytes(&p->payload);
    part = *input_bytes < missing ? *input_bytes : missing;
    /* The buffer grows by doubling as bytes arrive, so a peer pays for every byte it makes us hold. */
    r = buffer_append(&p->payload, *input, part);
    if (r < 0)
        return r;
    take(input, input_bytes, part);
    if (part < missing)
        return FRAME_NEED_MORE;
    p->handed_out = true;
    *ret_payload = buffer_front(&p->payload);
    *ret_payload_bytes = p->payload_bytes;
    return 0;
}

void frame_header_write(uint8_t header[FRAME_HEADER_BYTES], size_t payload_bytes) {
    header[0] = (uint8_t)(payload_bytes >> 24);
    header[1] = (uint8_t)(payload_bytes >> 16);
    header[2] = (uint8_t)(payload_bytes >> 8);
    header[3] = (uint8_t)payload_bytes;
}

int frame_append(struct buffer *out, const void *payload, size_t payload_bytes) {
    uint8_t *at;
    int r;

    if (payload_bytes == 0 || payload_bytes > UINT32_MAX)
        return -EMSGSIZE;
    r = buffer_reserve(out, FRAME_HEADER_BYTES + payload_bytes, &at);
    if (r < 0)
        return r;
    frame_header_write(at, payload_bytes);
    memcpy(at + FRAME_HEADER_BYTES, payload, payload_bytes);
    buffer_commit(out, FRAME_HEADER_BYTES + payload_bytes);
    return 0;
}
