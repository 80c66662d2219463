/* What could come next on a command line, lines cut into words, and the lists of `kam today`. */
#include "tests/unit/cli/cli_test.h"

#include <stdbool.h>
#include <stdio.h>

#include "client/cli/command/builtin.h"
#include "client/cli/command/completion.h"
#include "client/cli/command/today.h"
#include "client/cli/grammar/command.h"
#include "client/cli/grammar/complete.h"
#include "client/cli/grammar/request.h"
#include "client/cli/grammar/words.h"
#include "client/cli/output/shape.h"

enum { FOUND_MAX = 400 };

static struct {
    char *words[FOUND_MAX];
    size_t count;
    char asked[128]; /* of the last look-up */
} found;

static void keep(void *context, const char *word, const char *about) {
    (void)context;
    assert_true(found.count < FOUND_MAX);
    assert_non_null(about);
    found.words[found.count++] = xstrdup(word);
}

static void find(void *context, const char *method_path, const char *typed) {
    (void)context;
    snprintf(found.asked, sizeof(found.asked), "%s %s", method_path, typed);
    keep(NULL, "重庆银行", "");
}

/* The candidates for a line; a blank at its end begins a new word. */
static void complete(const char *line) {
    struct context contexts[] = {{.name = "demo"}, {.name = "depot"}};
    struct app app = {.config = {.contexts = contexts, .count = 2}};
    struct completing completing = {.visit = keep, .find = find};
    struct words words;
    size_t count;

    for (size_t i = 0; i < found.count; i++)
        free(found.words[i]);
    found.count = 0;
    found.asked[0] = '\0';
    assert_int_equal(words_split(line, &words), 0);
    count = words.count;
    if (!*line || line[strlen(line) - 1] == ' ') {
        words.words = xrealloc(words.words, count + 1, sizeof(*words.words));
        words.words[count++] = xstrdup("");
    }
    completion_fill(&app, &completing);
    complete_words(&completing, (const char *const *)words.words + 1, count - 1);
    free((void *)completing.commands);
    free((void *)completing.contexts);
    words.count = count;
    words_deinit(&words);
}

static bool has(const char *word) {
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(found.words[i], word) == 0)
            return true;
    return false;
}

static void expect_only(const char *line, const char *word) {
    complete(line);
    if (found.count != 1 || strcmp(found.words[0], word) != 0)
        fail_msg("“%s”: %zu candidates, the first “%s”", line, found.count, found.count ? found.words[0] : "");
}

static void nouns_and_verbs(void **state) {
    (void)state;
    complete("");
    assert_true(has("accounts") && has("visits") && has("login") && has("today") && has("help"));
    expect_only("acc", "accounts");
    complete("accounts ");
    assert_true(has("create") && has("import") && has("tree"));
    expect_only("accounts impo", "import");
    expect_only("requests res", "resolve");
    expect_only("--lang zh accounts tre", "tree");
    complete("nonsense ");
    assert_int_equal(found.count, 0);
}

static void flags_and_values(void **state) {
    (void)state;
    complete("accounts list --");
    assert_true(has("--kind") && has("--owner") && has("--output") && has("--watch"));
    assert_false(has("--page-token"));
    expect_only("accounts list --ki", "--kind");
    complete("accounts list --kind ");
    assert_true(has("bank") && has("enterprise"));
    expect_only("accounts list --kind 银", "银行");
    expect_only("accounts list 重庆 --kind ban", "bank");
    expect_only("visits register 重庆银行 回访 --channel lett", "letter");
    expect_only("accounts list -o jsonl", "jsonl");
    expect_only("accounts list --output cs", "csv");
    expect_only("accounts list --columns name,kin", "name,kind");
    expect_only("login --passw", "--password-file");
    expect_only("accounts import x.csv --dry", "--dry-run");
    expect_only("requests resolve --dr", "--drop");
    /* What a flag has for its value is no word of the command; a file's name is nobody's to guess but the shell's. */
    expect_only("-c demo acc", "accounts");
    complete("accounts import ");
    assert_int_equal(found.count, 0);
    complete("accounts export x.csv --reason ");
    assert_int_equal(found.count, 0);
}

static void names_of_things(void **state) {
    (void)state;
    expect_only("-c dem", "demo");
    expect_only("context use dep", "depot");
    expect_only("help visits ans", "answer");
    expect_only("describe accounts tre", "tree");
    expect_only("call kam.v1.Requests/", "kam.v1.Requests/GetRequestOutcome");
    expect_only("completion z", "zsh");
    /* Records are found by what has begun, as an argument and as a flag's value; before that nobody is asked. */
    expect_only("accounts get cqyh", "重庆银行");
    complete("accounts tree cqyh");
    assert_string_equal(found.asked, "kam.v1.Accounts/SearchAccounts cqyh");
    complete("accounts list --owner li");
    assert_string_equal(found.asked, "kam.v1.Users/SearchUsers li");
    complete("accounts tree ");
    assert_string_equal(found.asked, "");
}

/* Each method's own flags, each enum's own values: a new method needs nothing here. */
static void the_whole_table_completes(void **state) {
    (void)state;
    for (size_t i = 0; i < kam_methods_count; i++) {
        const struct kam_method *method = &kam_methods[i];
        _cleanup_(freep) char *line = xasprintf("%s %s", method->noun, method->verb);
        _cleanup_(freep) char *flags = xasprintf("%s --", line);

        if (!*method->noun)
            continue;
        complete(line);
        if (!has(method->verb))
            fail_msg("%s is not completed", line);
        complete(flags);
        assert_true(has("--help"));
    }
}

static void expect_words(const char *line, int fault, size_t count, const char *last) {
    struct words words;

    assert_int_equal(words_split(line, &words), fault);
    assert_int_equal(words.count, count);
    assert_string_equal(words.words[count - 1], last);
    assert_null(words.words[count]);
    words_deinit(&words);
}

static void lines_become_words(void **state) {
    (void)state;
    expect_words("", 0, 1, "kam");
    expect_words("  \t\n", 0, 1, "kam");
    expect_words("accounts  get\t7\n", 0, 4, "7");
    expect_words("a 'b c' \"d e\"", 0, 4, "d e");
    expect_words("a \"say \\\"x\\\"\"", 0, 3, "say \"x\"");
    expect_words("a 'back\\slash'", 0, 3, "back\\slash");
    expect_words("a b\\ c", 0, 3, "b c");
    expect_words("a ''", 0, 3, "");
    expect_words("名'称 有'空格", 0, 2, "名称 有空格");
    expect_words("a \\", 0, 3, "\\");
    expect_words("a 'open", WORDS_QUOTE, 3, "open");
}

static int no_names(void *context, const char *method_path, const char *typed, int64_t *ret_id, struct complaint *complaint) {
    (void)context;
    fail_msg("%s is asked for “%s”", method_path, typed);
    return 1;
}

/* Every line of today.def is a list that can be asked as it stands. */
static void today_asks_for_lists(void **state) {
    const struct request_lookup lookup = {.find = no_names};

    (void)state;
    assert_true(today_count > 0);
    for (size_t i = 0; i < today_count; i++) {
        struct complaint complaint = {0};
        struct arguments arguments;
        struct words words;
        json_t *request = NULL;
        const struct kam_method *method;
        char *why = NULL;

        assert_int_equal(words_split(today_table[i].command, &words), 0);
        assert_int_equal(arguments_parse(&arguments, (int)words.count, words.words, &why), 0);
        method = command_find(arguments.tokens[0].text, arguments.tokens[1].text);
        if (!method || !shape_of(method->response).rows)
            fail_msg("kam %s is no list", today_table[i].command);
        arguments.next = 2;
        if (request_build(method, &arguments, NULL, &lookup, &request, &complaint) != 0)
            fail_msg("kam %s: %s", today_table[i].command, complaint.message);
        json_decref(request);
        arguments_deinit(&arguments);
        words_deinit(&words);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nouns_and_verbs),           cmocka_unit_test(flags_and_values),   cmocka_unit_test(names_of_things),
        cmocka_unit_test(the_whole_table_completes), cmocka_unit_test(lines_become_words), cmocka_unit_test(today_asks_for_lists),
    };

    language_set(LANGUAGE_EN);
    return cmocka_run_group_tests_name("cli completion", tests, NULL, NULL);
}
