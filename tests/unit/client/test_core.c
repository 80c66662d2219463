/* libkam's core without sockets: one canonical session, fed whole, split at every byte, and a byte at a time; the events are the same. */
#include "client/lib/core.h"
#include "tests/harness/bail.h"
#include "tests/harness/certs.h"
#include "tests/harness/janitor.h"
#include "tests/harness/path.h"
#include "tests/harness/peer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct tls_context *server, *client;

/* What happened, as text: the thing compared. */
struct record {
    char text[512];
    size_t bytes;
};

__attribute__((format(printf, 2, 3))) static void put(struct record *record, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    record->bytes += (size_t)vsnprintf(record->text + record->bytes, sizeof(record->text) - record->bytes, format, arguments);
    va_end(arguments);
}

/* The server's part: Welcome, then for the first call a ping, the answer and go_away; the second is refused. */
static void answer(struct peer *peer, const Kam__V1__Envelope *envelope) {
    Kam__V1__Envelope ping = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Ping body = KAM__V1__PING__INIT;
    char text[600];

    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO) {
        peer_welcome(peer, 2, true);
    } else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST && envelope->call_id == 1) {
        ping.body_case = KAM__V1__ENVELOPE__BODY_PING;
        ping.ping = &body;
        peer_send(peer, &ping);
        memset(text, 'x', sizeof(text));
        peer_answer(peer, 1, text, sizeof(text));
    } else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST) {
        peer_refuse(peer, envelope->call_id, KAM_NOT_FOUND, "NOT_FOUND", false);
        peer_go_away(peer);
    }
}

static void call(struct core *core, uint64_t ticket) {
    Kam__V1__Request request = KAM__V1__REQUEST__INIT;

    request.method = "kam.v1.Accounts/GetAccount";
    assert_int_equal(core_send_call(core, ticket, &request), 0);
}

static void take_events(struct core *core, struct record *record) {
    for (;;) {
        struct core_event event;

        core_next(core, &event);
        switch (event.kind) {
        case CORE_EVENT_NONE:
            return;
        case CORE_EVENT_READY:
            put(record, "ready %d;", core->session_resumed);
            call(core, 11);
            call(core, 12);
            break;
        case CORE_EVENT_ANSWER:
            put(record, "answer %d code %u bytes %zu;", (int)event.ticket, event.response->status ? event.response->status->code : 0,
                event.response->body.len);
            break;
        case CORE_EVENT_GO_AWAY:
            put(record, "go away;");
            break;
        case CORE_EVENT_CLOSED:
            put(record, "closed %d;", (int)core->failure);
            break;
        }
    }
}

/* Feeds in portions: the first of `first` bytes, those after it of `rest`. */
static size_t feed(struct core *core, struct record *record, const uint8_t *bytes, size_t count, size_t first, size_t rest) {
    size_t fed = 0;

    while (fed < count) {
        size_t portion = fed == 0 && first ? first : rest;

        if (portion > count - fed)
            portion = count - fed;
        assert_int_equal(core_receive(core, bytes + fed, portion), 0);
        fed += portion;
        take_events(core, record);
    }
    return count;
}

/* One session. split counts over all bytes from the server: the portion that holds it is cut there. The answer is how many there were. */
static size_t session(size_t split, size_t rest, struct record *record) {
    const struct core_hello hello = {.client = "test", .language = "en"};
    struct core *core = malloc(sizeof(*core));
    struct peer *peer = malloc(sizeof(*peer));
    size_t total = 0;
    bool moved = true;

    assert_non_null(core);
    assert_non_null(peer);
    core_init(core);
    peer_init(peer, server);
    *record = (struct record){.bytes = 0};
    assert_int_equal(core_open(core, client, "localhost", &hello), 0);
    while (moved) {
        const Kam__V1__Envelope *envelope;
        const uint8_t *out;
        uint8_t in[32768];
        size_t count = core_output(core, &out);

        moved = count > 0;
        peer_feed(peer, out, count);
        core_output_sent(core, count);
        while ((envelope = peer_next(peer)))
            answer(peer, envelope);
        while ((count = peer_drain(peer, in, sizeof(in))) > 0) {
            size_t first = split > total && split < total + count ? split - total : 0;

            moved = true;
            total += feed(core, record, in, count, first, rest);
        }
    }
    core_deinit(core);
    peer_deinit(peer);
    free(core);
    free(peer);
    return total;
}

static const char expected[] = "ready 1;answer 11 code 0 bytes 600;answer 12 code 5 bytes 0;go away;closed ";

static void test_split_at_every_byte(void **state) {
    struct record whole, record;
    size_t total = session(0, SIZE_MAX, &whole);

    assert_memory_equal(whole.text, expected, strlen(expected));
    assert_true(total > 1400);
    /* Lengths of signatures differ by a byte or two from one handshake to the next; splits beyond the end change nothing. */
    for (size_t split = 1; split < total; split++) {
        session(split, SIZE_MAX, &record);
        assert_string_equal(record.text, whole.text);
    }
    session(0, 1, &record);
    assert_string_equal(record.text, whole.text);
    session(0, 7, &record);
    assert_string_equal(record.text, whole.text);
}

/* The end of the stream at every byte: always told, once, and never a crash. */
static void test_end_at_any_byte(void **state) {
    const struct core_hello hello = {.client = "test", .language = "en"};

    for (size_t end = 0; end < 2000; end += 3) {
        struct core *core = malloc(sizeof(*core));
        struct peer *peer = malloc(sizeof(*peer));
        struct record record = {.bytes = 0};
        size_t total = 0;

        assert_non_null(core);
        assert_non_null(peer);
        core_init(core);
        peer_init(peer, server);
        assert_int_equal(core_open(core, client, "localhost", &hello), 0);
        for (int turn = 0; turn < 6 && total < end; turn++) {
            const Kam__V1__Envelope *envelope;
            const uint8_t *out;
            uint8_t in[32768];
            size_t count = core_output(core, &out);

            peer_feed(peer, out, count);
            core_output_sent(core, count);
            while ((envelope = peer_next(peer)))
                answer(peer, envelope);
            count = peer_drain(peer, in, end - total < sizeof(in) ? end - total : sizeof(in));
            total += feed(core, &record, in, count, 0, SIZE_MAX);
        }
        core_receive_end(core);
        take_events(core, &record);
        take_events(core, &record);
        assert_int_equal(core->state, CORE_CLOSED);
        assert_non_null(strstr(record.text, "closed "));
        assert_null(strstr(strstr(record.text, "closed ") + 1, "closed "));
        core_deinit(core);
        peer_deinit(peer);
        free(core);
        free(peer);
    }
}

static int open_contexts(void **state) {
    char folder[64], path[2][128], reason[TLS_ERROR_BYTES];

    path_format(folder, sizeof(folder), "/tmp/kam-core.XXXXXX");
    if (!mkdtemp(folder))
        bail("%s", folder);
    janitor_start(folder);
    certs_make(folder);
    path_format(path[0], sizeof(path[0]), "%s/server.pem", folder);
    path_format(path[1], sizeof(path[1]), "%s/server.key", folder);
    if (tls_context_new_server(&(struct tls_server_files){.certificate = path[0], .key = path[1]}, &server, reason) != 0)
        bail("%s", reason);
    path_format(path[0], sizeof(path[0]), "%s/ca.pem", folder);
    if (tls_context_new_client(path[0], &client, reason) != 0)
        bail("%s", reason);
    return 0;
}

static int close_contexts(void **state) {
    tls_context_free(server);
    tls_context_free(client);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split_at_every_byte),
        cmocka_unit_test(test_end_at_any_byte),
    };

    return cmocka_run_group_tests(tests, open_contexts, close_contexts);
}
