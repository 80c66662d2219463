/*
 * What the protos promise is what the server says: every CODE/REASON in a method's comment exists, with that code, among the refusals of
 * the database (sql/errors.sql) or of the server (common/messages.def). Read from the method reference, which holds all of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/status.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct refusal {
    const char *reason;
    enum kam_status code;
};

static const struct refusal refusals[] = {
#define MESSAGE(reason, code, retryable, zh, en) {#reason, KAM_##code},
#include "common/messages.def"
#undef MESSAGE
};

static char *read_file(const char *variable) {
    const char *path = getenv(variable);
    char *text = NULL;
    size_t room = 0;
    FILE *f = path ? fopen(path, "r") : NULL;
    if (!f || getdelim(&text, &room, 0, f) < 0)
        fail_msg("%s is not set or names no file; run this by meson test", variable);
    fclose(f);
    return text;
}

static bool is_said_by_server(const char *code, const char *reason) {
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
        if (strcmp(refusals[i].reason, reason) == 0 && strcmp(kam_status_name(refusals[i].code), code) == 0)
            return true;
    return false;
}

/* A row of errors.sql reads: ('constraint', 6, 'REASON', … */
static bool is_said_by_database(const char *errors, const char *code, const char *reason) {
    char wanted[128];
    for (int number = KAM_CANCELLED; number <= KAM_UNAUTHENTICATED; number++) {
        if (strcmp(kam_status_name((enum kam_status)number), code) != 0)
            continue;
        snprintf(wanted, sizeof(wanted), ", %d, '%s',", number, reason);
        return strstr(errors, wanted) != NULL;
    }
    return false;
}

static void promised_errors_exist(void **state) {
    char *reference = read_file("REFERENCE"), *errors = read_file("ERRORS");
    size_t promised = 0, missing = 0;
    for (char *rest = reference, *line; (line = strsep(&rest, "\n"));) {
        char code[64], reason[64];
        if (sscanf(line, "  - %63[A-Z_]/%63[A-Z_]", code, reason) != 2)
            continue;
        promised++;
        if (!is_said_by_server(code, reason) && !is_said_by_database(errors, code, reason)) {
            print_message("# nobody says %s/%s\n", code, reason);
            missing++;
        }
    }
    assert_true(promised > 20); /* the reference was read as it is written */
    assert_int_equal(missing, 0);
    free(reference);
    free(errors);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(promised_errors_exist)};
    return cmocka_run_group_tests_name("promised errors", tests, NULL, NULL);
}
