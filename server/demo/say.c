#include "server/demo/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void demo_say(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

int demo_fail(const char *format, ...) {
    va_list arguments;

    fflush(stdout);
    fputs("kamd demo: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return DEMO_TOLD;
}

void demo_count(const char *what, unsigned done, unsigned total) {
    if (isatty(STDOUT_FILENO))
        printf("\r\033[K  %s %u/%u%s", what, done, total, done == total ? "\n" : "");
    else if (done == total)
        printf("  %s %u/%u\n", what, done, total);
    fflush(stdout);
}
