/*
 * From a command line to a request: fields, values, flags, masks, look-ups, and what is said when it is wrong.
 */
#include "tests/unit/cli/cli_test.h"

#include "client/cli/command/help.h"
#include "client/cli/command/lookup.h"
#include "client/cli/grammar/calendar.h"
#include "client/cli/grammar/command.h"
#include "client/cli/grammar/request.h"
#include "client/cli/grammar/value.h"
#include "client/cli/json/protojson.h"

#include "kam/v1/accounts.pb-c.h"

/* Ids for names without a server: the last letter's code, so that tests can tell names apart. */
static int fake_find(void *context, const char *method_path, const char *typed, int64_t *ret_id, struct complaint *complaint) {
    int *asked = context;

    ++*asked;
    assert_non_null(kam_method_find(method_path));
    if (strcmp(typed, "nobody") == 0)
        return complain(complaint, EXIT_NOT_FOUND, xstrdup("none"), NULL);
    *ret_id = (int64_t)strlen(typed) + 1000;
    return 0;
}

enum { WORDS_MAX = 32 };

/* Cuts a command line at blanks; double quotes keep them. */
static int split(char *line, char **words) {
    int count = 0;

    while (*line && count < WORDS_MAX) {
        char *to = line;
        char quote = 0;

        words[count++] = line;
        for (; *line && (quote || *line != ' '); line++) {
            if (quote ? *line == quote : (*line == '"' || *line == '\''))
                quote = quote ? 0 : *line;
            else
                *to++ = *line;
        }
        if (*line)
            line++;
        *to = '\0';
    }
    return count;
}

/* Builds the request of "NOUN VERB …"; the exit code, and the request as compact JSON or the complaint. */
static int build(const char *command, char **ret_text) {
    _cleanup_(freep) char *line = xasprintf("kam %s", command);
    char *words[WORDS_MAX];
    struct arguments arguments;
    struct complaint complaint = {0};
    const struct kam_method *method;
    const char *noun, *verb;
    json_t *request = NULL;
    char *why = NULL;
    int asked = 0, fault;
    const struct request_lookup lookup = {.find = fake_find, .context = &asked};

    fault = arguments_parse(&arguments, split(line, words), words, &why);
    if (fault != 0) {
        *ret_text = why;
        arguments_deinit(&arguments);
        return EXIT_USAGE;
    }
    noun = arguments_take_word(&arguments);
    verb = arguments_take_word(&arguments);
    method = command_find(noun, verb);
    assert_non_null(method);
    fault = request_build(method, &arguments, NULL, &lookup, &request, &complaint);
    if (fault == 0) {
        ProtobufCMessage *message = NULL;
        struct protojson_fault json_fault;

        /* Whatever the grammar makes, the codec takes. */
        assert_int_equal(protojson_decode(request, method->request, &message, &json_fault), 0);
        protobuf_c_message_free_unpacked(message, NULL);
        *ret_text = json_dumps(request, JSON_COMPACT | JSON_SORT_KEYS);
    } else {
        *ret_text = xstrdup(complaint.message ? complaint.message : "");
    }
    json_decref(request);
    complaint_deinit(&complaint);
    arguments_deinit(&arguments);
    return fault;
}

static void expect(const char *command, const char *json) {
    _cleanup_(freep) char *made = NULL;
    int fault = build(command, &made);

    if (fault != 0)
        fail_msg("%s: %s", command, made);
    assert_string_equal(made, json);
}

static void expect_fault(const char *command, int fault, const char *part) {
    _cleanup_(freep) char *said = NULL;

    assert_int_equal(build(command, &said), fault);
    if (!strstr(said, part))
        fail_msg("%s: %s", command, said);
}

static void flags_reach_their_fields(void **state) {
    (void)state;
    expect("accounts create 甲银行 --kind bank --region 重庆",
           "{\"account\":{\"kind\":\"ACCOUNT_KIND_BANK\",\"name\":\"甲银行\",\"region\":\"重庆\"}}");
    expect("accounts create 甲 --account.kind=银行", "{\"account\":{\"kind\":\"ACCOUNT_KIND_BANK\",\"name\":\"甲\"}}");
    expect("accounts create 甲 --类型 企业 --简称 X",
           "{\"account\":{\"kind\":\"ACCOUNT_KIND_ENTERPRISE\",\"name\":\"甲\",\"short_name\":\"X\"}}");
    expect("accounts create 甲 --kind 1 --SHORT_NAME=x",
           "{\"account\":{\"kind\":\"ACCOUNT_KIND_BANK\",\"name\":\"甲\",\"short_name\":\"x\"}}");
    expect("accounts list --kind 银行 --page-size 5", "{\"kind\":\"ACCOUNT_KIND_BANK\",\"page_size\":5}");
    expect("accounts search 工行 两江", "{\"query\":\"工行 两江\"}");
    expect("accounts get 12", "{\"id\":12}");
    expect("accounts get --code KA1", "{\"code\":\"KA1\"}");
}

static void names_become_ids(void **state) {
    (void)state;
    expect("accounts get 工行", "{\"id\":1006}");
    expect("accounts assign abc 李四 --reason x", "{\"id\":1003,\"owner_id\":1006,\"reason\":\"x\"}");
    expect("accounts list --owner 7", "{\"owner_id\":7}");
    expect("accounts list --owner zs", "{\"owner_id\":1002}");
    /* Fifteen digits are a registration number, not an id. */
    expect("accounts get 500000000000001", "{\"id\":1015}");
    expect_fault("accounts get nobody", EXIT_NOT_FOUND, "none");
    /* In a message too, and what the server fills in does not spoil the short form. */
    expect("facts post order 8 revenue 10 --day 2026-11-03 --shares \"zs=6;person=7,amount=4\"",
           "{\"amount\":1000,\"day\":{\"day\":3,\"month\":11,\"year\":2026},\"measure\":\"TARGET_MEASURE_REVENUE\",\"shares\":["
           "{\"amount\":600,\"person_id\":1002},{\"amount\":400,\"person_id\":7}],\"source_key\":\"8\",\"source_kind\":\"order\"}");
    /* No look-up here: only a number will do. */
    expect_fault("contacts get 王芳", EXIT_USAGE, "王芳");
}

static void lists(void **state) {
    (void)state;
    expect("accounts create 甲 --kind bank --former-names \"A;B;;C\" --former-names D\\;E",
           "{\"account\":{\"former_names\":[\"A\",\"B\",\"C\",\"D;E\"],\"kind\":\"ACCOUNT_KIND_BANK\",\"name\":\"甲\"}}");
    expect("accounts create 甲 --kind bank --former-names A；B",
           "{\"account\":{\"former_names\":[\"A\",\"B\"],\"kind\":\"ACCOUNT_KIND_BANK\",\"name\":\"甲\"}}");
    expect("accounts create 甲 --kind bank --identifiers uscc=91X --identifiers \"kind=注册号,value=5\"",
           "{\"account\":{\"identifiers\":[{\"kind\":\"IDENTIFIER_KIND_USCC\",\"value\":\"91X\"},"
           "{\"kind\":\"IDENTIFIER_KIND_REGISTRATION\",\"value\":\"5\"}],\"kind\":\"ACCOUNT_KIND_BANK\",\"name\":\"甲\"}}");
    expect_fault("accounts create 甲 --kind bank --identifiers usc=91X", EXIT_USAGE, "uscc");
    expect_fault("accounts create 甲 --kind bank --identifiers 91X", EXIT_USAGE, "91X");
}

static void the_mask_holds_what_was_given(void **state) {
    (void)state;
    expect("accounts update 5 --region 渝中区 --note \"\"",
           "{\"account\":{\"id\":5,\"note\":\"\",\"region\":\"渝中区\"},\"update_mask\":\"region,note\"}");
    expect("accounts update 5 --short-name a --short-name b",
           "{\"account\":{\"id\":5,\"short_name\":\"b\"},\"update_mask\":\"short_name\"}");
    /* Nothing for an id clears it. */
    expect("accounts update 5 --parent \"\"", "{\"account\":{\"id\":5},\"update_mask\":\"parent_id\"}");
    expect("accounts update 5 --name 乙 --etag e1", "{\"account\":{\"id\":5,\"name\":\"乙\"},\"etag\":\"e1\",\"update_mask\":\"name\"}");
    expect("contacts update 5 --no-key-person", "{\"contact\":{\"id\":5,\"key_person\":false},\"update_mask\":\"key_person\"}");
    expect_fault("accounts update 5", EXIT_USAGE, text_of(TEXT_NOTHING_TO_CHANGE));
    expect_fault("accounts update 5 --etag x", EXIT_USAGE, text_of(TEXT_NOTHING_TO_CHANGE));
}

static void switches(void **state) {
    (void)state;
    expect("visits list --unanswered-only", "{\"unanswered_only\":true}");
    expect("visits list --unanswered-only 9", "{\"account_id\":9,\"unanswered_only\":true}");
    expect("visits list --unanswered-only=否 9", "{\"account_id\":9,\"unanswered_only\":false}");
    expect("visits list --unanswered-only no", "{\"unanswered_only\":false}");
}

static void wrong_lines_are_explained(void **state) {
    (void)state;
    language_set(LANGUAGE_EN);
    expect_fault("accounts create", EXIT_USAGE, "<name>");
    expect_fault("accounts create 甲", EXIT_USAGE, "--kind");
    expect_fault("accounts create 甲 --kind bnak", EXIT_USAGE, "Did you mean “bank”?");
    expect_fault("accounts create 甲 --kidn bank", EXIT_USAGE, "Did you mean --kind?");
    expect_fault("accounts create 甲 --kind", EXIT_USAGE, "needs a value");
    expect_fault("accounts create 甲 --state potential --kind bank", EXIT_USAGE, "filled in by the server");
    expect_fault("accounts create 甲 --zzzzzz 1", EXIT_USAGE, "--zzzzzz");
    expect_fault("accounts get 1 2", EXIT_USAGE, "2");
    expect_fault("accounts list --page-size many", EXIT_USAGE, "many");
    expect_fault("accounts list --limit", EXIT_USAGE, "needs a value");
    expect_fault("accounts list --all=1", EXIT_USAGE, "takes no value");
    expect_fault("accounts list -x", EXIT_USAGE, "-x");
    expect_fault("session login wang --password secret", EXIT_USAGE, "secret");
    expect_fault("requests outcome 12345", EXIT_USAGE, "hexadecimal");
    language_set(LANGUAGE_ZH);
    expect_fault("accounts create 甲 --kind 银杏", EXIT_USAGE, "是否指“银行”？");
}

static void bytes_are_hexadecimal(void **state) {
    (void)state;
    expect("requests outcome 00ff10", "{\"request_id\":\"AP8Q\"}");
    expect("requests outcome 00ff", "{\"request_id\":\"AP8=\"}");
    expect("requests outcome 00", "{\"request_id\":\"AA==\"}");
}

/* Today is China's wherever one stands: one of these zones is a day off at any hour. */
static void today_in(const char *zone) {
    struct tm day, china;
    time_t before, after;

    setenv("TZ", zone, 1);
    tzset();
    do {
        before = time(NULL) + 8 * 3600;
        assert_int_equal(calendar_day_parse("today", &day), 0);
        after = time(NULL) + 8 * 3600;
    } while (before / 86400 != after / 86400);
    gmtime_r(&before, &china);
    assert_int_equal(day.tm_year, china.tm_year);
    assert_int_equal(day.tm_mon, china.tm_mon);
    assert_int_equal(day.tm_mday, china.tm_mday);
}

static void days(void **state) {
    static const char *const good[] = {"2026-11-23", "2026/11/23", "20261123", "2026年11月23日",
                                       "2026-11-3",  "2024-02-29", "today",    "昨天"};
    static const char *const bad[] = {"2026-02-29", "2026-13-01", "2026-00-10", "26-1-1",    "2026-11-23x",
                                      "",           "2026-11",    "0000-01-01", "1900-02-29"};
    struct tm day;

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(good); i++)
        assert_int_equal(calendar_day_parse(good[i], &day), 0);
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        assert_int_equal(calendar_day_parse(bad[i], &day), 1);
    assert_int_equal(calendar_day_parse("2026年1月2日", &day), 0);
    assert_int_equal(day.tm_mon, 0);
    assert_int_equal(day.tm_mday, 2);
    today_in("Pacific/Kiritimati");
    today_in("Pacific/Pago_Pago");
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    expect("org assign 1 2 --starts-on 2026-12-01", "{\"person_id\":1,\"post_id\":2,\"starts_on\":{\"day\":1,\"month\":12,\"year\":2026}}");
}

static void times(void **state) {
    static const char *const bad[] = {"",        "x", "24:00", "12:60", "2026-11-23 9", "2026-11-23T10:00+25:00", "2026-11-23 10:00 z",
                                      "14:30abc"};
    time_t moment, now = time(NULL);

    (void)state;
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    assert_int_equal(calendar_time_parse("2026-11-23 14:30", &moment), 0);
    assert_int_equal(moment, 1795415400);
    assert_int_equal(calendar_time_parse("2026-11-23T06:30:00Z", &moment), 0);
    assert_int_equal(moment, 1795415400);
    assert_int_equal(calendar_time_parse("2026-11-23T09:30:00+03:00", &moment), 0);
    assert_int_equal(moment, 1795415400);
    assert_int_equal(calendar_time_parse("2026-11-23", &moment), 0);
    assert_int_equal(moment, 1795415400 - (14 * 60 + 30) * 60);
    assert_int_equal(calendar_time_parse("now", &moment), 0);
    assert_true(moment - now <= 1);
    assert_int_equal(calendar_time_parse("昨天 9:05", &moment), 0);
    assert_true(moment < now);
    assert_int_equal(calendar_time_parse("14:30", &moment), 0);
    assert_true(moment - now < 86400 && now - moment < 86400);
    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        assert_int_equal(calendar_time_parse(bad[i], &moment), 1);
}

static void data_and_flags_meet(void **state) {
    static const char given[] = "{\"account\":{\"shortName\":\"a\",\"name\":\"b\"}}";
    char *words[] = {"kam", "accounts", "create", "--short-name", "c", "--kind", "bank"};
    struct arguments arguments;
    struct complaint complaint = {0};
    json_t *data = json_loads(given, 0, NULL), *request = NULL;
    char *why = NULL;
    int asked = 0;
    const struct request_lookup lookup = {.find = fake_find, .context = &asked};

    (void)state;
    assert_int_equal(arguments_parse(&arguments, ARRAY_SIZE(words), words, &why), 0);
    arguments.next = 2;
    assert_int_equal(request_build(command_find("accounts", "create"), &arguments, data, &lookup, &request, &complaint), 0);
    assert_text(json_dumps(request, JSON_COMPACT | JSON_SORT_KEYS),
                "{\"account\":{\"kind\":\"ACCOUNT_KIND_BANK\",\"name\":\"b\",\"short_name\":\"c\"}}");
    json_decref(request);
    json_decref(data);
    arguments_deinit(&arguments);
}

/* A request field called like an option of every command could never be given. */
static void see_option(void *context, const struct field_path *path) {
    _cleanup_(freep) char *flag = field_flag(path);

    for (int i = 0; i < OPTION_COUNT_; i++)
        if (strcmp(flag + 2, option_table[i].name) == 0)
            fail_msg("%s of %s is an option of every command", flag, (const char *)context);
}

/* Every flag help shows leads back to the field it is shown for. */
static void see_flag(void *context, const struct field_path *path) {
    const struct kam_method *method = context;
    _cleanup_(freep) char *flag = field_flag(path);
    _cleanup_(freep) char *full = field_path_text(path);
    struct field_path found = {0};

    if (command_hides(method, path) || field_is_leading(field_last(path)))
        return;
    if (field_resolve(method->request, flag + 2, &found) != 0 || field_last(&found) != field_last(path))
        fail_msg("%s of %s does not mean %s", flag, method->path, full);
}

static void the_whole_table_can_be_typed(void **state) {
    (void)state;
    for (size_t i = 0; i < kam_methods_count; i++) {
        const struct kam_method *method = &kam_methods[i];
        _cleanup_(freep) char *usage = NULL;

        field_walk(method->request, see_option, (void *)method->path);
        field_walk(method->request, see_flag, (void *)method);
        if (!*method->noun)
            continue;
        assert_ptr_equal(command_find(method->noun, method->verb), method);
        assert_ptr_equal(command_by_path(method->path), method);
        for (size_t j = 0; method->args && method->args[j]; j++) {
            struct field_path path = {0};

            assert_int_equal(field_at(method->request, method->args[j], &path), 0);
        }
        usage = command_usage(method);
        assert_true(strlen(usage) > 4);
    }
    assert_non_null(command_by_path("accounts/getaccount"));
    assert_null(command_by_path("accounts/nothing"));
    assert_string_equal(command_path_meant("kam.v1.Accounts/GetAcount"), "kam.v1.Accounts/GetAccount");
}

/* What help shows must work: every example goes through the grammar, or through a command of our own. */
static void examples_are_right(void **state) {
    (void)state;
    for (size_t i = 0; i < example_count; i++) {
        const struct example *example = &example_table[i];
        _cleanup_(freep) char *line = xasprintf("kam %s", example->command);
        char *words[WORDS_MAX], *why = NULL;
        struct arguments arguments;

        assert_int_equal(arguments_parse(&arguments, split(line, words), words, &why), 0);
        assert_string_equal(arguments.tokens[0].text, example->noun);
        if (*example->verb)
            assert_string_equal(arguments.tokens[1].text, example->verb);
        if (!builtin_take(&arguments)) {
            _cleanup_(freep) char *made = NULL;

            if (build(example->command, &made) != 0)
                fail_msg("kam %s: %s", example->command, made);
        }
        arguments_deinit(&arguments);
    }
}

static void lookups_choose(void **state) {
    Kam__V1__AccountMatch a = KAM__V1__ACCOUNT_MATCH__INIT, b = KAM__V1__ACCOUNT_MATCH__INIT, c = KAM__V1__ACCOUNT_MATCH__INIT;
    const ProtobufCMessage *rows[] = {&a.base, &b.base, &c.base};

    (void)state;
    a.name = "重庆银行";
    b.name = "重庆银行两江分行";
    c.name = "重庆银行";
    c.code = "KA7";
    assert_null(lookup_choose(rows, 0, "x"));
    assert_ptr_equal(lookup_choose(rows, 1, "cqyh"), rows[0]);
    assert_null(lookup_choose(rows, 2, "重庆"));
    assert_ptr_equal(lookup_choose(rows, 2, "重庆银行"), rows[0]);
    assert_null(lookup_choose(rows, 3, "重庆银行"));
    assert_ptr_equal(lookup_choose(rows, 3, "ka7"), rows[2]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_reach_their_fields),
        cmocka_unit_test(names_become_ids),
        cmocka_unit_test(lists),
        cmocka_unit_test(the_mask_holds_what_was_given),
        cmocka_unit_test(switches),
        cmocka_unit_test(wrong_lines_are_explained),
        cmocka_unit_test(bytes_are_hexadecimal),
        cmocka_unit_test(days),
        cmocka_unit_test(times),
        cmocka_unit_test(data_and_flags_meet),
        cmocka_unit_test(the_whole_table_can_be_typed),
        cmocka_unit_test(examples_are_right),
        cmocka_unit_test(lookups_choose),
    };
    return cmocka_run_group_tests_name("cli grammar", tests, NULL, NULL);
}
