/* The pending folder: a write is on disk before it is sent, and stays there until its outcome was given, whoever crashes meanwhile. */
#include "tests/harness/stage.h"

#include <fcntl.h>
#include <kam/client_methods.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/harness/path.h"

#define SENDS_MAX 8

/* What the server has seen; the stage's thread writes it. */
struct seen {
    _Atomic unsigned sends;
    uint8_t ids[SENDS_MAX][KAM_REQUEST_ID_BYTES];
    size_t body_bytes[SENDS_MAX];
    char topics[SENDS_MAX][64];
    size_t files; /* in the folder, when the last request came */
    enum { ANSWER, REFUSE, DENY, SILENCE, RESET } how;
};

static char folder[96];
static struct seen seen;
static struct stage stage;

static size_t files(void) {
    char command[160];
    size_t count = 0;
    FILE *pipe;

    path_format(command, sizeof(command), "ls -A '%s' 2>/dev/null | wc -l", folder);
    pipe = popen(command, "r");
    if (!pipe || fscanf(pipe, "%zu", &count) != 1)
        count = SIZE_MAX;
    if (pipe)
        pclose(pipe);
    return count;
}

static void take_down(const Kam__V1__Request *request) {
    Kam__V1__CreateInteractionRequest *visit = kam__v1__create_interaction_request__unpack(NULL, request->body.len, request->body.data);
    unsigned n = atomic_load(&seen.sends);

    if (n == SENDS_MAX)
        return;
    if (request->request_id.len == KAM_REQUEST_ID_BYTES)
        memcpy(seen.ids[n], request->request_id.data, KAM_REQUEST_ID_BYTES);
    seen.body_bytes[n] = request->body.len;
    if (visit && visit->interaction)
        snprintf(seen.topics[n], sizeof(seen.topics[n]), "%s", visit->interaction->topic);
    if (visit)
        kam__v1__create_interaction_request__free_unpacked(visit, NULL);
    seen.files = files();
    atomic_store(&seen.sends, n + 1);
}

static enum stage_act script(struct stage *of, struct peer *peer, const Kam__V1__Envelope *envelope) {
    if (envelope->body_case == KAM__V1__ENVELOPE__BODY_HELLO)
        peer_welcome(peer, 8, false);
    if (envelope->body_case != KAM__V1__ENVELOPE__BODY_REQUEST)
        return STAGE_GO_ON;
    take_down(envelope->request);
    if (seen.how == ANSWER)
        peer_answer(peer, envelope->call_id, NULL, 0);
    else if (seen.how == REFUSE)
        peer_refuse(peer, envelope->call_id, KAM_NOT_FOUND, "NOT_FOUND", false);
    else if (seen.how == DENY)
        peer_refuse(peer, envelope->call_id, KAM_PERMISSION_DENIED, "RIGHT_MISSING", false);
    return seen.how == RESET ? STAGE_RESET : STAGE_GO_ON;
}

static struct kam_options options(void) {
    struct kam_options options;

    kam_options_init(&options);
    options.language = "en";
    options.call_timeout_ms = 5000;
    options.pending_folder = folder;
    return options;
}

static int visit(kam_client *client, const char *topic, const struct kam_call_options *call_options) {
    Kam__V1__Interaction interaction = KAM__V1__INTERACTION__INIT;
    Kam__V1__CreateInteractionRequest request = KAM__V1__CREATE_INTERACTION_REQUEST__INIT;
    Kam__V1__CreateInteractionResponse *response;
    int status;

    interaction.topic = (char *)topic;
    request.interaction = &interaction;
    status = kam_interactions_create_interaction(client, &request, call_options, &response);
    if (status == KAM_OK)
        kam_message_free(&response->base);
    return status;
}

/* The one write in the folder, or a failure. */
static struct kam_pending only(kam_client *client, struct kam_pending **ret_list) {
    size_t count;

    assert_int_equal(kam_pending_list(client, ret_list, &count), KAM_OK);
    assert_int_equal(count, 1);
    return **ret_list;
}

static void expect_none(kam_client *client) {
    struct kam_pending *list;
    size_t count;

    assert_int_equal(kam_pending_list(client, &list, &count), KAM_OK);
    kam_pending_free(list, count);
    assert_int_equal(count, 0);
}

static void test_there_while_under_way(void **state) {
    static const uint8_t own[KAM_REQUEST_ID_BYTES] = {9};
    kam_client *client = stage_client(&stage, options());
    Kam__V1__GetAccountRequest read = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    Kam__V1__GetAccountResponse *account;
    struct kam_call_options with_id;

    seen.how = ANSWER;
    assert_int_equal(visit(client, "on disk first", NULL), KAM_OK);
    assert_int_equal(seen.files, 1);
    assert_int_equal(files(), 0);
    seen.how = REFUSE;
    assert_int_equal(visit(client, "refused", NULL), KAM_NOT_FOUND);
    assert_int_equal(seen.files, 1);
    assert_int_equal(files(), 0);
    /* Reads leave nothing, nor do writes whose id is the caller's. */
    seen.how = ANSWER;
    assert_int_equal(kam_accounts_get_account(client, &read, NULL, &account), KAM_OK);
    kam_message_free(&account->base);
    assert_int_equal(seen.files, 0);
    kam_call_options_init(&with_id);
    with_id.request_id = own;
    assert_int_equal(visit(client, "mine to keep", &with_id), KAM_OK);
    assert_int_equal(seen.files, 0);
    kam_client_free(client);
}

/* Without an outcome it stays, and the next program gets the one outcome under the same id with the same bytes. */
static void test_unknown_stays(void **state) {
    struct kam_options short_of_time = options();
    kam_client *client;
    struct kam_pending *list, pending;
    uint8_t *body;
    size_t bytes;

    short_of_time.call_timeout_ms = 500;
    client = stage_client(&stage, short_of_time);
    seen.how = SILENCE;
    assert_int_equal(visit(client, "no answer", NULL), KAM_UNKNOWN);
    kam_client_free(client);
    client = stage_client(&stage, options());
    pending = only(client, &list);
    assert_string_equal(pending.method, "kam.v1.Interactions/CreateInteraction");
    assert_false(pending.under_way);
    assert_memory_equal(pending.request_id, seen.ids[0], KAM_REQUEST_ID_BYTES);
    assert_int_equal(pending.body_bytes, seen.body_bytes[0]);
    assert_true(pending.began_at_ms > INT64_C(1700000000000));
    /* A refusal that is given before the id is looked up is no outcome. */
    seen.how = DENY;
    assert_int_equal(kam_pending_repeat(client, pending.request_id, &body, &bytes), KAM_UNKNOWN);
    assert_int_equal(files(), 1);
    seen.how = ANSWER;
    assert_int_equal(kam_pending_repeat(client, pending.request_id, &body, &bytes), KAM_OK);
    free(body);
    assert_int_equal(seen.sends, 3);
    assert_memory_equal(seen.ids[2], seen.ids[0], KAM_REQUEST_ID_BYTES);
    assert_string_equal(seen.topics[2], "no answer");
    expect_none(client);
    assert_int_equal(kam_pending_repeat(client, pending.request_id, &body, &bytes), KAM_NOT_FOUND);
    assert_string_equal(kam_client_error(client)->reason, "PENDING_UNKNOWN");
    kam_pending_free(list, 1);
    kam_client_free(client);
}

static pid_t begin_elsewhere(const char *topic) {
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        kam_client *client = stage_client(&stage, options());

        _exit(visit(client, topic, NULL) == KAM_OK ? 0 : 1);
    }
    for (int i = 0; i < 500 && atomic_load(&seen.sends) == 0; i++)
        (void)!poll(NULL, 0, 10);
    assert_int_equal(atomic_load(&seen.sends), 1);
    return pid;
}

static void test_crash(void **state) {
    kam_client *client = stage_client(&stage, options());
    struct kam_pending *list, pending;
    uint8_t *body;
    size_t bytes;
    pid_t pid;

    seen.how = SILENCE;
    pid = begin_elsewhere("before the crash");
    assert_true(only(client, &list).under_way);
    kam_pending_free(list, 1);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    pending = only(client, &list);
    assert_false(pending.under_way);
    seen.how = REFUSE;
    assert_int_equal(kam_pending_repeat(client, pending.request_id, &body, &bytes), KAM_NOT_FOUND);
    assert_string_equal(kam_client_error(client)->reason, "NOT_FOUND");
    assert_memory_equal(seen.ids[1], seen.ids[0], KAM_REQUEST_ID_BYTES);
    assert_string_equal(seen.topics[1], "before the crash");
    expect_none(client);
    kam_pending_free(list, 1);
    kam_client_free(client);
}

static void test_other_service(void **state) {
    struct kam_options elsewhere = options();
    struct kam_pending *list;
    kam_client *client;
    uint8_t *body;
    size_t bytes;
    pid_t pid;

    seen.how = SILENCE;
    pid = begin_elsewhere("at the first");
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    elsewhere.endpoints = "127.0.0.1:1";
    client = stage_client(&stage, elsewhere);
    (void)only(client, &list);
    assert_int_equal(kam_pending_repeat(client, list->request_id, &body, &bytes), KAM_FAILED_PRECONDITION);
    assert_string_equal(kam_client_error(client)->reason, "PENDING_OTHER_SERVICE");
    assert_int_equal(files(), 1);
    assert_int_equal(kam_pending_drop(client, list->request_id), KAM_OK);
    expect_none(client);
    kam_pending_free(list, 1);
    kam_client_free(client);
}

/* Bytes that are no whole entry were never sent: the disk had not confirmed them. */
static void test_torn(void **state) {
    kam_client *client = stage_client(&stage, options());
    static const char *const contents[] = {"",
                                           "kam pending 1\n",
                                           "kam pending 1\n5\nh:1\nkam.v1.X/Y\n9\nshort",
                                           "kam pending 2\n5\nh:1\nx\n0\n",
                                           "kam pending 1\n-5\nh:1\nx\n0\n",
                                           "kam pending 1\n5\nh:1\nx\n99999999999999999999\n"};

    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        char path[160];
        struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
        FILE *file;

        path_format(path, sizeof(path), "%s/%032zx", folder, i);
        file = fopen(path, "w");
        assert_non_null(file);
        fputs(contents[i], file);
        fclose(file);
        expect_none(client);
        assert_int_equal(files(), 1); /* its writer may be about to go on */
        assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
        expect_none(client);
        assert_int_equal(files(), 0);
    }
    kam_client_free(client);
}

/* The server may have forgotten the id, and would do it anew. */
static void test_too_old(void **state) {
    static const uint8_t id[KAM_REQUEST_ID_BYTES] = {0};
    kam_client *client = stage_client(&stage, options());
    struct kam_pending *list;
    uint8_t *body;
    size_t bytes;
    char path[160];
    FILE *file;

    path_format(path, sizeof(path), "%s/%032x", folder, 0);
    for (int days = 28; days <= 31; days += 3) {
        file = fopen(path, "w");
        assert_non_null(file);
        fprintf(file, "kam pending 1\n%lld\n127.0.0.1:%u\nkam.v1.Interactions/CreateInteraction\n0\n",
                ((long long)time(NULL) - days * 86400LL) * 1000, stage.port);
        fclose(file);
        assert_int_equal(only(client, &list).too_old, days > 29);
        kam_pending_free(list, 1);
        if (days < 29) {
            assert_int_equal(kam_pending_repeat(client, id, &body, &bytes), KAM_OK);
            free(body);
            continue;
        }
        assert_int_equal(kam_pending_repeat(client, id, &body, &bytes), KAM_FAILED_PRECONDITION);
        assert_string_equal(kam_client_error(client)->reason, "PENDING_TOO_OLD");
    }
    assert_int_equal(seen.sends, 1);
    assert_int_equal(files(), 1);
    kam_client_free(client);
}

static void test_not_noted_is_not_sent(void **state) {
    kam_client *client = stage_client(&stage, options());

    seen.how = ANSWER;
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(visit(client, "nowhere to note it", NULL), KAM_RESOURCE_EXHAUSTED);
    assert_string_equal(kam_client_error(client)->reason, "PENDING_WRITE");
    assert_int_equal(seen.sends, 0);
    kam_client_free(client);
    /* Made again by the next client; not used when others can write in it. */
    client = stage_client(&stage, options());
    assert_int_equal(visit(client, "noted", NULL), KAM_OK);
    kam_client_free(client);
    assert_int_equal(chmod(folder, 0777), 0);
    client = stage_client(&stage, options());
    assert_int_equal(visit(client, "x", NULL), KAM_INVALID_ARGUMENT);
    assert_string_equal(kam_client_error(client)->reason, "PENDING_FOLDER");
    kam_client_free(client);
    assert_int_equal(chmod(folder, 0700), 0);
}

/* Which of several calls can be fetched without waiting, the first answered first. */
static void test_next_done(void **state) {
    kam_client *client = stage_client(&stage, options());
    Kam__V1__GetAccountRequest read = KAM__V1__GET_ACCOUNT_REQUEST__INIT;
    const struct kam_method *method = kam_method_find("kam.v1.Accounts/GetAccount");
    uint64_t tickets[3], done = 0;
    ProtobufCMessage *response;

    seen.how = ANSWER;
    assert_false(kam_client_done(client, &done));
    for (int i = 0; i < 3; i++)
        assert_int_equal(kam_call_start(client, method, &read.base, NULL, &tickets[i]), KAM_OK);
    assert_int_equal(kam_call_wait(client, tickets[2], &response), KAM_OK);
    kam_message_free(response);
    for (int i = 0; i < 2; i++) {
        assert_true(kam_client_done(client, &done));
        assert_int_equal(done, tickets[i]);
        assert_int_equal(kam_call_wait(client, done, &response), KAM_OK);
        kam_message_free(response);
    }
    assert_false(kam_client_done(client, &done));
    kam_client_free(client);
}

static int begin(void **state) {
    seen = (struct seen){.how = ANSWER};
    stage_open(&stage, "server", script, &seen);
    path_format(folder, sizeof(folder), "%s/pending", stage.folder);
    return mkdir(folder, 0700);
}

static int end(void **state) {
    char command[160];

    path_format(command, sizeof(command), "rm -rf '%s'", folder);
    (void)!system(command);
    stage_close(&stage);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_while_under_way, begin, end),
        cmocka_unit_test_setup_teardown(test_unknown_stays, begin, end),
        cmocka_unit_test_setup_teardown(test_crash, begin, end),
        cmocka_unit_test_setup_teardown(test_other_service, begin, end),
        cmocka_unit_test_setup_teardown(test_torn, begin, end),
        cmocka_unit_test_setup_teardown(test_too_old, begin, end),
        cmocka_unit_test_setup_teardown(test_not_noted_is_not_sent, begin, end),
        cmocka_unit_test_setup_teardown(test_next_done, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
