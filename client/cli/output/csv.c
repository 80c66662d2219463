#include "client/cli/output/csv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"

/* What begins a formula, also after apostrophes that were there before, and in full width, which some spreadsheets fold. */
static bool is_formula(const char *text) {
    static const char *const wide[] = {"＝", "＋", "－", "＠"};

    while (*text == '\'')
        text++;
    if (*text == '-' && text[1] && strspn(text + 1, "0123456789.") == strlen(text + 1))
        return false; /* a negative number is one */
    if (*text && strchr("=+-@\t\r", *text))
        return true;
    for (size_t i = 0; i < ARRAY_SIZE(wide); i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return true;
    return false;
}

char *csv_guard(const char *text) {
    return is_formula(text) ? xasprintf("'%s", text) : xstrdup(text);
}

char *csv_unguard(const char *text) {
    return xstrdup(*text == '\'' && is_formula(text) ? text + 1 : text);
}

void csv_print_cell(FILE *stream, const char *text, int first) {
    _cleanup_(freep) char *safe = csv_guard(text ? text : "");
    size_t bytes = strlen(safe);
    bool quoted = strpbrk(safe, ",\"\r\n;\t") || *safe == ' ' || (bytes && safe[bytes - 1] == ' ');

    if (!first)
        fputc(',', stream);
    if (!quoted) {
        fputs(safe, stream);
        return;
    }
    fputc('"', stream);
    for (const char *at = safe; *at; at++) {
        if (*at == '"')
            fputc('"', stream);
        fputc(*at, stream);
    }
    fputc('"', stream);
}

void csv_print_end(FILE *stream) {
    fputs("\r\n", stream);
}
