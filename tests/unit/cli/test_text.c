/*
 * Widths, harmless text, suggestions, the two languages.
 */
#include "tests/unit/cli/cli_test.h"

#include <locale.h>
#include <wchar.h>

#include "client/cli/base/suggest.h"
#include "client/cli/base/width.h"

static void widths(void **state) {
    (void)state;
    assert_int_equal(width_of(""), 0);
    assert_int_equal(width_of("kam"), 3);
    assert_int_equal(width_of("重庆银行"), 8);
    assert_int_equal(width_of("e\xCC\x81"), 1);
    assert_int_equal(width_of("（甲）"), 6);
    assert_int_equal(width_of("\xFF\xFE"), 2);
}

/* libsmartcols asks the C library for widths: both must agree on what our texts are made of, or columns would not line up. */
static void widths_as_the_c_library_has_them(void **state) {
    static const char *const texts[] = {"重庆银行", "（甲）", "“引号”", "…", "→", "├─", "100%", "ａｂ", "㈠", "，。；："};

    (void)state;
    assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        wchar_t wide[64];
        size_t count = mbstowcs(wide, texts[i], 64);

        assert_true(count < 64);
        assert_int_equal(width_of(texts[i]), wcswidth(wide, count));
    }
}

static void cuts(void **state) {
    (void)state;
    assert_text(width_cut("重庆银行", 8), "重庆银行");
    assert_text(width_cut("重庆银行", 7), "重庆银…");
    assert_text(width_cut("重庆银行", 6), "重庆…");
    assert_text(width_cut("重庆银行", 1), "…");
    assert_text(width_cut("重庆银行", 0), "");
    assert_text(width_cut("", 3), "");
}

static void harmless(void **state) {
    (void)state;
    assert_text(width_safe("a\x1b[2Jb", 0), "a\\x1B[2Jb");
    assert_text(width_safe("一\n二", 1), "一\n二");
    assert_text(width_safe("一\n二", 0), "一\\x0A二");
    assert_text(width_safe("x\xE2\x80\xAEgpj.exe", 0), "x\\u{202E}gpj.exe");
    assert_text(width_safe("\xC2\x9B", 0), "\\x9B");
    assert_text(width_safe("\xC3(", 0), "\\xC3(");
    assert_text(width_safe("a\tb\x7F", 0), "a b\\x7F");
}

static void distances(void **state) {
    (void)state;
    assert_int_equal(suggest_distance("list", "list"), 0);
    assert_int_equal(suggest_distance("lsit", "list"), 1);
    assert_int_equal(suggest_distance("List", "list"), 0);
    assert_int_equal(suggest_distance("银行", "银杏"), 1);
    assert_int_equal(suggest_distance("", "abc"), 3);
    assert_int_equal(suggest_distance("short_name", "short-name"), 0);
}

static void suggestions(void **state) {
    static const char *const nouns[] = {"accounts", "contacts", "org", "session", "users", "visits", NULL};

    (void)state;
    assert_string_equal(suggest_nearest("acounts", nouns, ARRAY_SIZE(nouns)), "accounts");
    assert_string_equal(suggest_nearest("account", nouns, ARRAY_SIZE(nouns)), "accounts");
    assert_string_equal(suggest_nearest("vists", nouns, ARRAY_SIZE(nouns)), "visits");
    assert_string_equal(suggest_nearest("sess", nouns, ARRAY_SIZE(nouns)), "session");
    assert_null(suggest_nearest("weather", nouns, ARRAY_SIZE(nouns)));
    assert_null(suggest_nearest("x", nouns, ARRAY_SIZE(nouns)));
    assert_null(suggest_nearest("", nouns, ARRAY_SIZE(nouns)));
}

static void languages(void **state) {
    enum language language = LANGUAGE_EN;

    (void)state;
    assert_int_equal(language_parse("zh_CN.UTF-8", &language), 0);
    assert_int_equal(language, LANGUAGE_ZH);
    assert_int_equal(language_parse("EN", &language), 0);
    assert_int_equal(language, LANGUAGE_EN);
    assert_int_equal(language_parse("de_DE", &language), 1);
    setenv("LC_ALL", "", 1);
    setenv("LC_MESSAGES", "zh_CN.UTF-8", 1);
    setenv("LANG", "en_US.UTF-8", 1);
    assert_int_equal(language_from_environment(), LANGUAGE_ZH);
    setenv("LC_ALL", "C", 1);
    assert_int_equal(language_from_environment(), LANGUAGE_EN);
}

/* Both languages fill in the same arguments, or one of them would lose something. */
static void both_languages_say_the_same(void **state) {
    (void)state;
    for (int id = 0; id < TEXT_COUNT_; id++) {
        unsigned zh = 0, en = 0;

        language_set(LANGUAGE_ZH);
        for (const char *at = strchr(text_of((enum text_id)id), '{'); at; at = strchr(at + 1, '{'))
            zh |= 1U << (at[1] - '0');
        language_set(LANGUAGE_EN);
        assert_true(*text_of((enum text_id)id));
        for (const char *at = strchr(text_of((enum text_id)id), '{'); at; at = strchr(at + 1, '{'))
            en |= 1U << (at[1] - '0');
        if (zh != en)
            fail_msg("text %d: %s", id, text_of((enum text_id)id));
    }
    assert_text(text_fill(TEXT_FLAG_UNKNOWN_MEANT, "--a", "--b"), "there is no option --a. Did you mean --b?");
}

static void exit_codes_differ(void **state) {
    static const int codes[] = {
#define EXIT(id, number, zh, en) number,
#include "client/cli/base/exit.def"
#undef EXIT
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(codes[i], codes[j]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths),
        cmocka_unit_test(widths_as_the_c_library_has_them),
        cmocka_unit_test(cuts),
        cmocka_unit_test(harmless),
        cmocka_unit_test(distances),
        cmocka_unit_test(suggestions),
        cmocka_unit_test(languages),
        cmocka_unit_test(both_languages_say_the_same),
        cmocka_unit_test(exit_codes_differ),
    };
    return cmocka_run_group_tests_name("cli text", tests, NULL, NULL);
}
