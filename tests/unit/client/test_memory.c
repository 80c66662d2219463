/*
 * Memory that runs out: every allocation libkam makes in one whole exchange fails once, in turn. The call comes to an end with a status,
 * nothing crashes, nothing is lost. The allocations are those of our own code (linked with --wrap); OpenSSL and protobuf-c keep theirs.
 */
#include "tests/harness/stage.h"

#include <kam/client_methods.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void *__real_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__real_realloc(void *memory, size_t bytes);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__wrap_realloc(void *memory, size_t bytes);
char *__wrap_strdup(const char *text);

/* Of this thread alone: the scripted server in the other one always gets its memory. */
static _Thread_local long countdown; /* 0: nothing fails */
static _Thread_local bool failed;

static bool fails(void) {
    if (countdown == 0 || --countdown > 0)
        return false;
    failed = true;
    return true;
}

void *__wrap_malloc(size_t bytes) {
    return fails() ? NULL : __real_malloc(bytes);
}

void *__wrap_calloc(size_t count, size_t bytes) {
    return fails() ? NULL : __real_calloc(count, bytes);
}

void *__wrap_realloc(void *memory, size_t bytes) {
    return fails() ? NULL : __real_realloc(memory, bytes);
}

char *__wrap_strdup(const char *text) {
    return fails() ? NULL : __real_strdup(text);
}

static enum stage_act polite(struct stage *stage, struct peer *peer, const Kam__V1__Envelope *envelope) {
    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        peer_welcome(peer, 8, false);
    else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST && stage->requests % 3 == 0)
        peer_refuse(peer, envelope->call_id, KAM_NOT_FOUND, "NOT_FOUND", false);
    else if (envelope->body_case == KAM__V1__ENVELOPE__BODY_REQUEST)
        peer_answer(peer, envelope->call_id, NULL, 0);
    return STAGE_GO_ON;
}

/* A client, a write, a read, a refusal; the statuses do not matter but that there is one, and a word for it. */
static void exchange(const struct kam_options *options) {
    Kam__V1__CreateAccountRequest write = KAM__V1__CREATE_ACCOUNT_REQUEST__INIT;
    Kam__V1__CreateAccountResponse *written;
    Kam__V1__GetAccountRequest read = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    Kam__V1__GetAccountResponse *got;
    kam_client *client = kam_client_new(options);
    struct kam_pending *pending;
    size_t count;

    if (!client)
        return;
    if (kam_accounts_create_account(client, &write, NULL, &written) == KAM_OK)
        kam_message_free(&written->base);
    else
        assert_true(*kam_client_error(client)->message);
    for (int i = 0; i < 2; i++) {
        if (kam_accounts_get_account(client, &read, NULL, &got) == KAM_OK)
            kam_message_free(&got->base);
        else
            assert_true(*kam_client_error(client)->message);
    }
    /* What kept its file, since its outcome was not told, is taken up, or stays. */
    if (kam_pending_list(client, &pending, &count) == KAM_OK) {
        for (size_t i = 0; i < count; i++) {
            uint8_t *body;
            size_t bytes;

            if (kam_pending_repeat(client, pending[i].request_id, &body, &bytes) == KAM_OK)
                free(body);
        }
        kam_pending_free(pending, count);
    }
    kam_client_free(client);
}

static void test_each_allocation_fails_once(void **state) {
    struct kam_options options;
    struct stage stage;
    char endpoint[64], ca[96], pending[96];
    long n = 0;

    stage_open(&stage, "server", polite, NULL);
    snprintf(endpoint, sizeof(endpoint), "127.0.0.1:%u", stage.port);
    snprintf(ca, sizeof(ca), "%s/ca.pem", stage.folder);
    snprintf(pending, sizeof(pending), "%s/pending", stage.folder);
    kam_options_init(&options);
    options.endpoints = endpoint;
    options.ca_file = ca;
    options.server_name = "localhost";
    options.call_timeout_ms = 2000;
    options.retries_max = 1;
    options.pending_folder = pending;
    do {
        failed = false;
        countdown = ++n;
        exchange(&options);
        countdown = 0;
    } while (failed && n < 1000);
    /* With memory again, nothing is left. */
    exchange(&options);
    assert_int_equal(rmdir(pending), 0);
    stage_close(&stage);
    print_message("# %ld allocations failed in turn\n", n - 1);
    assert_in_range(n, 20, 999);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_allocation_fails_once)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
