/*
 * Parts of the engine that need no database: days, page tokens, one-time tokens, password policy, refusals, state tables, report, hasher.
 */
#include "server/auth/hasher.h"
#include "server/auth/policy.h"
#include "server/auth/token.h"
#include "server/db/address.h"
#include "server/db/link.h"
#include "server/rpc/calendar.h"
#include "server/rpc/call.h"
#include "server/rpc/page.h"
#include "server/rpc/refusal.h"
#include "server/rpc/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <time.h>
#include <uv.h>

/* Every day of the years 1 to 9999 there and back, and in order. */
static void test_every_day(void **state) {
    static const int8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    (void)state;
    int32_t expected = -730119;
    for (int32_t year = 1; year <= 9999; year++) {
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        for (int32_t month = 1; month <= 12; month++) {
            for (int32_t day = 1; day <= lengths[month - 1] + (leap && month == 2); day++, expected++) {
                int32_t days;
                int32_t back[3];
                assert_true(calendar_day_of(year, month, day, &days));
                assert_int_equal(days, expected);
                assert_true(calendar_date_of(days, &back[0], &back[1], &back[2]));
                assert_true(back[0] == year && back[1] == month && back[2] == day);
            }
        }
    }
    int32_t days;
    int32_t unused[3];
    assert_false(calendar_day_of(0, 1, 1, &days));
    assert_false(calendar_day_of(10000, 1, 1, &days));
    assert_false(calendar_day_of(2026, 13, 1, &days));
    assert_false(calendar_day_of(2026, 4, 31, &days));
    assert_false(calendar_day_of(1900, 2, 29, &days));
    assert_false(calendar_day_of(INT32_MIN, INT32_MIN, INT32_MIN, &days));
    assert_false(calendar_date_of(INT32_MAX, &unused[0], &unused[1], &unused[2]));
    assert_false(calendar_date_of(INT32_MIN, &unused[0], &unused[1], &unused[2]));
}

static void test_moments(void **state) {
    (void)state;
    int64_t micro;
    int64_t seconds;
    int32_t nanos;
    assert_true(calendar_moment_of(946684800, 0, &micro));
    assert_int_equal(micro, 0);
    assert_true(calendar_moment_of(946684799, 999999999, &micro));
    assert_int_equal(micro, -1);
    assert_true(calendar_timestamp_of(-1, &seconds, &nanos));
    assert_int_equal(seconds, 946684799);
    assert_int_equal(nanos, 999999000);
    assert_true(calendar_moment_of(-62135596800, 0, &micro));
    assert_false(calendar_moment_of(-62135596801, 0, &micro));
    assert_true(calendar_moment_of(253402300799, 0, &micro));
    assert_false(calendar_moment_of(253402300800, 0, &micro));
    assert_false(calendar_moment_of(INT64_MIN, 0, &micro));
    assert_false(calendar_moment_of(INT64_MAX, 0, &micro));
    assert_false(calendar_moment_of(0, 1000000000, &micro));
    assert_false(calendar_timestamp_of(INT64_MAX, &seconds, &nanos)); /* infinity */
    assert_false(calendar_timestamp_of(INT64_MIN, &seconds, &nanos));
}

/* A request of a page, as far as page_parse looks at it. */
struct page_message {
    ProtobufCMessage base;
    int32_t page_size;
    char *page_token;
};

static const struct kam_method page_method = {.path = "test.Pages/List"};

static struct method_plan page_plan(struct field_plan columns[2]) {
    columns[0] = (struct field_plan){.codec = CODEC_INT64};
    columns[1] = (struct field_plan){.codec = CODEC_TEXT};
    return (struct method_plan){.method = &page_method,
                                .columns_count = 2,
                                .columns = columns,
                                .keys_count = 2,
                                .key_columns = {0, 1},
                                .page_size_offset = offsetof(struct page_message, page_size),
                                .page_token_offset = offsetof(struct page_message, page_token)};
}

static PGresult *row_of(const char *text, int text_bytes) {
    PGresult *rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    PGresAttDesc attributes[2] = {{.name = (char *)"id", .format = 1}, {.name = (char *)"name", .format = 1}};
    PQsetResultAttrs(rows, 2, attributes);
    PQsetvalue(rows, 0, 0, (char *)"\0\0\0\0\0\0\1\2", 8);
    PQsetvalue(rows, 0, 1, (char *)text, text_bytes);
    return rows;
}

static void test_page_tokens(void **state) {
    (void)state;
    struct field_plan columns[2];
    struct method_plan plan = page_plan(columns);
    struct page_message request = {.page_size = 1000};
    struct page_request page;
    uint8_t filter[PAGE_FILTER_BYTES];
    char token[PAGE_TOKEN_BYTES_MAX + 1];
    page_filter(&plan, (const uint8_t *)"abc", 3, filter);
    PGresult *rows = row_of("重庆", 6);
    size_t bytes = page_token(&plan, rows, 0, filter, token);
    assert_true(bytes > 0);
    token[bytes] = '\0';
    request.page_token = token;
    assert_int_equal(page_parse(&plan, &request.base, &page), PAGE_OK);
    assert_int_equal(page.size, PAGE_SIZE_MAX);
    assert_memory_equal(page.token_filter, filter, sizeof filter);
    assert_int_equal(page.keys[0].bytes, 8);
    assert_memory_equal(page.keys[0].value, "\0\0\0\0\0\0\1\2", 8);
    assert_int_equal(page.keys[1].bytes, 6);
    assert_memory_equal(page.keys[1].value, "重庆", 6);
    /* Any other spelling is no token: every single character changed, cut, added. */
    for (size_t i = 0; i < bytes; i++) {
        char kept = token[i];
        token[i] = '*';
        assert_int_equal(page_parse(&plan, &request.base, &page), PAGE_TOKEN);
        token[i] = '\0';
        assert_int_equal(page_parse(&plan, &request.base, &page), i == 0 ? PAGE_OK : PAGE_TOKEN); /* an empty one is the first page */
        token[i] = kept;
    }
    memcpy(token + bytes, "A", 2);
    assert_int_equal(page_parse(&plan, &request.base, &page), PAGE_TOKEN);
    request.page_size = -1;
    assert_int_equal(page_parse(&plan, &request.base, &page), PAGE_SIZE);
    PQclear(rows);
    /* A key too long for a token ends the listing rather than overflow. */
    char giant[1000];
    memset(giant, 'x', sizeof giant);
    rows = row_of(giant, sizeof giant);
    assert_int_equal(page_token(&plan, rows, 0, filter, token), 0);
    PQclear(rows);
    /* And a text key must be text. */
    rows = row_of("\xff\xfe", 2);
    bytes = page_token(&plan, rows, 0, filter, token);
    token[bytes] = '\0';
    request.page_size = 0;
    assert_int_equal(page_parse(&plan, &request.base, &page), PAGE_TOKEN);
    assert_int_equal(page.size, PAGE_SIZE_DEFAULT);
    PQclear(rows);
}

static void test_one_time_tokens(void **state) {
    (void)state;
    uint8_t a[TOKEN_HASH_BYTES];
    uint8_t b[TOKEN_HASH_BYTES];
    assert_true(token_one_time_hash("01234-56789-ABCDE-FGHJK-MNPQRS", a));
    assert_true(token_one_time_hash("o i234 56789abcdefghjkmnpqrs", b) && memcmp(a, b, sizeof a) == 0);
    assert_true(token_one_time_hash("0L23456789ABCDEFGHJKMNPQRS", b) && memcmp(a, b, sizeof a) == 0);
    assert_false(token_one_time_hash("", b));
    assert_false(token_one_time_hash("0123456789ABCDEFGHJKMNPQR", b));
    assert_false(token_one_time_hash("0123456789ABCDEFGHJKMNPQRSS", b));
    assert_false(token_one_time_hash("0123456789ABCDEFGHJKMNPQRU", b));
}

static void test_policy(void **state) {
    (void)state;
    static const struct {
        const char *policy, *password;
        bool good;
    } rows[] = {
        {"mlps3", "Kam-Test-2026", true},
        {"mlps3", "Ab1-xyzw", true},
        {"mlps3", "Ab1-xyz", false},
        {"mlps3", "abcdefgh1", false},
        {"mlps3", "中文密码Abc1x", true},
        {"mlps3", "Password1!", false},
        {"mlps3", "123Qwerty!!", false},
        {"mlps3", "Xliwei-2026", false},
        {"nist", "Kam-Test-2026", false},
        {"nist", "correct horse battery", true},
        {"nist", "aaliweiaaaaaaaaaaaa", false},
        {"nist", "all small letters", true},
        {"nist", "abababababababababab", false},
        {"mlps3", "Aa1!Aa1!Aa1!", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct policy policy = {.nist = strcmp(rows[i].policy, "nist") == 0};
        const char *fault = policy_fault(&policy, "en", "LiWei", rows[i].password);
        if ((fault == NULL) != rows[i].good) {
            fail_msg("%s, %s: %s", rows[i].policy, rows[i].password, fault ? fault : "accepted");
        }
    }
    assert_string_equal(policy_fault(&(struct policy){.nist = false}, "zh", "x", "a"), "至少 8 个字符");
    assert_string_equal(policy_fault(&(struct policy){.nist = true}, "en", "x", "a"), "at least 15 characters");
    assert_string_equal(policy_fault(&(struct policy){.characters_min = 12}, "en", "x", "Ab1-xyzw"), "at least 12 characters");
    assert_null(policy_fault(&(struct policy){.nist = true, .characters_min = 10}, "en", "x", "tencharact"));
    assert_true(policy_is_known("nist") && !policy_is_known("none"));
}

static void test_wordlist(void **state) {
    char path[] = "/tmp/kam-test-words-XXXXXX", why[WORDLIST_ERROR_BYTES];
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "w");
    (void)state;
    assert_non_null(f);
    for (int i = 0; i < 10000; i++) {
        fprintf(f, "word-%d-of-a-breach%s\n", i, i % 2 ? "\r" : "");
    }
    fputs("\nCorrect Horse Battery\nlast", f);
    fclose(f);
    struct wordlist *list = NULL;
    assert_int_equal(wordlist_load(path, &list, why), 0);
    assert_int_equal(wordlist_words(list), 10002);
    assert_true(wordlist_holds(list, "correct horse BATTERY") && wordlist_holds(list, "last") && wordlist_holds(list, "word-7777-of-a-breach"));
    assert_false(wordlist_holds(list, "correct horse") || wordlist_holds(list, "") || wordlist_holds(list, "word-10000-of-a-breach"));
    assert_false(wordlist_holds(NULL, "last"));
    const struct policy policy = {.nist = true, .list = list};
    assert_string_equal(policy_fault(&policy, "en", "x", "Correct horse battery"), "it is on the list of known or forbidden passwords");
    assert_null(policy_fault(&policy, "en", "x", "correct horse batteries"));
    wordlist_free(list);
    unlink(path);
    assert_int_equal(wordlist_load(path, &list, why), -EINVAL);
    assert_non_null(strstr(why, "password.list_file"));
}

static void test_refusals(void **state) {
    (void)state;
    struct refusal r;
    char text[8];
    refusal_make(&r, MESSAGE_RIGHT_MISSING, "en", "account.id", "account.read", NULL);
    assert_int_equal(r.status.code, KAM_PERMISSION_DENIED);
    assert_string_equal(r.status.reason, "RIGHT_MISSING");
    assert_string_equal(r.status.message, "The right account.read is missing");
    assert_int_equal(r.status.n_violations, 1);
    assert_string_equal(r.status.violations[0]->field, "account.id");
    for (int i = 0; i < 7; i++) {
        refusal_add_holder(&r, i, "李伟", 6, "主管", 6);
    }
    assert_int_equal(r.status.n_holders, REFUSAL_HOLDERS_MAX);
    uint8_t packed[1024];
    assert_true(kam__v1__status__pack(&r.status, packed) < sizeof packed);
    refusal_copy_text(text, sizeof text, "重庆行", 9); /* cut at a character's end */
    assert_string_equal(text, "重庆");
}

/* Nothing leaves a last state, and everything can be reached. */
static void test_states(void **state) {
    (void)state;
    for (int to = CALL_NEW; to <= CALL_ANSWERED; to++) {
        bool reached = to == CALL_NEW;
        assert_false(call_edge_is_legal(CALL_ANSWERED, (enum call_state)to));
        for (int from = CALL_NEW; from <= CALL_ANSWERED; from++) {
            reached = reached || call_edge_is_legal((enum call_state)from, (enum call_state)to);
        }
        assert_true(reached);
        assert_non_null(call_state_name((enum call_state)to));
    }
    for (int to = DB_LINK_DOWN; to <= DB_LINK_CLOSED; to++) {
        assert_false(db_link_edge_is_legal(DB_LINK_CLOSED, (enum db_link_state)to));
    }
    assert_false(db_link_edge_is_legal(DB_LINK_DOWN, DB_LINK_UP));
    assert_string_equal(db_link_state_name(DB_LINK_UP), "UP");
}

static void test_addresses(void **state) {
    (void)state;
    static const struct {
        const char *url;
        bool good;
    } rows[] = {
        {"dbname=kam", true},
        {"host=/run/postgresql dbname=kam", true},
        {"postgresql://kam_app@127.0.0.1/kam", true},
        {"postgresql://kam_app@[::1]/kam", true},
        {"host=192.0.2.1,/tmp dbname=kam", true},
        {"host=192.0.2.1,db dbname=kam", false},
        {"host=db.example dbname=kam", false},
        {"host=db.example hostaddr=192.0.2.1", true},
        {"host", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *error = NULL;
        assert_int_equal(db_address_check(rows[i].url, &error) == 0, rows[i].good);
        assert_int_equal(error == NULL, rows[i].good);
        free(error);
    }
}

static void test_report(void **state) {
    (void)state;
    struct report r = {0};
    report_add(&r, "%s %d", "one", 1);
    report_add(&r, "two");
    assert_string_equal(r.text, "one 1\ntwo\n");
    assert_int_equal(r.count, 2);
    report_deinit(&r);
    assert_null(r.text);
}

/* --- hasher ----------------------------------------------------------------------------------------------------------------------------
 */

struct hashes {
    char hash[160];
    int done;
    int matches;
    int closing;
    bool closed;
};

static void on_hashed(void *ctx, const struct auth_hash_result *result) {
    struct hashes *h = ctx;
    h->done++;
    h->matches += result->matches;
    h->closing += result->closing;
    snprintf(h->hash, sizeof h->hash, "%s", result->hash ? result->hash : "");
}

static void on_hasher_closed(void *ctx) {
    ((struct hashes *)ctx)->closed = true;
}

static void test_hasher(void **state) {
    (void)state;
    uv_loop_t loop;
    struct hashes h = {0};
    assert_int_equal(uv_loop_init(&loop), 0);
    struct auth_hasher *hasher = auth_hasher_new(&loop, 2);
    assert_int_equal(auth_hasher_make(hasher, "Kam-Test-2026", on_hashed, &h), 0);
    assert_int_equal(h.done, 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(h.done, 1);
    assert_int_equal(strncmp(h.hash, "$argon2id$v=19$m=32768,t=3,p=1$", 31), 0);
    char hash[160];
    snprintf(hash, sizeof hash, "%s", h.hash);
    /* One runs, two wait, the fourth is refused. */
    assert_int_equal(auth_hasher_verify(hasher, "Kam-Test-2026", hash, on_hashed, &h), 0);
    assert_int_equal(auth_hasher_verify(hasher, "Kam-Test-2027", hash, on_hashed, &h), 0);
    assert_int_equal(auth_hasher_verify(hasher, "Kam-Test-2026", NULL, on_hashed, &h), 0);
    assert_int_equal(auth_hasher_verify(hasher, "Kam-Test-2026", hash, on_hashed, &h), AUTH_HASHER_FULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(h.done, 4);
    assert_int_equal(h.matches, 1);
    /* A hash from cheaper times matches and is made anew. */
    char cheap[crypto_pwhash_STRBYTES];
    assert_int_equal(crypto_pwhash_str_alg(cheap, "old", 3, 1, 8192, crypto_pwhash_ALG_ARGON2ID13), 0);
    h = (struct hashes){0};
    assert_int_equal(auth_hasher_verify(hasher, "old", cheap, on_hashed, &h), 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(h.matches, 1);
    assert_int_equal(strncmp(h.hash, "$argon2id$v=19$m=32768,t=3,p=1$", 31), 0);
    h = (struct hashes){0};
    assert_int_equal(auth_hasher_verify(hasher, "x", hash, on_hashed, &h), 0);
    assert_int_equal(auth_hasher_verify(hasher, "y", hash, on_hashed, &h), 0);
    auth_hasher_close(hasher, on_hasher_closed, &h);
    assert_int_equal(h.closing, 1);
    assert_false(h.closed);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_true(h.closed);
    assert_int_equal(h.done, 2);
    assert_int_equal(uv_loop_close(&loop), 0);
    auth_hasher_free(hasher);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day),       cmocka_unit_test(test_moments),   cmocka_unit_test(test_page_tokens),
        cmocka_unit_test(test_one_time_tokens), cmocka_unit_test(test_policy), cmocka_unit_test(test_wordlist),    cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_states),          cmocka_unit_test(test_addresses), cmocka_unit_test(test_report),
        cmocka_unit_test(test_hasher),
    };
    return cmocka_run_group_tests_name("engine parts", tests, NULL, NULL);
}
