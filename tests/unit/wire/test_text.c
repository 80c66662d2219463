/* UTF-8, the texts of refusals. */
#include "common/messages.h"
#include "common/utf8.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

/* The definition, slowly: decode, then look at the number. */
static bool valid_slowly(const uint8_t *t, size_t n) {
    for (size_t i = 0; i < n;) {
        unsigned length = t[i] < 0x80 ? 1 : t[i] >> 5 == 6 ? 2 : t[i] >> 4 == 14 ? 3 : t[i] >> 3 == 30 ? 4 : 0;
        const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        uint32_t c;

        if (length == 0 || n - i < length)
            return false;
        c = length == 1 ? t[i] : t[i] & (0x7fu >> length);
        for (unsigned k = 1; k < length; k++) {
            if (t[i + k] >> 6 != 2)
                return false;
            c = c << 6 | (t[i + k] & 0x3f);
        }
        if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
            return false;
        i += length;
    }
    return true;
}

static bool is_text(const uint8_t *t, size_t bytes) {
    size_t at;
    enum utf8_result result = utf8_check(t, bytes, &at);

    return result == UTF8_OK || result == UTF8_CONTROL;
}

static void all_short_sequences_agree_with_the_definition(void **state) {
    uint8_t t[3];

    (void)state;
    for (unsigned a = 1; a < 256; a++) {
        t[0] = (uint8_t)a;
        for (unsigned b = 1; b < 256; b++) {
            t[1] = (uint8_t)b;
            assert_int_equal(is_text(t, 2), valid_slowly(t, 2));
            for (unsigned c = 1; c < 256; c++) {
                t[2] = (uint8_t)c;
                if (is_text(t, 3) != valid_slowly(t, 3))
                    fail_msg("%02x %02x %02x", a, b, c);
            }
        }
    }
}

static void four_byte_sequences_at_their_bounds(void **state) {
    const struct {
        const char *text;
        enum utf8_result result;
    } cases[] = {
        {"\xf0\x90\x80\x80", UTF8_OK},      {"\xf0\x8f\xbf\xbf", UTF8_INVALID}, {"\xf4\x8f\xbf\xbf", UTF8_OK},
        {"\xf4\x90\x80\x80", UTF8_INVALID}, {"\xf0\x9f\x98", UTF8_INVALID},     {"\xf5\x80\x80\x80", UTF8_INVALID},
        {"\xed\xa0\x80", UTF8_INVALID},     {"\xc0\x80", UTF8_INVALID},         {"重庆银行", UTF8_OK},
    };
    size_t at;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(utf8_check((const uint8_t *)cases[i].text, strlen(cases[i].text), &at), cases[i].result);
}

static void faults_are_found_wherever_they_are(void **state) {
    uint8_t t[64];
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < sizeof t; i++) {
        memset(t, 'a', sizeof t);
        t[i] = 0;
        assert_int_equal(utf8_check(t, sizeof t, &at), UTF8_NUL);
        assert_int_equal(at, i);
        t[i] = 0xff;
        assert_int_equal(utf8_check(t, sizeof t, &at), UTF8_INVALID);
        assert_int_equal(at, i);
    }
    assert_int_equal(utf8_check(NULL, 0, &at), UTF8_OK);
}

/* Every character up to U+FFFF by itself, and each fault at each place of a longer text. */
static void controls_are_told_apart(void **state) {
    size_t at = 0;

    (void)state;
    for (uint32_t c = 1; c < 0x10000; c++) {
        uint8_t t[3] = {(uint8_t)c};
        size_t bytes = 1;
        bool hidden = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
                      (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

        if (c >= 0xd800 && c < 0xe000)
            continue;
        if (c >= 0x80 && c < 0x800) {
            memcpy(t, (uint8_t[]){(uint8_t)(0xc0 | c >> 6), (uint8_t)(0x80 | (c & 0x3f))}, 2);
            bytes = 2;
        } else if (c >= 0x800) {
            memcpy(t, (uint8_t[]){(uint8_t)(0xe0 | c >> 12), (uint8_t)(0x80 | (c >> 6 & 0x3f)), (uint8_t)(0x80 | (c & 0x3f))}, 3);
            bytes = 3;
        }
        if (utf8_check(t, bytes, &at) != (hidden ? UTF8_CONTROL : UTF8_OK))
            fail_msg("U+%04X", c);
    }
    for (size_t i = 0; i < 64; i++) {
        uint8_t t[64];

        memset(t, ' ', sizeof t);
        t[i] = 0x1b;
        assert_int_equal(utf8_check(t, sizeof t, &at), UTF8_CONTROL);
        assert_int_equal(at, i);
        t[i] = 0x7f;
        assert_int_equal(utf8_check(t, sizeof t, &at), UTF8_CONTROL);
        t[63 - i] = 0xff; /* what is no text at all counts first, wherever it is */
        assert_int_equal(utf8_check(t, sizeof t, &at), UTF8_INVALID);
        assert_int_equal(at, 63 - i);
    }
}

static void every_message_has_both_languages(void **state) {
    (void)state;
    for (int i = 0; i < MESSAGE_COUNT; i++) {
        const struct message *m = message_get((enum message_id)i);

        assert_true(m->zh[0] && m->en[0] && m->reason[0] && m->code != KAM_OK);
        /* The same arguments in both. */
        for (int a = 1; a <= 2; a++) {
            char placeholder[4];

            (void)snprintf(placeholder, sizeof placeholder, "{%d}", a);
            assert_int_equal(strstr(m->zh, placeholder) != NULL, strstr(m->en, placeholder) != NULL);
        }
    }
}

static void arguments_are_put_in(void **state) {
    char text[200], small[8];
    size_t at;

    (void)state;
    message_format(MESSAGE_FIELD_TOO_LONG, "en", "256", NULL, text, sizeof text);
    assert_string_equal(text, "At most 256 bytes");
    message_format(MESSAGE_FIELD_TOO_LONG, "zh", "256", NULL, text, sizeof text);
    assert_string_equal(text, "最多 256 字节");
    message_format(MESSAGE_FIELD_TOO_LONG, "fr", NULL, NULL, text, sizeof text);
    assert_string_equal(text, "最多  字节");
    /* Cut between characters, never within one. */
    message_format(MESSAGE_FIELD_TEXT, "zh", NULL, NULL, small, sizeof small);
    assert_int_equal(utf8_check((const uint8_t *)small, strlen(small), &at), UTF8_OK);
    assert_int_equal(strlen(small), 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_short_sequences_agree_with_the_definition),
        cmocka_unit_test(four_byte_sequences_at_their_bounds),
        cmocka_unit_test(faults_are_found_wherever_they_are),
        cmocka_unit_test(controls_are_told_apart),
        cmocka_unit_test(every_message_has_both_languages),
        cmocka_unit_test(arguments_are_put_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
