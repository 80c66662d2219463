/*
 * Refusals made in C: code, stable reason, and a text for people in both languages, one row each in common/messages.def.
 */
#ifndef KAM_COMMON_MESSAGES_H
#define KAM_COMMON_MESSAGES_H

#include "common/status.h"
#include "common/wirecheck.h"
#include <stdbool.h>
#include <stddef.h>

enum message_id {
#define MESSAGE(reason, code, retryable, zh, en) MESSAGE_##reason,
#include "common/messages.def"
#undef MESSAGE
    MESSAGE_COUNT,
};

struct message {
    const char *reason;
    enum kam_status code;
    bool retryable;
    const char *zh;
    const char *en;
};

/* Never NULL for an id of the enum. */
const struct message *message_get(enum message_id id);

/* The text in "en" or, for any other language, in zh, with {1} and {2} replaced; arguments may be NULL. Cut at a character's end when
 * it does not fit; always terminated. */
void message_format(enum message_id id, const char *language, const char *first, const char *second, char *out, size_t out_bytes);

/* What to answer for bytes that wirecheck refused. */
enum message_id message_of_wirecheck(enum wirecheck_error error);

#endif
