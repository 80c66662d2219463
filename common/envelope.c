#include "common/envelope.h"
#include "common/frame.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static int invalid(struct wirecheck_fault *fault, const char *path) {
    fault->error = WIRECHECK_TOO_LONG;
    (void)snprintf(fault->path, sizeof fault->path, "%s", path);
    return ENVELOPE_INVALID;
}

static int check_hello(const Kam__V1__Hello *h, struct wirecheck_fault *fault) {
    if (strlen(h->client) > ENVELOPE_CLIENT_BYTES_MAX)
        return invalid(fault, "hello.client");
    if (strlen(h->language) > ENVELOPE_LANGUAGE_BYTES_MAX)
        return invalid(fault, "hello.language");
    if (h->session_token.len != 0 && h->session_token.len != ENVELOPE_TOKEN_BYTES)
        return invalid(fault, "hello.session_token");
    return 0;
}

static int check_request(const Kam__V1__Request *r, struct wirecheck_fault *fault) {
    if (strlen(r->method) > ENVELOPE_METHOD_BYTES_MAX)
        return invalid(fault, "request.method");
    if (r->request_id.len != 0 && r->request_id.len != ENVELOPE_REQUEST_ID_BYTES)
        return invalid(fault, "request.request_id");
    return 0;
}

static int check_body(const Kam__V1__Envelope *e, struct wirecheck_fault *fault) {
    switch (e->body_case) {
    case KAM__V1__ENVELOPE__BODY_HELLO:
        return check_hello(e->hello, fault);
    case KAM__V1__ENVELOPE__BODY_REQUEST:
        return check_request(e->request, fault);
    case KAM__V1__ENVELOPE__BODY_PING:
        return e->ping->payload.len > ENVELOPE_PING_BYTES_MAX ? invalid(fault, "ping.payload") : 0;
    case KAM__V1__ENVELOPE__BODY_PONG:
        return e->pong->payload.len > ENVELOPE_PING_BYTES_MAX ? invalid(fault, "pong.payload") : 0;
    case KAM__V1__ENVELOPE__BODY__NOT_SET:
        return invalid(fault, "body");
    default:
        return 0;
    }
}

int envelope_decode(struct arena *a, const uint8_t *payload, size_t bytes, Kam__V1__Envelope **ret_envelope,
                    struct wirecheck_fault *ret_fault) {
    /* The frame is bounded already; what its fields may hold is checked below, and the body of a call by its own message's rules. */
    const struct wirecheck_limits limits = {
        .depth_max = 5, .unknown_fields_max = 32, .unknown_bytes_max = 4096, .memory_bytes_max = a->budget_bytes};
    Kam__V1__Envelope *envelope;
    int r;

    r = wirecheck(&kam__v1__envelope__descriptor, payload, bytes, &limits, ret_fault);
    if (r != 0)
        return ENVELOPE_MALFORMED;
    r = arena_reserve(a, ret_fault->memory_bytes);
    if (r < 0)
        return r;
    envelope = kam__v1__envelope__unpack(arena_allocator(a), bytes, payload);
    if (!envelope)
        return -ENOMEM;
    r = check_body(envelope, ret_fault);
    if (r != 0)
        return r;
    *ret_envelope = envelope;
    return 0;
}

int envelope_append(struct buffer *out, const Kam__V1__Envelope *envelope, size_t frame_bytes_max) {
    size_t bytes = kam__v1__envelope__get_packed_size(envelope);
    uint8_t *at;
    int r;

    if (bytes == 0 || bytes > frame_bytes_max || bytes > UINT32_MAX)
        return -EMSGSIZE;
    r = buffer_reserve(out, FRAME_HEADER_BYTES + bytes, &at);
    if (r < 0)
        return r;
    frame_header_write(at, bytes);
    kam__v1__envelope__pack(envelope, at + FRAME_HEADER_BYTES);
    buffer_commit(out, FRAME_HEADER_BYTES + bytes);
    return 0;
}
