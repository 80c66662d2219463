/* libkam on a libuv loop: answers by callback, a loop that stays free, lost connections, an endpoint list, and an orderly end at any
 * moment. */
#include "tests/harness/stage.h"

#include <kam/client_methods.h>
#include <kam/kam_uv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CALLS 12

struct scene {
    _Atomic unsigned requests;
    unsigned resets; /* so many connections are reset at their first request */
    bool silent;     /* requests get no answer */
    uint8_t first[KAM_REQUEST_ID_BYTES], last[KAM_REQUEST_ID_BYTES];
};

static struct scene scene;
static struct stage stage;
static uv_loop_t loop;
static kam_client *client;
static struct kam_uv *kam;
static bool inside; /* a function that asks for a callback runs */
static unsigned answers, ok, closed, ticks;
static int last_status;

static enum stage_act script(struct stage *of, struct peer *peer, const Kam__V1__Envelope *envelope) {
    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        peer_welcome(peer, 8, false);
    if (envelope->body_case != KAM__V1__ENVELOPE__BODY_REQUEST)
        return STAGE_GO_ON;
    if (envelope->request->request_id.len == KAM_REQUEST_ID_BYTES)
        memcpy(atomic_load(&scene.requests) == 0 ? scene.first : scene.last, envelope->request->request_id.data, KAM_REQUEST_ID_BYTES);
    atomic_fetch_add(&scene.requests, 1);
    if (of->connection <= scene.resets)
        return of->connection % 2 ? STAGE_RESET : STAGE_CLOSE;
    if (!scene.silent)
        peer_answer(peer, envelope->call_id, NULL, 0);
    return STAGE_GO_ON;
}

static void on_closed(void *context) {
    assert_false(inside);
    closed++;
}

static void close_it(void) {
    inside = true;
    kam_uv_close(kam, on_closed, NULL);
    inside = false;
}

static void on_tick(uv_timer_t *timer) {
    ticks++;
}

static void answered(void *context, kam_client *of, int status, ProtobufCMessage *response) {
    unsigned *left = context;

    assert_false(inside);
    assert_ptr_equal(of, client);
    answers++;
    ok += status == KAM_OK;
    last_status = status;
    assert_int_equal(response != NULL, status == KAM_OK);
    kam_message_free(response);
    if (left && --*left == 0)
        close_it();
}

static void start(const char *path, kam_uv_answer answer, void *context, uint64_t *ret_ticket) {
    Kam__V1__GetAccountRequest read = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountRequest write = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    bool reads = strstr(path, "Get") != NULL;

    inside = true;
    assert_int_equal(kam_uv_call(kam, kam_method_find(path), reads ? &read.base : &write.base, NULL, answer, context, ret_ticket), KAM_OK);
    inside = false;
}

static void open_with(const char *endpoints, uint32_t call_timeout_ms) {
    struct kam_options options;
    char list[128];

    kam_options_init(&options);
    options.language = "en";
    options.call_timeout_ms = call_timeout_ms;
    snprintf(list, sizeof(list), "%s127.0.0.1:%u", endpoints, stage.port);
    options.endpoints = list;
    client = stage_client(&stage, options);
    kam = kam_uv_new(&loop, client);
    assert_non_null(kam);
}

static void run_to_end(void) {
    assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(closed, 1);
    kam_client_free(client);
}

static void test_answers(void **state) {
    unsigned left = CALLS;

    open_with("", 5000);
    for (unsigned i = 0; i < CALLS; i++)
        start(i % 2 ? "kam.v1.Accounts/GetAccount" : "kam.v1.Accounts/CreateAccount", answered, &left, NULL);
    assert_int_equal(answers, 0);
    run_to_end();
    assert_int_equal(ok, CALLS);
}

/* One more call from each answer, to the end of a chain. */
static void chained(void *context, kam_client *of, int status, ProtobufCMessage *response) {
    unsigned *left = context;

    assert_int_equal(status, KAM_OK);
    kam_message_free(response);
    answers++;
    if (--*left > 0)
        start("kam.v1.Accounts/GetAccount", chained, left, NULL);
    else
        close_it();
}

static void test_calls_from_answers(void **state) {
    unsigned left = 200;

    open_with("", 5000);
    start("kam.v1.Accounts/GetAccount", chained, &left, NULL);
    run_to_end();
    assert_int_equal(answers, 200);
}

/* Five connections lost in a row, each with a new descriptor that may have the old one's number; a write keeps its id. */
static void test_reconnects(void **state) {
    unsigned left = 1;

    scene.resets = 5;
    open_with("", 20000);
    start("kam.v1.Accounts/CreateAccount", answered, &left, NULL);
    run_to_end();
    assert_int_equal(ok, 1);
    assert_int_equal(scene.requests, 6);
    assert_memory_equal(scene.first, scene.last, KAM_REQUEST_ID_BYTES);
}

static void test_endpoint_list(void **state) {
    unsigned left = 1;

    open_with("127.0.0.1:1, 127.0.0.1:2,", 5000);
    start("kam.v1.Accounts/GetAccount", answered, &left, NULL);
    run_to_end();
    assert_int_equal(ok, 1);
}

/* A server that says nothing: the loop goes on, and the call's own time ends it. */
static void test_deadline(void **state) {
    uv_timer_t timer;
    unsigned left = 1;

    scene.silent = true;
    open_with("", 600);
    assert_int_equal(uv_timer_init(&loop, &timer), 0);
    uv_timer_start(&timer, on_tick, 10, 10);
    uv_unref((uv_handle_t *)&timer);
    start("kam.v1.Accounts/CreateAccount", answered, &left, NULL);
    run_to_end();
    assert_int_equal(last_status, KAM_UNKNOWN);
    assert_in_range(ticks, 20, 100);
    uv_close((uv_handle_t *)&timer, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
}

static void test_cancel(void **state) {
    unsigned left = 1;
    uint64_t ticket;

    open_with("", 5000);
    start("kam.v1.Accounts/GetAccount", answered, &left, &ticket);
    assert_int_equal(kam_uv_cancel(kam, ticket), KAM_OK);
    assert_int_equal(kam_uv_cancel(kam, ticket + 1), KAM_INVALID_ARGUMENT);
    assert_int_equal(answers, 0);
    run_to_end();
    assert_int_equal(last_status, KAM_CANCELLED);
}

/* Closed with calls out, before and after the connection stands: no answer comes any more, and nothing is left in the loop. */
static void test_closed_early(void **state) {
    scene.silent = true;
    open_with("", 60000);
    start("kam.v1.Accounts/GetAccount", answered, NULL, NULL);
    close_it();
    close_it(); /* once more does nothing */
    run_to_end();
    open_with("", 60000);
    closed = 0;
    start("kam.v1.Accounts/GetAccount", answered, NULL, NULL);
    for (unsigned before = atomic_load(&scene.requests); atomic_load(&scene.requests) == before;)
        uv_run(&loop, UV_RUN_ONCE);
    close_it();
    run_to_end();
    assert_int_equal(answers, 0);
}

static void test_not_started(void **state) {
    Kam__V1__GetAccountRequest read = KAM__V1__GET_ACCOUNT_REQUEST__INIT;

    open_with("", 5000);
    assert_int_equal(kam_uv_call(kam, kam_method_find("kam.v1.Accounts/CreateAccount"), &read.base, NULL, answered, NULL, NULL),
                     KAM_INVALID_ARGUMENT);
    close_it();
    run_to_end();
    assert_int_equal(answers, 0);
}

static int begin(void **state) {
    scene = (struct scene){.silent = false};
    answers = ok = closed = ticks = 0;
    last_status = -1;
    stage_open(&stage, "server", script, NULL);
    return uv_loop_init(&loop);
}

/* Nothing may be left open. */
static int end(void **state) {
    stage_close(&stage);
    return uv_loop_close(&loop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_answers, begin, end),
        cmocka_unit_test_setup_teardown(test_calls_from_answers, begin, end),
        cmocka_unit_test_setup_teardown(test_reconnects, begin, end),
        cmocka_unit_test_setup_teardown(test_endpoint_list, begin, end),
        cmocka_unit_test_setup_teardown(test_deadline, begin, end),
        cmocka_unit_test_setup_teardown(test_cancel, begin, end),
        cmocka_unit_test_setup_teardown(test_closed_early, begin, end),
        cmocka_unit_test_setup_teardown(test_not_started, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
