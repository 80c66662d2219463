/* How long a session lasts, by the clock: 30 minutes without a call, 12 hours in any case, over two processes. */
#include "tests/harness/clock.h"
#include "tests/integration/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct world world;
static unsigned minutes; /* the clock is ahead by */

static void pass(unsigned more) {
    char offset[32];

    minutes += more;
    snprintf(offset, sizeof(offset), "+%um", minutes);
    clock_set(offset);
}

/* A call; that the session is in use is written a moment after its answer. */
static void use(kam_client *client, const char *login) {
    char query[256];

    expect_status(client, get_session(client), KAM_OK);
    snprintf(query, sizeof(query),
             "select count(*) from kam.session s join kam.person n on n.id = s.person_id where n.login = '%s' and s.ended_at is null "
             "and (s.idle_until > now() + interval '29 minutes' or s.idle_until = s.expires_at)",
             login);
    assert_true(cluster_await(world.cluster, world.database, 5000, 1, query));
}

/* The same session on another process. */
static kam_client *elsewhere(kam_client *client) {
    kam_client *other = kamd_client(&world.b, "en");
    uint8_t token[KAM_SESSION_TOKEN_BYTES];

    assert_true(kam_client_session(client, token));
    kam_client_set_session(other, token);
    return other;
}

static void test_idle(void **state) {
    kam_client *client = fixture_client(&world.a, "sp1"), *other;

    pass(29);
    use(client, "sp1");
    pass(29);
    use(client, "sp1");
    other = elsewhere(client);
    pass(31);
    expect_reason(client, get_session(client), KAM_UNAUTHENTICATED, "SESSION_MISSING");
    expect_status(other, get_session(other), KAM_UNAUTHENTICATED);
    assert_false(kam_client_resumed(other));
    kam_client_free(other);
    kam_client_free(client);
}

static void test_absolute(void **state) {
    kam_client *client = fixture_client(&world.a, "sp2"), *other;

    for (unsigned i = 0; i < 28; i++) {
        pass(25);
        use(client, "sp2");
    }
    pass(15); /* 11 h 55 min */
    expect_status(client, get_session(client), KAM_OK);
    other = elsewhere(client);
    pass(6);
    expect_status(client, get_session(client), KAM_UNAUTHENTICATED);
    expect_status(other, get_session(other), KAM_UNAUTHENTICATED);
    kam_client_free(other);
    kam_client_free(client);
}

static int open_world(void **state) {
    clock_start();
    world_open(&world, 2);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    clock_remove();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_idle),
        cmocka_unit_test(test_absolute),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
