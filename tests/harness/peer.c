#include "tests/harness/peer.h"

#include "common/envelope.h"
#include "tests/harness/bail.h"

void peer_init(struct peer *peer, struct tls_context *context) {
    *peer = (struct peer){.shaken = false};
    frame_parser_init(&peer->frames, FRAME_BYTES_MAX_MEMBER);
    arena_init(&peer->arena, ARENA_BUDGET_DEFAULT, NULL, 0);
    if (tls_new_server_memory(context, &peer->tls) != 0)
        bail("peer: TLS");
}

void peer_deinit(struct peer *peer) {
    peer->tls = tls_free(peer->tls);
    frame_parser_deinit(&peer->frames);
    arena_deinit(&peer->arena);
}

void peer_feed(struct peer *peer, const void *bytes, size_t count) {
    if (tls_memory_feed(peer->tls, bytes, count) != 0)
        bail("peer: out of memory");
}

size_t peer_drain(struct peer *peer, void *into, size_t room) {
    return tls_memory_drain(peer->tls, into, room);
}

const Kam__V1__Envelope *peer_next(struct peer *peer) {
    if (!peer->shaken) {
        if (tls_handshake(peer->tls) != 0)
            return NULL;
        peer->shaken = true;
    }
    for (;;) {
        struct wirecheck_fault fault;
        Kam__V1__Envelope *envelope;
        const uint8_t *payload;
        size_t bytes;
        int r = frame_parser_next(&peer->frames, &peer->plain_at, &peer->plain_bytes, &payload, &bytes);

        if (r == 0) {
            arena_reset(&peer->arena);
            if (envelope_decode(&peer->arena, payload, bytes, &envelope, &fault) != 0)
                bail("peer: the client sent a malformed envelope at %s", fault.path);
            return envelope;
        }
        if (r != FRAME_NEED_MORE)
            bail("peer: the client sent a malformed frame");
        if (tls_read(peer->tls, peer->plain, sizeof(peer->plain), &bytes) != 0)
            return NULL;
        peer->plain_at = peer->plain;
        peer->plain_bytes = bytes;
    }
}

void peer_send_raw(struct peer *peer, const void *bytes, size_t count) {
    const uint8_t *at = bytes;

    while (count > 0) {
        size_t taken;

        if (tls_write(peer->tls, at, count, &taken) != 0)
            bail("peer: TLS write");
        at += taken;
        count -= taken;
    }
}

void peer_send(struct peer *peer, const Kam__V1__Envelope *envelope) {
    struct buffer frame;

    buffer_init(&frame, FRAME_BYTES_MAX_MEMBER + FRAME_HEADER_BYTES);
    if (envelope_append(&frame, envelope, FRAME_BYTES_MAX_MEMBER) != 0)
        bail("peer: cannot encode");
    peer_send_raw(peer, buffer_front(&frame), buffer_bytes(&frame));
    buffer_deinit(&frame);
}

void peer_welcome(struct peer *peer, uint32_t calls_max, bool resumed) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Welcome welcome = KAM__V1__WELCOME__INIT;

    welcome.server = "peer";
    welcome.release = 1;
    welcome.frame_bytes_max = FRAME_BYTES_MAX_MEMBER;
    welcome.calls_max = calls_max;
    welcome.idle_timeout_ms = 900000;
    welcome.session_resumed = resumed;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_WELCOME;
    envelope.welcome = &welcome;
    peer_send(peer, &envelope);
}

static void respond(struct peer *peer, uint64_t call_id, Kam__V1__Response *response) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;

    envelope.call_id = call_id;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_RESPONSE;
    envelope.response = response;
    peer_send(peer, &envelope);
}

void peer_answer(struct peer *peer, uint64_t call_id, const void *body, size_t count) {
    Kam__V1__Response response = KAM__V1__RESPONSE__INIT;

    response.body = (ProtobufCBinaryData){.len = count, .data = (uint8_t *)body};
    respond(peer, call_id, &response);
}

void peer_refuse(struct peer *peer, uint64_t call_id, uint32_t code, const char *reason, bool retryable) {
    Kam__V1__Response response = KAM__V1__RESPONSE__INIT;
    Kam__V1__Status status = KAM__V1__STATUS__INIT;

    status.code = code;
    status.reason = (char *)reason;
    status.message = "refused by the test";
    status.retryable = retryable;
    response.status = &status;
    respond(peer, call_id, &response);
}

void peer_go_away(struct peer *peer) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__GoAway go_away = KAM__V1__GO_AWAY__INIT;

    envelope.body_case = KAM__V1__ENVELOPE__BODY_GO_AWAY;
    envelope.go_away = &go_away;
    peer_send(peer, &envelope);
}
