#include "client/lib/retry.h"

#include <string.h>

/* Handlers are not looked up by request id. Of those only these may be repeated: a second login leaves a session that nobody uses
 * and that ends by itself, a second logout finds none. */
static bool handler_repeatable(const char *path) {
    return strcmp(path, "kam.v1.Sessions/Login") == 0 || strcmp(path, "kam.v1.Sessions/LoginByCertificate") == 0 ||
           strcmp(path, "kam.v1.Sessions/Logout") == 0;
}

struct retry retry_for(const struct kam_method *method, bool has_request_id, uint32_t resends_max) {
    struct retry retry = {.repeatable = has_request_id, .changes = true, .resends_max = resends_max};

    if (!method)
        return retry;
    if (method->kind == KAM_METHOD_READ || method->kind == KAM_METHOD_QUERY ||
        (method->kind == KAM_METHOD_HANDLER && handler_repeatable(method->path))) {
        retry.repeatable = true;
        retry.changes = false;
    }
    return retry;
}

static bool may_go_again(const struct retry *retry) {
    return retry->repeatable && retry->resends_max > 0 && (retry->open || retry->resends < retry->resends_max);
}

/* What only the method itself answers, after it has looked for an earlier answer under the request id. */
static bool closes(enum kam_status code, const char *reason) {
    if (strcmp(reason, "PASSWORD_EXPIRED") == 0 || strcmp(reason, "SECOND_FACTOR_DUE") == 0)
        return false; /* said of the session */
    switch (code) {
    case KAM_OK:
    case KAM_INVALID_ARGUMENT:
    case KAM_NOT_FOUND:
    case KAM_ALREADY_EXISTS:
    case KAM_FAILED_PRECONDITION:
    case KAM_ABORTED:
    case KAM_OUT_OF_RANGE:
    case KAM_UNIMPLEMENTED:
        return true;
    case KAM_CANCELLED:
    case KAM_UNKNOWN:
    case KAM_DEADLINE_EXCEEDED:
    case KAM_PERMISSION_DENIED:
    case KAM_RESOURCE_EXHAUSTED:
    case KAM_INTERNAL:
    case KAM_UNAVAILABLE:
    case KAM_DATA_LOSS:
    case KAM_UNAUTHENTICATED:
        break;
    }
    return false;
}

enum retry_verdict retry_after_answer(struct retry *retry, enum kam_status code, const char *reason, bool retryable) {
    bool unknown = code == KAM_UNKNOWN && strcmp(reason, "OUTCOME_UNKNOWN") == 0;

    if (code == KAM_OK)
        return RETRY_FINAL;
    if (unknown && retry->changes)
        retry->open = true;
    if ((retryable || unknown) && may_go_again(retry)) {
        retry->resends++;
        return RETRY_AGAIN;
    }
    return retry->open && !closes(code, reason) ? RETRY_UNKNOWN : RETRY_FINAL;
}

enum retry_verdict retry_after_loss(struct retry *retry) {
    if (retry->changes)
        retry->open = true;
    if (may_go_again(retry)) {
        retry->resends++;
        return RETRY_AGAIN;
    }
    return retry->open ? RETRY_UNKNOWN : RETRY_FINAL;
}

enum retry_verdict retry_after_connect_failure(const struct retry *retry, uint32_t rounds, bool permanent) {
    if (!permanent && (retry->open || rounds <= retry->resends_max))
        return RETRY_AGAIN;
    return retry->open ? RETRY_UNKNOWN : RETRY_FINAL;
}

enum retry_verdict retry_after_deadline(const struct retry *retry, bool sent) {
    return retry->open || (sent && retry->changes) ? RETRY_UNKNOWN : RETRY_FINAL;
}
