/* A whole client against a server that does what the test says: lost connections, go_away, hostile bytes, late answers. */
#include "tests/harness/stage.h"

#include <kam/client_methods.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define WRITE_PATH "kam.v1.Accounts/CreateAccount"

/* What the scripts note for the test to look at; the stage's thread has ended by then. */
struct notes {
    uint8_t ids[8][KAM_REQUEST_ID_BYTES];
    unsigned with_id;
    uint8_t token[KAM_SESSION_TOKEN_BYTES];
    size_t token_bytes;
    unsigned pings, cancels;
    uint32_t timeout_ms;
    const void *bytes;
    size_t count;
    unsigned lost;
};

static struct kam_options quick(void) {
    struct kam_options options;

    kam_options_init(&options);
    options.language = "en";
    options.call_timeout_ms = 5000;
    options.connect_timeout_ms = 2000;
    return options;
}

static void note(struct stage *stage, const Kam__V1__Envelope *envelope) {
    struct notes *notes = stage->ctx;

    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO) {
        notes->token_bytes = envelope->hello->session_token.len;
        if (notes->token_bytes == KAM_SESSION_TOKEN_BYTES)
            memcpy(notes->token, envelope->hello->session_token.data, KAM_SESSION_TOKEN_BYTES);
    } else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST) {
        notes->timeout_ms = envelope->request->timeout_ms;
        if (envelope->request->request_id.len == KAM_REQUEST_ID_BYTES && notes->with_id < 8)
            memcpy(notes->ids[notes->with_id++], envelope->request->request_id.data, KAM_REQUEST_ID_BYTES);
    } else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_PING) {
        notes->pings++;
    } else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_CANCEL) {
        notes->cancels++;
    }
}

/* An empty body is a valid message of every type. */
static enum stage_act polite(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    note(stage, envelope);
    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        peer_welcome(peer, 8, envelope->hello->session_token.len > 0);
    else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST)
        peer_answer(peer, envelope->call_id, NULL, 0);
    return STAGE_GO_ON;
}

static int write_something(kam_client *client, const struct kam_call_options *options) {
    Kam__V1__CreateAccountRequest request = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountResponse *response;
    int status = kam_accounts_create_account(client, &request, options, &response);

    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

static int read_something(kam_client *client) {
    Kam__V1__GetAccountRequest request = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    Kam__V1__GetAccountResponse *response;
    int status = kam_accounts_get_account(client, &request, NULL, &response);

    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

static void test_call(void **state) {
    struct notes notes = {0};
    struct stage stage;
    kam_client *client;
    uint8_t *body;
    size_t bytes;

    stage_open(&stage, "server", polite, &notes);
    client = stage_client(&stage, quick());
    assert_false(kam_client_connected(client));
    assert_int_equal(kam_client_calls_max(client), 1);
    assert_int_equal(read_something(client), KAM_OK);
    assert_int_equal(kam_client_error(client)->code, KAM_OK);
    assert_true(kam_client_connected(client));
    assert_int_equal(kam_client_calls_max(client), 8);
    assert_int_equal(write_something(client, NULL), KAM_OK);
    assert_int_equal(kam_call_raw(client, WRITE_PATH, "", 0, NULL, &body, &bytes), KAM_OK);
    assert_int_equal(bytes, 0);
    free(body);
    kam_client_free(client);
    stage_close(&stage);
    /* Reads carry no id, two writes two different ones; the server is given a little less time than the caller has. */
    assert_int_equal(notes.with_id, 2);
    assert_memory_not_equal(notes.ids[0], notes.ids[1], KAM_REQUEST_ID_BYTES);
    assert_in_range(notes.timeout_ms, 4000, 4999);
}

static enum stage_act lose_first(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    struct notes *notes = stage->ctx;

    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST && stage->connection <= notes->lost) {
        note(stage, envelope);
        return stage->connection % 2 ? STAGE_RESET : STAGE_CLOSE;
    }
    return polite(stage, peer, envelope);
}

static void test_resend(void **state) {
    struct notes notes = {.lost = 3};
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", lose_first, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(write_something(client, NULL), KAM_OK);
    kam_client_free(client);
    stage_close(&stage);
    assert_int_equal(stage.connection, 4);
    assert_int_equal(notes.with_id, 4);
    for (int i = 1; i < 4; i++)
        assert_memory_equal(notes.ids[0], notes.ids[i], KAM_REQUEST_ID_BYTES);
}

static void test_outcome_unknown(void **state) {
    struct notes notes = {.lost = 1000};
    static const uint8_t id[KAM_REQUEST_ID_BYTES] = "0123456789abcde";
    struct kam_call_options options;
    struct kam_options once;
    struct stage stage;
    kam_client *client;

    kam_call_options_init(&options);
    options.timeout_ms = 600;
    options.request_id = id;
    stage_open(&stage, "server", lose_first, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(write_something(client, &options), KAM_UNKNOWN);
    assert_string_equal(kam_client_error(client)->reason, "OUTCOME_UNKNOWN");
    assert_memory_equal(kam_client_error(client)->request_id, id, sizeof(id));
    kam_client_free(client);
    /* A read in the same place is simply not done. */
    once = quick();
    once.retries_max = 1;
    client = stage_client(&stage, once);
    assert_int_equal(read_something(client), KAM_UNAVAILABLE);
    assert_string_equal(kam_client_error(client)->reason, "CONNECTION_LOST");
    assert_null(kam_client_error(client)->request_id);
    kam_client_free(client);
    stage_close(&stage);
}

static enum stage_act refuse_after_loss(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    if (envelope->body_case != KAM__V1__ENVELOPE__BODY_REQUEST)
        return polite(stage, peer, envelope);
    if (stage->connection == 1)
        return STAGE_RESET;
    peer_refuse(peer, envelope->call_id, KAM_UNAUTHENTICATED, "SESSION_ENDED", false);
    return STAGE_GO_ON;
}

static void test_refusal_after_loss_is_no_outcome(void **state) {
    struct notes notes = {0};
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", refuse_after_loss, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(write_something(client, NULL), KAM_UNKNOWN);
    /* The second write was never lost: its refusal is its outcome. */
    assert_int_equal(write_something(client, NULL), KAM_UNAUTHENTICATED);
    assert_string_equal(kam_client_error(client)->reason, "SESSION_ENDED");
    assert_string_equal(kam_client_error(client)->message, "refused by the test");
    kam_client_free(client);
    stage_close(&stage);
}

static enum stage_act busy_twice(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST && stage->requests <= 2) {
        note(stage, envelope);
        peer_refuse(peer, envelope->call_id, stage->requests == 1 ? KAM_UNAVAILABLE : KAM_UNKNOWN,
                    stage->requests == 1 ? "OVERLOADED" : "OUTCOME_UNKNOWN", stage->requests == 1);
        return STAGE_GO_ON;
    }
    return polite(stage, peer, envelope);
}

static void test_retryable_answers(void **state) {
    struct notes notes = {0};
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", busy_twice, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(write_something(client, NULL), KAM_OK);
    kam_client_free(client);
    stage_close(&stage);
    assert_int_equal(stage.connection, 1);
    assert_int_equal(notes.with_id, 3);
    assert_memory_equal(notes.ids[0], notes.ids[2], KAM_REQUEST_ID_BYTES);
}

/* Answers the first call only after go_away; takes the others on the next connection. */
static enum stage_act leave(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST && stage->connection == 1) {
        peer_go_away(peer);
        peer_answer(peer, envelope->call_id, NULL, 0);
        return STAGE_GO_ON;
    }
    return polite(stage, peer, envelope);
}

static void test_go_away(void **state) {
    struct notes notes = {0};
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", leave, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(write_something(client, NULL), KAM_OK);
    assert_int_equal(write_something(client, NULL), KAM_OK);
    kam_client_free(client);
    stage_close(&stage);
    assert_int_equal(stage.connection, 2);
    assert_int_equal(stage.requests, 2);
}

static enum stage_act give_session(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    Kam__V1__LoginResponse login = KAM__V1__LOGIN_RESPONSE__INIT;
    uint8_t token[KAM_SESSION_TOKEN_BYTES], body[256];

    if (envelope->body_case != KAM__V1__ENVELOPE__BODY_REQUEST || strcmp(envelope->request->method, "kam.v1.Sessions/Login") != 0)
        return lose_first(stage, peer, envelope);
    memset(token, 0x5a, sizeof(token));
    login.session_token = (ProtobufCBinaryData){.len = sizeof(token), .data = token};
    login.name = "林";
    peer_answer(peer, envelope->call_id, body, kam__v1__login_response__pack(&login, body));
    return STAGE_GO_ON;
}

static void test_session_kept(void **state) {
    struct notes notes = {.lost = 1};
    Kam__V1__LoginRequest login = KAM__V1__LOGIN_REQUEST__INIT;
    Kam__V1__LoginResponse *response;
    uint8_t token[KAM_SESSION_TOKEN_BYTES] = {0};
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", give_session, &notes);
    client = stage_client(&stage, quick());
    assert_false(kam_client_session(client, token));
    assert_int_equal(kam_sessions_login(client, &login, NULL, &response), KAM_OK);
    kam_message_free(&response->base);
    assert_int_equal(notes.token_bytes, 0);
    assert_true(kam_client_session(client, token));
    assert_int_equal(kam_client_calls_max(client), 64);
    /* Lost on the first connection; the second Hello carries the session. */
    assert_int_equal(read_something(client), KAM_OK);
    assert_true(kam_client_resumed(client));
    assert_int_equal(notes.token_bytes, KAM_SESSION_TOKEN_BYTES);
    assert_memory_equal(notes.token, token, sizeof(token));
    /* Forgotten: the connection that has it is not used again. */
    kam_client_set_session(client, NULL);
    assert_int_equal(read_something(client), KAM_OK);
    assert_false(kam_client_resumed(client));
    kam_client_free(client);
    stage_close(&stage);
    assert_int_equal(stage.connection, 3);
    assert_int_equal(notes.token_bytes, 0);
}

/* Holds every answer back until eight calls are there, then answers them backwards. */
static enum stage_act backwards(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    if (envelope->body_case != KAM__V1__ENVELOPE__BODY_REQUEST)
        return polite(stage, peer, envelope);
    if (stage->requests % 8 == 0)
        for (unsigned i = 0; i < 8; i++)
            peer_answer(peer, envelope->call_id - i, NULL, 0);
    return STAGE_GO_ON;
}

static void test_pipeline(void **state) {
    struct notes notes = {0};
    Kam__V1__GetAccountRequest request = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    uint64_t tickets[40];
    ProtobufCMessage *response;
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", backwards, &notes);
    client = stage_client(&stage, quick());
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(kam_call_start(client, kam_method_find("kam.v1.Accounts/GetAccount"), &request.base, NULL, &tickets[i]), KAM_OK);
    for (size_t i = 0; i < 40; i++) {
        size_t pick = (i * 7) % 40;

        assert_int_equal(kam_call_wait(client, tickets[pick], &response), KAM_OK);
        kam_message_free(response);
    }
    assert_int_equal(kam_call_wait(client, tickets[3], &response), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(client)->reason, "TICKET_UNKNOWN");
    kam_client_free(client);
    stage_close(&stage);
    assert_int_equal(stage.requests, 40);
}

static enum stage_act silent(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    note(stage, envelope);
    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        peer_welcome(peer, 8, false);
    return STAGE_GO_ON;
}

static void test_deadline(void **state) {
    struct notes notes = {0};
    struct kam_options options = quick();
    struct timespec before, after;
    struct stage stage;
    kam_client *client;

    options.call_timeout_ms = 300;
    stage_open(&stage, "server", silent, &notes);
    client = stage_client(&stage, options);
    /* The handshake has a limit of its own: on a busy machine it must not eat the calls'. */
    assert_int_equal(kam_client_connect(client), KAM_OK);
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_int_equal(read_something(client), KAM_DEADLINE_EXCEEDED);
    assert_int_equal(write_something(client, NULL), KAM_UNKNOWN);
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_true((after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000 >= 590);
    kam_client_free(client);
    stage_close(&stage);
    assert_int_equal(notes.cancels, 2); /* the server was told each time */
}

static enum stage_act hostile(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    struct notes *notes = stage->ctx;

    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        peer_welcome(peer, 8, false);
    else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST)
        peer_send_raw(peer, notes->bytes, notes->count);
    return STAGE_GO_ON;
}

static void expect_broken(const void *bytes, size_t count) {
    struct notes notes = {.bytes = bytes, .count = count};
    struct kam_options options = quick();
    struct stage stage;
    kam_client *client;

    options.retries_max = 0;
    stage_open(&stage, "server", hostile, &notes);
    client = stage_client(&stage, options);
    assert_int_equal(read_something(client), KAM_INTERNAL);
    assert_string_equal(kam_client_error(client)->reason, "PROTOCOL_BROKEN");
    kam_client_free(client);
    stage_close(&stage);
}

static void test_hostile_frames(void **state) {
    static const uint8_t empty[] = {0, 0, 0, 0}, huge[] = {0xff, 0xff, 0xff, 0xff}, over[] = {0, 0x40, 0, 1};
    static const uint8_t not_an_envelope[] = {0, 0, 0, 3, 0x2a, 0x7f, 0x01}, no_body[] = {0, 0, 0, 2, 0x08, 0x01};
    static const uint8_t response_to_nothing[] = {0, 0, 0, 4, 0x08, 0x63, 0x2a, 0x00}, hello[] = {0, 0, 0, 2, 0x12, 0x00};
    uint8_t *deep = malloc(40004);

    expect_broken(empty, sizeof(empty));
    expect_broken(huge, sizeof(huge));
    expect_broken(over, sizeof(over));
    expect_broken(not_an_envelope, sizeof(not_an_envelope));
    expect_broken(no_body, sizeof(no_body));
    expect_broken(response_to_nothing, sizeof(response_to_nothing));
    expect_broken(hello, sizeof(hello));
    /* Groups within groups: what crashes protobuf-c when it is not looked at first. */
    assert_non_null(deep);
    frame_header_write(deep, 40000);
    memset(deep + 4, 0x0b, 40000);
    expect_broken(deep, 40004);
    free(deep);
}

static enum stage_act nonsense_body(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    static const uint8_t nonsense[] = {0x0a, 0x7f, 0x01}, nul_name[] = {0x0a, 0x05, 0x1a, 0x03, 'a', 0, 'b'};

    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        peer_welcome(peer, 8, false);
    else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST && stage->requests == 1)
        peer_answer(peer, envelope->call_id, nonsense, sizeof(nonsense));
    else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST)
        peer_answer(peer, envelope->call_id, nul_name, sizeof(nul_name));
    return STAGE_GO_ON;
}

static void test_hostile_answer(void **state) {
    struct notes notes = {0};
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", nonsense_body, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(read_something(client), KAM_INTERNAL);
    assert_string_equal(kam_client_error(client)->reason, "RESPONSE_INVALID");
    /* It says done, so it may not be told as not done. */
    assert_int_equal(write_something(client, NULL), KAM_UNKNOWN);
    kam_client_free(client);
    stage_close(&stage);
}

static void test_verification(void **state) {
    struct notes notes = {0};
    struct kam_options options = quick();
    char other[96];
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", polite, &notes);
    snprintf(other, sizeof(other), "%s/other-ca.pem", stage.folder);
    options.ca_file = other;
    client = stage_client(&stage, options);
    assert_int_equal(kam_client_connect(client), KAM_UNAVAILABLE);
    assert_string_equal(kam_client_error(client)->reason, "CERTIFICATE_REJECTED");
    assert_false(kam_client_error(client)->retryable);
    assert_int_equal(write_something(client, NULL), KAM_UNAVAILABLE);
    kam_client_free(client);
    options = quick();
    options.server_name = "kam.example";
    client = stage_client(&stage, options);
    assert_int_equal(kam_client_connect(client), KAM_UNAVAILABLE);
    assert_string_equal(kam_client_error(client)->reason, "CERTIFICATE_REJECTED");
    kam_client_free(client);
    options.server_name = "localhost";
    client = stage_client(&stage, options);
    assert_int_equal(kam_client_connect(client), KAM_OK);
    kam_client_free(client);
    stage_close(&stage);
    assert_int_equal(stage.requests, 0);
}

static void test_expired_certificate(void **state) {
    struct notes notes = {0};
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "expired", polite, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(kam_client_connect(client), KAM_UNAVAILABLE);
    assert_string_equal(kam_client_error(client)->reason, "CERTIFICATE_REJECTED");
    kam_client_free(client);
    stage_close(&stage);
}

static void test_nobody_there(void **state) {
    struct notes notes = {0};
    struct kam_options options = quick();
    char endpoints[64];
    struct stage stage;
    kam_client *client;

    stage_open(&stage, "server", polite, &notes);
    /* Port 1 refuses: the second endpoint is taken. */
    snprintf(endpoints, sizeof(endpoints), "127.0.0.1:1,127.0.0.1:%u", stage.port);
    options.endpoints = endpoints;
    client = stage_client(&stage, options);
    assert_int_equal(read_something(client), KAM_OK);
    kam_client_free(client);
    options.endpoints = "127.0.0.1:1";
    options.retries_max = 1;
    client = stage_client(&stage, options);
    assert_int_equal(write_something(client, NULL), KAM_UNAVAILABLE);
    assert_string_equal(kam_client_error(client)->reason, "CONNECT_FAILED");
    assert_non_null(strstr(kam_client_error(client)->message, "127.0.0.1:1"));
    kam_client_free(client);
    stage_close(&stage);
}

static void expect_unusable(struct kam_options options, const char *reason) {
    kam_client *client = kam_client_new(&options);

    assert_non_null(client);
    assert_int_equal(kam_client_connect(client), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(client)->reason, reason);
    assert_int_equal(read_something(client), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(client)->reason, reason);
    assert_null(kam_client_free(client));
}

static void test_options(void **state) {
    struct kam_options options = quick();
    char name[80];

    options.endpoints = "nonsense";
    expect_unusable(options, "ENDPOINTS_INVALID");
    options.endpoints = "localhost:1";
    options.language = "fr";
    expect_unusable(options, "LANGUAGE_UNKNOWN");
    options.language = "zh";
    options.ca_file = "/nowhere/ca.pem";
    expect_unusable(options, "CA_FILE_UNREADABLE");
    options.ca_file = NULL;
    memset(name, 'n', sizeof(name) - 1);
    name[sizeof(name) - 1] = 0;
    options.client_name = name;
    expect_unusable(options, "CLIENT_NAME_TOO_LONG");
    options.client_name = NULL;
    options.size = 0;
    expect_unusable(options, "OPTIONS_SIZE");
    assert_null(kam_client_free(NULL));
    kam_message_free(NULL);
}

/* Programs of an earlier and of a later release than the library. */
static void test_options_of_other_releases(void **state) {
    struct {
        struct kam_options options;
        uint64_t later;
    } newer;
    _Alignas(struct kam_options) unsigned char older[sizeof(struct kam_options)];
    size_t first_bytes = offsetof(struct kam_options, key_file) + sizeof(const char *);
    kam_client *client;

    (void)state;
    /* Nothing behind the smaller struct is touched, and it is as good as any. */
    memset(older, 0x5a, sizeof(older));
    kam_options_fill((struct kam_options *)older, first_bytes - 8);
    for (size_t i = first_bytes - 8; i < sizeof(older); i++)
        assert_int_equal(older[i], 0x5a);
    kam_options_fill(&newer.options, first_bytes);
    newer.options.endpoints = "localhost:1";
    client = kam_client_new(&newer.options);
    assert_int_equal(kam_client_error(client)->code, KAM_OK);
    kam_client_free(client);
    /* What the library does not know may be there, as long as nothing is asked with it. */
    kam_options_fill(&newer.options, sizeof(newer));
    assert_int_equal(newer.later, 0);
    assert_int_equal(newer.options.call_timeout_ms, 30000);
    newer.options.endpoints = "localhost:1";
    newer.options.retries_max = 0;
    client = kam_client_new(&newer.options);
    assert_int_equal(kam_client_connect(client), KAM_UNAVAILABLE);
    kam_client_free(client);
    newer.later = 1;
    client = kam_client_new(&newer.options);
    assert_int_equal(kam_client_connect(client), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(client)->reason, "OPTIONS_SIZE");
    kam_client_free(client);
}

static void test_misuse(void **state) {
    struct notes notes = {0};
    static const uint8_t id[KAM_REQUEST_ID_BYTES] = {1};
    struct kam_call_options options;
    Kam__V1__GetAccountRequest request = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    Kam__V1__GetAccountResponse *response;
    ProtobufCMessage *message;
    struct stage stage;
    kam_client *client;

    kam_call_options_init(&options);
    options.request_id = id;
    stage_open(&stage, "server", polite, &notes);
    client = stage_client(&stage, quick());
    assert_int_equal(kam_accounts_get_account(client, &request, &options, &response), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(client)->reason, "REQUEST_ID_NOT_ALLOWED");
    assert_int_equal(kam_call(client, kam_method_find(WRITE_PATH), &request.base, NULL, &message), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(client)->reason, "REQUEST_TYPE");
    assert_int_equal(kam_call(client, NULL, &request.base, NULL, &message), KAM_UNIMPLEMENTED);
    assert_int_equal(read_something(client), KAM_OK);
    kam_client_free(client);
    stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_call),
        cmocka_unit_test(test_resend),
        cmocka_unit_test(test_outcome_unknown),
        cmocka_unit_test(test_refusal_after_loss_is_no_outcome),
        cmocka_unit_test(test_retryable_answers),
        cmocka_unit_test(test_go_away),
        cmocka_unit_test(test_session_kept),
        cmocka_unit_test(test_pipeline),
        cmocka_unit_test(test_deadline),
        cmocka_unit_test(test_hostile_frames),
        cmocka_unit_test(test_hostile_answer),
        cmocka_unit_test(test_verification),
        cmocka_unit_test(test_expired_certificate),
        cmocka_unit_test(test_nobody_there),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_options_of_other_releases),
        cmocka_unit_test(test_misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
