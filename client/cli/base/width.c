#include "client/cli/base/width.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "client/cli/base/memory.h"

/* One code point; broken bytes count as one cell each, as terminals show them. Returns the bytes taken. */
static size_t next_point(const char *text, utf8proc_int32_t *ret_point) {
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, ret_point);

    if (bytes > 0)
        return (size_t)bytes;
    *ret_point = -1;
    return 1;
}

static size_t cells_of(utf8proc_int32_t point) {
    int cells;

    if (point < 0)
        return 1;
    cells = utf8proc_charwidth(point);
    return cells > 0 ? (size_t)cells : 0;
}

size_t width_of(const char *text) {
    size_t cells = 0;

    while (*text) {
        utf8proc_int32_t point;

        text += next_point(text, &point);
        cells += cells_of(point);
    }
    return cells;
}

void width_print(FILE *stream, const char *text, size_t cells) {
    size_t taken = width_of(text);

    fputs(text, stream);
    for (; taken < cells; taken++)
        fputc(' ', stream);
}

char *width_cut(const char *text, size_t cells) {
    const char *at = text;
    size_t taken = 0;

    if (width_of(text) <= cells)
        return xstrdup(text);
    if (cells == 0)
        return xstrdup("");
    for (;;) {
        utf8proc_int32_t point;
        size_t bytes = next_point(at, &point);

        if (taken + cells_of(point) > cells - 1)
            break;
        taken += cells_of(point);
        at += bytes;
    }
    return xasprintf("%.*s…", (int)(at - text), text);
}

/* Marks that reorder or hide what follows them: embeddings, overrides, isolates, zero-width signs and the tags block. */
static int is_deceptive(utf8proc_int32_t point) {
    return (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x2069) ||
           point == 0xFEFF || (point >= 0xE0000 && point <= 0xE007F);
}

char *width_safe(const char *text, int lines) {
    char *safe = NULL;
    size_t bytes_written;
    FILE *stream = xmemstream(&safe, &bytes_written);

    while (*text) {
        utf8proc_int32_t point;
        size_t bytes = next_point(text, &point);

        if (point < 0)
            fprintf(stream, "\\x%02X", (unsigned)(unsigned char)*text);
        else if (point == '\n' && lines)
            fputc('\n', stream);
        else if (point == '\t')
            fputc(' ', stream);
        else if (point < 0x20 || (point >= 0x7F && point < 0xA0))
            fprintf(stream, "\\x%02X", (unsigned)point);
        else if (is_deceptive(point) || point == 0x2028 || point == 0x2029)
            fprintf(stream, "\\u{%X}", (unsigned)point);
        else
            fwrite(text, 1, bytes, stream);
        text += bytes;
    }
    fclose(stream);
    return safe;
}
