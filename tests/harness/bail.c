#include "tests/harness/bail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void bail(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    fputs("Bail out! ", stdout);
    vprintf(format, arguments);
    fputc('\n', stdout);
    va_end(arguments);
    fflush(stdout);
    exit(1);
}
