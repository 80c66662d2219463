/*
 * What the command line's unit tests share: cmocka's own includes in its order, and language and memory at hand.
 */
#ifndef TESTS_UNIT_CLI_TEST_H
#define TESTS_UNIT_CLI_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"

static inline void assert_text(char *owned, const char *expected) {
    assert_string_equal(owned, expected);
    free(owned);
}

#endif
