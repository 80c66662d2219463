/*
 * Random operations of many clients on budgets, spends and approvals, while kamd processes and backends of PostgreSQL are killed. Afterwards every sum at
 * every level is exact, nothing is below zero, nobody decided on what is his own, what was told is what is there, and journal and tables agree.
 *
 * The seed is printed; KAM_TEST_SEED repeats what each client tries, KAM_MODEL_OPERATIONS says how much in all.
 */
#include "tests/integration/disturb.h"
#include "tests/model/model.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define WORKERS 16
#define OPERATIONS 1280
#define PLANNED 1000000 /* 分, of each line */

static struct world world;
static struct model model;
static struct model_worker workers[WORKERS];
static unsigned seed, kills;
static atomic_uint left; /* workers that have not finished */

static unsigned pick(unsigned below) {
    seed = seed * 1664525u + 1013904223u;
    return (unsigned)(((uint64_t)(seed >> 8) * below) >> 24);
}

static void *work(void *worker) {
    model_work(worker);
    atomic_fetch_sub(&left, 1);
    return NULL;
}

/* Two teams with money on each line, as if a budget had been approved. */
static void fund(void) {
    model.year = (int)world_number(&world, "select extract(year from core.today())::int");
    for (int m = 0; m < MODEL_MONTHS; m++)
        snprintf(model.months[m], sizeof(model.months[m]), "%04d-%02d", model.year, 11 + m);
    model.units[0] = world_number(&world, "select id from kam.unit where code = 'C1-KA-1'");
    model.units[1] = world_number(&world, "select id from kam.unit where code = 'C1-KA-2'");
    for (int u = 0; u < MODEL_UNITS; u++)
        for (int s = 0; s < MODEL_SUBJECTS; s++)
            for (int m = 0; m < MODEL_MONTHS; m++)
                world_number(&world,
                             "select count(core.post('plan', core.ledger_lines('budget', array[%lld::int8], array[null::int8], array['%s-01'::date], "
                             "array['%s'], array[''], 'CNY', array[true]), array[%d::int8], 'budget', 0))",
                             (long long)model.units[u], model.months[m], model_subjects[s], PLANNED);
}

static void start_workers(unsigned operations) {
    static const char *const logins[WORKERS] = {"sp1",  "sp1",  "sp1",  "sp1b", "sp1b", "sp1b", "sp2", "sp2",
                                                "lead", "lead", "lead", "mgr",  "mgr",  "mgr",  "vp",  "vp"};
    static const char *const people[MODEL_PEOPLE] = {"sp1", "sp1b", "sp2", "lead", "mgr", "vp"};
    const struct kamd *both[] = {&world.a, &world.b};

    for (int i = 0; i < MODEL_PEOPLE; i++)
        model.people[i] = world_number(&world, "select id from kam.person where login = '%s'", people[i]);
    atomic_store(&left, WORKERS);
    for (unsigned i = 0; i < WORKERS; i++) {
        struct kam_options options;

        kam_options_init(&options);
        options.language = "en";
        options.retries_max = 30;
        options.call_timeout_ms = 120000; /* a recovery on a loaded machine is no unknown outcome */
        workers[i] = (struct model_worker){.model = &model, .seed = (int64_t)seed * WORKERS + i, .number = i, .operations = operations};
        workers[i].told = calloc(operations, sizeof(*workers[i].told));
        assert_non_null(workers[i].told);
        workers[i].client = kamd_client_for(both, 2, options);
        expect_status(workers[i].client, fixture_login(workers[i].client, logins[i], FIXTURE_PASSWORD), KAM_OK);
    }
    for (unsigned i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
}

static void disturb(void) {
    while (atomic_load(&left) > 0) {
        unsigned what = pick(10), wait = 300 + pick(1200);

        for (unsigned i = 0; i < wait / 50 && atomic_load(&left) > 0; i++)
            sleep_ms(50);
        if (atomic_load(&left) == 0)
            return;
        if (what < 6)
            disturb_kill_kamd(what < 3 ? &world.a : &world.b, (int)pick(200));
        else if (what < 9)
            disturb_terminate_backends(&world, pick(2));
        else
            disturb_crash_postgresql(&world);
        kills++;
    }
}

/* What was told, as a table beside the others. */
static void keep_told(void) {
    PGconn *connection = cluster_connect(world.cluster, world.database);
    char line[160];

    PQclear(PQexec(connection, "create table public.told (worker int, op text, id int8, amount int8, act text)"));
    PQclear(PQexec(connection, "copy public.told from stdin"));
    for (unsigned i = 0; i < WORKERS; i++)
        for (unsigned n = 0; n < workers[i].told_count; n++) {
            const struct model_told *t = &workers[i].told[n];
            int bytes = snprintf(line, sizeof(line), "%u\t%s\t%lld\t%lld\t%s\n", i, model_op_names[t->op], (long long)t->id, (long long)t->amount, t->act);

            assert_int_equal(PQputCopyData(connection, line, bytes), 1);
        }
    assert_int_equal(PQputCopyEnd(connection, NULL), 1);
    PQfinish(connection);
}

static void test_operations(void **state) {
    unsigned tried[MODEL_OPS] = {0}, told = 0, refused = 0, unknown = 0, broken = 0;

    disturb();
    for (unsigned i = 0; i < WORKERS; i++) {
        const struct model_worker *w = &workers[i];

        pthread_join(w->thread, NULL);
        for (int op = 0; op < MODEL_OPS; op++)
            tried[op] += w->tried[op];
        told += w->told_count;
        refused += w->refused;
        unknown += w->unknown;
        broken += w->broken;
        if (*w->broken_text)
            print_message("# worker %u: %s\n", i, w->broken_text);
    }
    print_message("# %u kills; %u done, %u refused, %u unknown;", kills, told, refused, unknown);
    for (int op = 0; op < MODEL_OPS; op++)
        print_message(" %s %u", model_op_names[op], tried[op]);
    print_message("\n");
    keep_told();
    assert_int_equal(broken, 0);
    /* With a live server to ask, nothing stays unknown. */
    assert_int_equal(unknown, 0);
    assert_true(told > tried[MODEL_REQUEST] / 4);
}

/* Each of these finds nothing. */
static const struct {
    const char *name, *sql;
} rules[] = {
    {"sums of lines are those of their postings", "select count(*) from core.ledger_differences()"},
    {"nothing is below zero", "select count(*) from kam.ledger_line l where l.committed < 0 or l.actual < 0 or l.planned - l.committed - l.actual < 0"},
    {"lines promise what their spends promise, and cost what these cost",
     "select count(*) from kam.ledger_line l where (l.committed, l.actual) <> "
     "(select coalesce(sum(s.committed), 0)::int8, coalesce(sum(s.billed), 0)::int8 from kam.spend s where s.line_id = l.id)"},
    {"what is promised was approved, once, in full",
     "select count(*) from kam.spend s left join lateral (select count(*) as n, sum(p.amount) as amount from kam.posting p "
     "where p.source_kind = 'spend' and p.source_id = s.id and p.kind = 'commit') p on true "
     "where p.n <> (s.state in ('committed', 'closed'))::int or coalesce(p.amount, 0) <> case when p.n > 0 then s.amount else 0 end"},
    {"a spend is what is promised, billed and given back",
     "select count(*) from kam.spend s where s.state in ('committed', 'closed') and s.amount <> s.committed + s.billed + "
     "coalesce((select sum(p.amount) from kam.posting p where p.source_kind = 'spend' and p.source_id = s.id and p.kind = 'release'), 0)"},
    {"transfers neither make nor lose money",
     "select count(*) from (select p.source_id from kam.posting p join kam.budget b on b.id = p.source_id "
     "where p.source_kind = 'budget' and b.kind in ('transfer', 'carry') group by 1 having sum(p.amount) <> 0) x"},
    {"what is planned is what was planned and added by approval",
     "select abs(sum(l.planned) - (select sum(p.amount) from kam.posting p left join kam.budget b on p.source_kind = 'budget' and b.id = p.source_id "
     "where p.kind = 'plan' or p.kind = 'move' and (p.source_kind = 'spend' or b.kind = 'supplement' and b.state = 'approved')))::int8 from kam.ledger_line l"},
    {"nobody signs what he raised, himself or by the raiser's rights",
     "select count(*) from kam.item_event e join kam.item i on i.id = e.item_id where e.seat > 0 and (i.raiser_id in (e.person_id, e.principal_id) "
     "or i.raised_for in (e.person_id, e.principal_id))"},
    {"nobody signs two steps of one round",
     "select count(*) from (select 1 from kam.item_event e where e.seat > 0 and e.act in ('review', 'approve') group by e.item_id, e.round, e.person_id having count(*) > 1) x"},
    {"the journal names whose rights the history names",
     "select count(*) from kam.item_event e join kam.journal j on j.subject_kind = 'item' and j.subject_id = e.item_id and j.act = 'item.' || e.act and j.at = e.at "
     "and j.person_id = e.person_id where e.seat > 0 and j.principal_id is distinct from e.principal_id"},
    {"spends are those that were told",
     "select count(*) from kam.spend s full join (select * from public.told where op = 'request') t on t.id = s.id where s.id is null or t.id is null or t.amount <> s.amount"},
    {"each was told once", "select count(*) from (select 1 from public.told where op in ('request', 'transfer', 'supplement') group by op, id having count(*) > 1) x"},
    {"bills and releases are those that were told",
     "select count(*) from (select source_id as id, kind::text as op, sum(amount) as amount, count(*) as n from kam.posting where kind in ('bill', 'release') group by 1, 2) p "
     "full join (select id, op, sum(amount) as amount, count(*) as n from public.told where op in ('bill', 'release') group by 1, 2) t using (id, op) "
     "where (p.amount, p.n) is distinct from (t.amount, t.n)"},
    {"papers that move budgets are those that were told",
     "select count(*) from (select id, case kind when 'carry' then 'transfer' else kind::text end as op from kam.budget where kind <> 'plan') b full join "
     "(select id, op from public.told where op in ('transfer', 'supplement')) t using (id, op) where b.op is null or t.op is null or b.id is null"},
    {"acts are those that were told",
     "select count(*) from (select e.item_id as id, e.act, count(*) as n from kam.item_event e where e.act <> 'submit' group by 1, 2) e "
     "full join (select id, act, count(*) as n from public.told where op = 'act' and act <> 'submit' group by 1, 2) t using (id, act) where e.n is distinct from t.n"},
    {"grants are those that were told", "select abs((select count(*) from kam.deputy_grant) - (select count(*) from public.told where op = 'grant'))"},
    {"an accepted request has its act in the journal",
     "select count(*) from kam.request r where not exists (select from kam.journal j where j.person_id = r.person_id and j.request_id = r.request_id and j.outcome = 'accepted')"},
    {"an act in the journal has its request",
     "select count(*) from kam.journal j where j.outcome = 'accepted' and j.request_id is not null and j.subject_kind in ('spend', 'item', 'budget') "
     "and not exists (select from kam.request r where r.person_id = j.person_id and r.request_id = j.request_id)"},
    {"images of changes belong to acts", "select count(*) from kam.change c where not exists (select from kam.journal j where j.act_id = c.act_id) and c.relation in ('spend', 'item', 'budget', 'kam.spend', 'kam.item', 'kam.budget')"},
};

static void test_rules(void **state) {
    unsigned wrong = 0;

    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        int64_t found = world_number(&world, "%s", rules[i].sql);

        if (found)
            print_message("# %s: %lld do not\n", rules[i].name, (long long)found);
        wrong += found != 0;
    }
    assert_int_equal(wrong, 0);
}

/* What people are shown at each level are the sums of the ledger. */
static void test_roll_ups(void **state) {
    static const char *const codes[] = {"C1", "C1-KA", "C1-KA-1", "C1-KA-2"};

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        Kam__V1__ShowBudgetRequest request = KAM__V1__SHOW_BUDGET_REQUEST__INIT;
        Kam__V1__ShowBudgetResponse *response;
        kam_client *vp = workers[WORKERS - 1].client;

        request.unit_id = world_number(&world, "select id from kam.unit where code = '%s'", codes[i]);
        expect_status(vp, kam_budgets_show_budget(vp, &request, NULL, &response), KAM_OK);
        assert_true(response->n_nodes > 0);
        assert_int_equal(world_number(&world,
                                      "select count(*) from (select sum(l.planned) p, sum(l.committed) c, sum(l.actual) a from kam.ledger_line l "
                                      "join kam.unit u on u.id = l.unit_id where %lld = any (u.path)) x where (p, c, a) = (%lld, %lld, %lld)",
                                      (long long)request.unit_id, (long long)response->nodes[0]->planned, (long long)response->nodes[0]->committed,
                                      (long long)response->nodes[0]->actual),
                         1);
        kam_message_free(&response->base);
    }
}

static void test_journal(void **state) {
    int64_t rows;

    for (int i = 0; i < 1000 && world_number(&world, "select core.seal_journal()::int8") > 0; i++)
        continue;
    rows = world_number(&world, "select count(*) from kam.journal");
    assert_int_equal(world_number(&world, "select max(seq) from kam.journal"), rows);
    assert_int_equal(world_number(&world, "select count(*) from core.verify_journal(1, 10000000) where bad_seq is null and checked_to = %lld", (long long)rows), 1);
}

static int open_world(void **state) {
    const char *given = getenv("KAM_TEST_SEED"), *count = getenv("KAM_MODEL_OPERATIONS");
    unsigned operations = count ? (unsigned)strtoul(count, NULL, 10) : OPERATIONS;

    seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    print_message("# KAM_TEST_SEED=%u\n", seed);
    world_open(&world, 2);
    fund();
    start_workers(operations / WORKERS);
    return 0;
}

static int close_world(void **state) {
    for (int i = 0; i < WORKERS; i++) {
        kam_client_free(workers[i].client);
        free(workers[i].told);
    }
    world_close(&world);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operations),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_roll_ups),
        cmocka_unit_test(test_journal),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
