/*
 * What most integration tests begin with: a database of their own and one or two kamd processes on it.
 */
#ifndef KAM_TESTS_INTEGRATION_WORLD_H
#define KAM_TESTS_INTEGRATION_WORLD_H

#include "tests/harness/fixture.h"
#include "tests/harness/kamd.h"
#include "tests/harness/process.h"
#include <kam/client_methods.h>

struct world {
    struct cluster *cluster;
    char database[32];
    struct kamd a, b; /* b.pid 0: only one */
};

void world_open(struct world *world, int kamds);
void world_open_with(struct world *world, int kamds, const struct kamd_options *options);
/* Stops what runs, by SIGTERM, and drops the database; a kamd that does not end cleanly fails the test. */
void world_close(struct world *world);

int64_t world_number(struct world *world, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Fails the test with the client's error when status is not the one expected. */
#define expect_status(client, call, expected) world_expect_status((client), (call), (expected), #call, __FILE__, __LINE__)
void world_expect_status(const kam_client *client, int status, enum kam_status expected, const char *text, const char *file, int line);
/* The same, and the reason. */
#define expect_reason(client, call, expected, reason_text)                                                                                 \
    do {                                                                                                                                   \
        expect_status(client, call, expected);                                                                                             \
        assert_string_equal(kam_client_error(client)->reason, reason_text);                                                                \
    } while (0)

/* Short calls that tests repeat; each gives the status. */
int create_account(kam_client *client, const char *name, const struct kam_call_options *options, int64_t *ret_id);
int get_account(kam_client *client, int64_t id, Kam__V1__GetAccountResponse **ret_response);
int create_visit(kam_client *client, int64_t account_id, const char *topic, const struct kam_call_options *options, int64_t *ret_id);
int get_session(kam_client *client);
int change_password(kam_client *client, const char *from, const char *to);
int list_accounts(kam_client *client, int page_size, const char *page_token, Kam__V1__ListAccountsResponse **ret_response);

#endif
