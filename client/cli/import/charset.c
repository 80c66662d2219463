#include "client/cli/import/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <utf8proc.h>

#include "client/cli/base/memory.h"

static size_t line_of(const char *bytes, size_t offset) {
    size_t line = 1;

    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    return line;
}

/* How far the text is UTF-8; *ret_cut tells whether what follows is the beginning of a character the file ends in. */
static size_t utf8_prefix(const char *bytes, size_t count, bool *ret_cut) {
    size_t at = 0;

    *ret_cut = false;
    while (at < count) {
        size_t left = count - at;
        unsigned char lead = (unsigned char)bytes[at];
        utf8proc_int32_t point;
        utf8proc_ssize_t taken;
        size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;

        if (lead < 0x80) {
            at++;
            continue;
        }
        taken = utf8proc_iterate((const utf8proc_uint8_t *)bytes + at, (utf8proc_ssize_t)(left < 4 ? left : 4), &point);
        if (taken <= 0) {
            *ret_cut = lead >= 0xC2 && lead <= 0xF4 && left < length;
            for (size_t i = 1; i < left && *ret_cut; i++)
                *ret_cut = ((unsigned char)bytes[at + i] & 0xC0) == 0x80;
            return at;
        }
        at += (size_t)taken;
    }
    return at;
}

static int fail(struct charset_fault *ret_fault, enum charset_fault_kind kind, size_t line) {
    *ret_fault = (struct charset_fault){.kind = kind, .line = line};
    return (int)kind;
}

/* Converts all of it; on failure *ret_offset is where the input stopped being text. */
static int convert(const char *from, const char *bytes, size_t count, char **ret_text, size_t *ret_text_bytes, size_t *ret_offset) {
    size_t left = count, room = count * 2 + 16, free_bytes = room;
    char *text = xcalloc(room + 1, 1), *out = text, *in = (char *)bytes;
    iconv_t converter = iconv_open("UTF-8", from);
    int kind = 0;

    *ret_offset = 0;
    if (converter == (iconv_t)-1) {
        free(text);
        return CHARSET_MISSING;
    }
    /* Two bytes of any of these become at most three of UTF-8; four stay four. Room for twice as many is enough, but checked. */
    if (iconv(converter, &in, &left, &out, &free_bytes) == (size_t)-1)
        kind = errno == EINVAL ? CHARSET_TRUNCATED : CHARSET_BROKEN;
    iconv_close(converter);
    *ret_offset = (size_t)(in - bytes);
    if (kind != 0) {
        free(text);
        return kind;
    }
    *out = '\0';
    *ret_text = text;
    *ret_text_bytes = (size_t)(out - text);
    return 0;
}

static int from_utf16(const char *bytes, size_t count, bool big, char **ret_text, size_t *ret_text_bytes, struct charset_fault *ret_fault) {
    size_t offset, line = 1, text_bytes = 0;
    char *text = NULL;
    int kind = convert(big ? "UTF-16BE" : "UTF-16LE", bytes, count, &text, &text_bytes, &offset);

    if (kind == 0 && memchr(text, '\0', text_bytes)) {
        free(text);
        kind = CHARSET_NUL;
    }
    if (kind == 0) {
        *ret_text = text;
        *ret_text_bytes = text_bytes;
        return 0;
    }
    for (size_t i = 0; i + 1 < offset; i += 2)
        line += bytes[i + (big ? 1 : 0)] == '\n' && bytes[i + (big ? 0 : 1)] == '\0';
    return fail(ret_fault, (enum charset_fault_kind)kind, line);
}

int charset_to_utf8(const void *given, size_t count, char **ret_text, size_t *ret_text_bytes, const char **ret_name,
                    struct charset_fault *ret_fault) {
    const char *bytes = given;
    size_t utf8, offset;
    const char *nul;
    bool cut;
    int kind;

    if (count >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        *ret_name = "UTF-16";
        return from_utf16(bytes + 2, count - 2, (unsigned char)bytes[0] == 0xFE, ret_text, ret_text_bytes, ret_fault);
    }
    if (count >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        count -= 3;
    }
    nul = count ? memchr(bytes, '\0', count) : NULL;
    if (nul)
        return fail(ret_fault, CHARSET_NUL, line_of(bytes, (size_t)(nul - bytes)));
    utf8 = utf8_prefix(bytes, count, &cut);
    if (utf8 == count) {
        *ret_name = "UTF-8";
        *ret_text = xcalloc(count + 1, 1);
        if (count)
            memcpy(*ret_text, bytes, count);
        *ret_text_bytes = count;
        return 0;
    }
    /* All of it UTF-8 but for a character cut off at the end, and not only ASCII before: a UTF-8 file that lost its end. */
    if (cut) {
        for (size_t i = 0; i < utf8; i++)
            if ((unsigned char)bytes[i] >= 0x80)
                return fail(ret_fault, CHARSET_TRUNCATED, line_of(bytes, utf8));
    }
    *ret_name = "GB18030";
    kind = convert("GB18030", bytes, count, ret_text, ret_text_bytes, &offset);
    if (kind == 0)
        return 0;
    /* Neither: the fault is where the better of the two readings came to its end. */
    return fail(ret_fault, (enum charset_fault_kind)kind, line_of(bytes, kind == CHARSET_TRUNCATED || offset > utf8 ? offset : utf8));
}
