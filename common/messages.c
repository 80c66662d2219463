#include "common/messages.h"
#include <assert.h>
#include <string.h>

static const struct message messages[] = {
#define MESSAGE(reason, code, retryable, zh, en) [MESSAGE_##reason] = {#reason, KAM_##code, retryable, zh, en},
#include "common/messages.def"
#undef MESSAGE
};

const struct message *message_get(enum message_id id) {
    assert((size_t)id < MESSAGE_COUNT);
    return &messages[id];
}

/* Adds as many whole characters of text as fit. */
static size_t put(char *out, size_t used, size_t room, const char *text, size_t bytes) {
    if (bytes > room - used) {
        bytes = room - used;
        while (bytes > 0 && ((unsigned char)text[bytes] & 0xc0) == 0x80)
            bytes--;
    }
    memcpy(out + used, text, bytes);
    return used + bytes;
}

void message_format(enum message_id id, const char *language, const char *first, const char *second, char *out, size_t out_bytes) {
    const struct message *m = message_get(id);
    const char *text = language && strcmp(language, "en") == 0 ? m->en : m->zh;
    size_t room = out_bytes - 1, used = 0;

    assert(out_bytes > 0);
    while (*text) {
        const char *brace = strchr(text, '{');
        const char *argument = NULL;

        if (brace && (brace[1] == '1' || brace[1] == '2') && brace[2] == '}')
            argument = brace[1] == '1' ? first : second;
        else
            brace = NULL;
        used = put(out, used, room, text, brace ? (size_t)(brace - text) : strlen(text));
        if (!brace)
            break;
        if (argument)
            used = put(out, used, room, argument, strlen(argument));
        text = brace + 3;
    }
    out[used] = '\0';
}

enum message_id message_of_wirecheck(enum wirecheck_error error) {
    switch (error) {
    case WIRECHECK_DUPLICATE:
        return MESSAGE_FIELD_DUPLICATE;
    case WIRECHECK_RANGE:
        return MESSAGE_FIELD_RANGE;
    case WIRECHECK_ENUM:
        return MESSAGE_FIELD_ENUM;
    case WIRECHECK_NUL:
    case WIRECHECK_UTF8:
    case WIRECHECK_CONTROL:
        return MESSAGE_FIELD_TEXT;
    case WIRECHECK_TOO_LONG:
        return MESSAGE_FIELD_TOO_LONG;
    case WIRECHECK_TOO_MANY:
        return MESSAGE_FIELD_TOO_MANY;
    case WIRECHECK_REQUIRED:
        return MESSAGE_FIELD_REQUIRED;
    case WIRECHECK_MEMORY:
        return MESSAGE_REQUEST_TOO_LARGE;
    default:
        return MESSAGE_MESSAGE_MALFORMED;
    }
}
