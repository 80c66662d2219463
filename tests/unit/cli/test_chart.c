/* Money, bars and sparklines, and money as people type it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "client/cli/base/memory.h"
#include "client/cli/grammar/value.h"
#include "client/cli/output/chart.h"

static void money(void **state) {
    static const struct {
        int64_t minor;
        const char *shown;
    } cases[] = {{0, "0.00"},           {1, "0.01"},          {-1, "-0.01"},
                 {123456, "1,234.56"}, {99999, "999.99"},    {-100000, "-1,000.00"},
                 {100000000, "1,000,000.00"}, {INT64_MAX, "92,233,720,368,547,758.07"}, {INT64_MIN, "-92,233,720,368,547,758.08"}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        _cleanup_(freep) char *shown = chart_money(cases[i].minor, ",");
        assert_string_equal(shown, cases[i].shown);
    }
    _cleanup_(freep) char *plain = chart_money(-123456789, "");
    assert_string_equal(plain, "-1234567.89"); /* what a spreadsheet takes for a number */
}

static void bars(void **state) {
    static const struct {
        int64_t thousandths;
        const char *shown;
    } cases[] = {{0, "             0%"},   {1, "             1%"},    {500, "█████       50%"}, {634, "██████▎     63%"}, {999, "█████████▉  99%"},
                 {1000, "██████████ 100%"}, {1730, "██████████ 173%"}, {-5, "             0%"}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        _cleanup_(freep) char *shown = chart_bar(cases[i].thousandths);
        assert_string_equal(shown, cases[i].shown);
    }
}

static void sparks(void **state) {
    _cleanup_(freep) char *rising = chart_spark((const int64_t[]){0, 1, 4, 8, -3}, 5);
    _cleanup_(freep) char *none = chart_spark(NULL, 0);
    _cleanup_(freep) char *great = chart_spark((const int64_t[]){INT64_MAX, INT64_MAX - 1, 1}, 3);

    (void)state;
    assert_string_equal(rising, " ▂▅█ ");
    assert_string_equal(none, "");
    assert_string_equal(great, "██▁");
}

/* An amount is typed as it is shown, in the great unit and exactly; minor units are for programs. */
static void typed(void **state) {
    static const ProtobufCFieldDescriptor amount = {.name = "amount", .type = PROTOBUF_C_TYPE_INT64};
    static const struct kam_field_rule rule = {.show = KAM_SHOW_MONEY};
    static const struct {
        const char *text;
        json_int_t minor; /* 0: refused */
    } cases[] = {{"1234.56", 123456}, {"1,234.5", 123450}, {"1234", 123400}, {"-0.01", -1}, {"-800", -80000}, {"5.", 500}, {"92233720368547758.07", INT64_MAX},
                 {"92233720368547758.08", 0}, {"1.234", 0}, {".5", 0}, {"1,5", 0}, {"1,0000", 0}, {"12,345,678.9", 1234567890}, {"", 0}, {"-", 0}, {"92233720368547759", 0}, {"1.2.3", 0}, {"1.2x", 0}, {"999999999999999999999.00", 0}, {"-.", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        json_t *value = NULL;
        _cleanup_(freep) char *why = NULL;
        int fault = value_parse(&rule, &amount, cases[i].text, &value, &why);

        assert_int_equal(fault == 0, cases[i].minor != 0);
        if (fault == 0)
            assert_int_equal(json_integer_value(value), cases[i].minor);
        json_decref(value);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(money), cmocka_unit_test(bars), cmocka_unit_test(sparks), cmocka_unit_test(typed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
