/*
 * A refusal being put together: status, reason, message in the caller's language, the field at fault, who else could do it. It lives
 * on the stack of whoever answers and is borrowed by the answer.
 */
#ifndef KAM_SERVER_RPC_REFUSAL_H
#define KAM_SERVER_RPC_REFUSAL_H

#include "common/messages.h"
#include "kam/v1/envelope.pb-c.h"

#include <stdint.h>

#define REFUSAL_HOLDERS_MAX 5

struct refusal {
    Kam__V1__Status status;
    Kam__V1__FieldViolation violation;
    Kam__V1__FieldViolation *violations[1];
    Kam__V1__Holder holder[REFUSAL_HOLDERS_MAX];
    Kam__V1__Holder *holders[REFUSAL_HOLDERS_MAX];
    char text[512];
    char reason[64];
    char field[192];
    char right[64];
    char names[REFUSAL_HOLDERS_MAX][2][128]; /* name and post */
};

/* From a row of messages.def. `field` may be NULL; `first` and `second` are the message's arguments or NULL. */
void refusal_make(struct refusal *r, enum message_id id, const char *language, const char *field, const char *first, const char *second);

/* From anything else; texts are copied and cut to fit. */
void refusal_set(struct refusal *r, enum kam_status code, const char *reason, const char *text, bool retryable, const char *field);

void refusal_retry_after(struct refusal *r, uint32_t ms);
void refusal_right(struct refusal *r, const char *right);

/* At most REFUSAL_HOLDERS_MAX; more are left out. */
void refusal_add_holder(struct refusal *r, int64_t person_id, const char *name, size_t name_bytes, const char *post, size_t post_bytes);

/* Cuts UTF-8 at a character's end so that it fits, and ends it. */
void refusal_copy_text(char *out, size_t out_bytes, const char *text, size_t text_bytes);

#endif
