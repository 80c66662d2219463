#include "server/rpc/refusal.h"

#include <string.h>

void refusal_copy_text(char *out, size_t out_bytes, const char *text, size_t text_bytes) {
    size_t n = text_bytes < out_bytes - 1 ? text_bytes : out_bytes - 1;
    if (n < text_bytes) {
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) {
            n--;
        }
    }
    memcpy(out, text, n);
    out[n] = '\0';
}

void refusal_set(struct refusal *r, enum kam_status code, const char *reason, const char *text, bool retryable, const char *field) {
    kam__v1__status__init(&r->status);
    r->status.code = (uint32_t)code;
    refusal_copy_text(r->reason, sizeof r->reason, reason, strlen(reason));
    if (text != r->text) {
        refusal_copy_text(r->text, sizeof r->text, text, strlen(text));
    }
    r->status.reason = r->reason;
    r->status.message = r->text;
    r->status.retryable = retryable;
    if (field && *field) {
        kam__v1__field_violation__init(&r->violation);
        refusal_copy_text(r->field, sizeof r->field, field, strlen(field));
        r->violation.field = r->field;
        r->violation.message = r->text;
        r->violations[0] = &r->violation;
        r->status.violations = r->violations;
        r->status.n_violations = 1;
    }
}

void refusal_make(struct refusal *r, enum message_id id, const char *language, const char *field, const char *first, const char *second) {
    const struct message *m = message_get(id);
    message_format(id, language, first, second, r->text, sizeof r->text);
    refusal_set(r, m->code, m->reason, r->text, m->retryable, field);
}

void refusal_retry_after(struct refusal *r, uint32_t ms) {
    r->status.retry_after_ms = ms;
}

void refusal_right(struct refusal *r, const char *right) {
    refusal_copy_text(r->right, sizeof r->right, right, strlen(right));
    r->status.required_right = r->right;
}

void refusal_add_holder(struct refusal *r, int64_t person_id, const char *name, size_t name_bytes, const char *post, size_t post_bytes) {
    size_t n = r->status.n_holders;
    if (n == REFUSAL_HOLDERS_MAX) {
        return;
    }
    kam__v1__holder__init(&r->holder[n]);
    refusal_copy_text(r->names[n][0], sizeof r->names[n][0], name, name_bytes);
    refusal_copy_text(r->names[n][1], sizeof r->names[n][1], post, post_bytes);
    r->holder[n].person_id = person_id;
    r->holder[n].name = r->names[n][0];
    r->holder[n].post = r->names[n][1];
    r->holders[n] = &r->holder[n];
    r->status.holders = r->holders;
    r->status.n_holders = n + 1;
}
