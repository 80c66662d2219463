/*
 * kamd processes, clients, backends and the whole of PostgreSQL killed at random under load. What was acknowledged is there exactly once,
 * what was refused is not there, and what is unknown is there once or not at all; what a killed client had begun gets its one outcome from
 * the next one.
 *
 * The seed is printed; KAM_TEST_SEED repeats it, KAM_KILLS says how many.
 */
#include "tests/integration/disturb.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define KILLS 20
#define WORKERS 4
#define WRITES_MAX 40000
#define MORTAL_NUMBERS 100000 /* of one mortal client; none gets that far */

static struct world world;
static unsigned seed, kills;
static atomic_bool stop;

enum outcome { NOT_TRIED = 0, DONE, REFUSED, UNKNOWN };

struct worker {
    pthread_t thread;
    kam_client *client;
    int number;
    unsigned tried;
    enum outcome outcomes[WRITES_MAX];
    int64_t ids[WRITES_MAX];
    char refusal[256]; /* the last one, for the report */
};

static unsigned pick(unsigned below) {
    seed = seed * 1664525u + 1013904223u;
    return (unsigned)(((uint64_t)(seed >> 8) * below) >> 24);
}

static void name_of(char name[64], int worker, unsigned write) {
    snprintf(name, 64, "杀 %d-%u", worker, write);
}

/* What the client could not find out in its time is asked for once more with its key, until there is an answer. */
static int create_with_key(struct worker *worker, const char *name, unsigned i) {
    uint8_t key[KAM_REQUEST_ID_BYTES] = {'k', 'i', 'l', 'l', (uint8_t)worker->number, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i};
    struct kam_call_options options;
    int status = KAM_UNKNOWN;

    kam_call_options_init(&options);
    options.request_id = key;
    for (int tries = 0; status == KAM_UNKNOWN && tries < 10; tries++)
        status = create_account(worker->client, name, &options, &worker->ids[i]);
    return status;
}

static void *work(void *ctx) {
    struct worker *worker = ctx;

    while (!atomic_load(&stop) && worker->tried < WRITES_MAX) {
        unsigned i = worker->tried;
        char name[64];
        int status;

        name_of(name, worker->number, i);
        status = create_with_key(worker, name, i);
        worker->outcomes[i] = status == KAM_OK ? DONE : status == KAM_UNKNOWN ? UNKNOWN : REFUSED;
        if (status != KAM_OK)
            snprintf(worker->refusal, sizeof(worker->refusal), "%s %s", kam_client_error(worker->client)->reason,
                     kam_client_error(worker->client)->message);
        worker->tried++;
    }
    return NULL;
}

/*
 * A client in a process of its own, this program run once more, that writes without end; what it is told goes to a file. It first takes up
 * what the one before it had begun; with "-" for its first number it does no more than that.
 */
static pid_t mortal;
static unsigned mortals;
static char mortal_log[128], mortal_folder[128];

static int take_up(kam_client *client, FILE *log) {
    struct kam_pending *list = NULL;
    size_t count = 0;
    int status = kam_pending_list(client, &list, &count);

    for (size_t i = 0; status == KAM_OK && i < count; i++) {
        uint8_t *body = NULL;
        size_t bytes;

        status = kam_pending_repeat(client, list[i].request_id, &body, &bytes);
        if (status == KAM_OK)
            fprintf(log, "taken up\n");
        free(body);
    }
    kam_pending_free(list, count);
    if (status == KAM_OK && (status = kam_pending_list(client, &list, &count)) == KAM_OK) {
        fprintf(log, "left %zu\n", count);
        kam_pending_free(list, count);
    }
    fflush(log);
    return status;
}

static int be_mortal(char **argv) {
    FILE *log = fopen(argv[4], "a");
    struct kam_options options;
    kam_client *client;
    int status = KAM_UNAVAILABLE;

    kam_options_init(&options);
    options.endpoints = argv[2];
    options.ca_file = argv[3];
    options.pending_folder = argv[5];
    options.retries_max = 20;
    client = kam_client_new(&options);
    for (int i = 0; log && client && status != KAM_OK && i < 200; i++) {
        status = fixture_login(client, "mgr", FIXTURE_PASSWORD); /* nobody else: a person has at most 16 sessions */
        if (status == KAM_OK)
            status = take_up(client, log);
        if (status != KAM_OK) {
            fprintf(log, "%s: %s\n", kam_client_error(client)->reason, kam_client_error(client)->message);
            fflush(log);
            sleep_ms(100);
        }
    }
    for (unsigned n = (unsigned)strtoul(argv[6], NULL, 10); status == KAM_OK && *argv[6] != '-'; n++) {
        char name[64];
        int told;

        snprintf(name, sizeof(name), "命 %u", n);
        told = create_account(client, name, NULL, NULL);
        fprintf(log, "%u %s\n", n, kam_status_name((enum kam_status)told));
        fflush(log);
    }
    kam_client_free(client);
    if (log)
        fclose(log);
    return status == KAM_OK ? 0 : 1;
}

static void start_mortal(bool writes) {
    char endpoints[64], ca[128], first[16];
    const char *const argv[] = {"/proc/self/exe", "mortal", endpoints, ca, mortal_log, mortal_folder, first, NULL};
    struct process_spec spec = {.argv = argv};

    snprintf(endpoints, sizeof(endpoints), "127.0.0.1:%u,127.0.0.1:%u", world.a.port, world.b.port);
    snprintf(ca, sizeof(ca), "%s/ca.pem", world.cluster->folder);
    snprintf(first, sizeof(first), writes ? "%u" : "-", mortals++ * MORTAL_NUMBERS);
    mortal = process_start(&spec);
}

static void kill_mortal(void) {
    kill(mortal, SIGKILL);
    assert_true(process_wait(mortal, 10000, NULL));
    start_mortal(true);
}

static void disturb(void) {
    for (unsigned i = 0; i < kills; i++) {
        unsigned what = pick(20);

        sleep_ms(100 + (int)pick(300));
        if (what < 6)
            disturb_kill_kamd(&world.a, (int)pick(200));
        else if (what < 11)
            disturb_kill_kamd(&world.b, (int)pick(200));
        else if (what < 15)
            kill_mortal();
        else if (what < 18)
            disturb_terminate_backends(&world, pick(2));
        else if (what < 19)
            disturb_crash_postgresql(&world);
        else
            disturb_kill_postgresql(&world);
    }
}

static size_t files_in(const char *folder) {
    DIR *stream = opendir(folder);
    size_t count = 0;

    assert_non_null(stream);
    for (const struct dirent *entry; (entry = readdir(stream));)
        count += entry->d_name[0] != '.';
    closedir(stream);
    return count;
}

/* Every write the mortal clients were told is done is there once, what they were refused is not, and nothing is left without its outcome.
 */
static void check_mortals(void) {
    unsigned told = 0, taken_up = 0, n;
    int64_t found;
    char line[128];
    int status;
    FILE *log;

    kill(mortal, SIGKILL);
    assert_true(process_wait(mortal, 10000, NULL));
    start_mortal(false);
    assert_true(process_wait(mortal, 60000, &status));
    assert_int_equal(status, 0);
    /* A client killed while it noted down a write, which it then had not sent, leaves a torn file; it goes after a minute. */
    assert_true(files_in(mortal_folder) <= mortals);
    log = fopen(mortal_log, "r");
    assert_non_null(log);
    while (fgets(line, sizeof(line), log)) {
        bool ok = strstr(line, " OK\n");

        taken_up += strcmp(line, "taken up\n") == 0;
        if (strncmp(line, "left ", 5) == 0)
            assert_string_equal(line, "left 0\n");
        if (sscanf(line, "%u ", &n) != 1 || strstr(line, " UNKNOWN\n"))
            continue;
        assert_int_equal(world_number(&world, "select count(*) from kam.account where name = '命 %u'", n), ok);
        told += ok;
    }
    fclose(log);
    found = world_number(&world, "select count(*) from kam.account where name like '命 %%'");
    assert_int_equal(world_number(&world, "select count(distinct name) from kam.account where name like '命 %%'"), found);
    print_message("# %u mortal clients: %u writes told done, %u taken up by the next, %d there\n", mortals - 1, told, taken_up, (int)found);
    assert_true(told > 0);
    /* One killed between hearing and noting it down leaves one more. */
    assert_in_range(found, told + taken_up, told + taken_up + mortals);
}

static void start_workers(struct worker *workers) {
    static const char *const logins[WORKERS] = {"sp1", "sp1b", "sp2", "lead"};
    const struct kamd *both[] = {&world.a, &world.b};

    for (int i = 0; i < WORKERS; i++) {
        struct kam_options options;

        kam_options_init(&options);
        options.language = "en";
        options.retries_max = 20;
        options.call_timeout_ms = 120000; /* a recovery on a loaded machine is no unknown outcome */
        workers[i].number = i;
        workers[i].client = kamd_client_for(both, 2, options);
        expect_status(workers[i].client, fixture_login(workers[i].client, logins[i], FIXTURE_PASSWORD), KAM_OK);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
}

/* How often the account of one write is there: read at once for all, compared with what the worker was told. */
static void check_worker(const struct worker *worker, unsigned counts[4]) {
    PGconn *connection = cluster_connect(world.cluster, world.database);
    int *found = calloc(WRITES_MAX, sizeof(*found));
    char text[256];
    PGresult *rows;

    assert_non_null(found);
    snprintf(text, sizeof(text), "select split_part(name, '-', 2)::int, id from kam.account where name like '杀 %d-%%'", worker->number);
    rows = PQexec(connection, text);
    assert_int_equal(PQresultStatus(rows), PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(rows); i++) {
        int write = atoi(PQgetvalue(rows, i, 0));

        assert_in_range(write, 0, worker->tried - 1);
        found[write]++;
        if (worker->outcomes[write] == DONE)
            assert_int_equal(atoll(PQgetvalue(rows, i, 1)), worker->ids[write]);
    }
    for (unsigned i = 0; i < worker->tried; i++) {
        enum outcome told = worker->outcomes[i];

        counts[told]++;
        if ((told == DONE && found[i] != 1) || (told == REFUSED && found[i] != 0) || (told == UNKNOWN && found[i] > 1))
            fail_msg("write %d-%u: told %s, found %d times", worker->number, i,
                     told == DONE      ? "done"
                     : told == REFUSED ? "refused"
                                       : "unknown",
                     found[i]);
    }
    PQclear(rows);
    PQfinish(connection);
    free(found);
}

static void test_kill(void **state) {
    struct worker *workers = calloc(WORKERS, sizeof(*workers));
    unsigned counts[4] = {0};

    assert_non_null(workers);
    atomic_store(&stop, false);
    snprintf(mortal_log, sizeof(mortal_log), "%s/mortal.log", world.cluster->folder);
    snprintf(mortal_folder, sizeof(mortal_folder), "%s/mortal", world.cluster->folder);
    start_mortal(true);
    start_workers(workers);
    disturb();
    atomic_store(&stop, true);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(workers[i].thread, NULL);
    for (int i = 0; i < WORKERS; i++) {
        check_worker(&workers[i], counts);
        if (*workers[i].refusal)
            print_message("# worker %d, last refusal: %s\n", i, workers[i].refusal);
        kam_client_free(workers[i].client);
    }
    check_mortals();
    print_message("# %u kills; %u done, %u refused, %u unknown\n", kills, counts[DONE], counts[REFUSED], counts[UNKNOWN]);
    assert_true(counts[DONE] >= kills);
    /* With a live server to ask, nothing stays unknown. */
    assert_int_equal(counts[UNKNOWN], 0);
    free(workers);
}

/* Everything accepted is one act in the journal and one kept reply, whatever crashed in between. */
static void test_books_agree(void **state) {
    assert_int_equal(world_number(&world,
                                  "select count(*) from kam.account a left join (select subject_id, count(*) as acts from kam.journal "
                                  "where subject_kind = 'account' and outcome = 'accepted' group by subject_id) j on j.subject_id = a.id "
                                  "where a.name like '杀 %%' and j.acts is distinct from 1"),
                     0);
    assert_int_equal(world_number(&world,
                                  "select count(*) from kam.account a left join (select subject_id, count(*) as replies from kam.request "
                                  "where subject_kind = 'account' group by subject_id) r on r.subject_id = a.id "
                                  "where a.name like '杀 %%' and r.replies is distinct from 1"),
                     0);
}

static int open_world(void **state) {
    const char *given = getenv("KAM_TEST_SEED"), *count = getenv("KAM_KILLS");

    seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    kills = count ? (unsigned)strtoul(count, NULL, 10) : KILLS;
    print_message("# KAM_TEST_SEED=%u\n", seed);
    world_open(&world, 2);
    return 0;
}

static int close_world(void **state) {
    world_close(&world);
    return 0;
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kill),
        cmocka_unit_test(test_books_agree),
    };

    if (argc == 7 && strcmp(argv[1], "mortal") == 0)
        return be_mortal(argv);
    return cmocka_run_group_tests(tests, open_world, close_world);
}
