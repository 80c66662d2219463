/*
 * May this call be sent again, and if not, is its outcome known? The rules alone, without clock or connection.
 *
 * A read may be sent as often as one likes. A write may be sent again under its request id: the server does it once. Once an answer to
 * a write was lost, its outcome is open, and only an answer that comes from where the server looks the request id up closes it: a
 * refusal given before that (no session, no right, overload) says nothing about the first send.
 */
#ifndef KAM_CLIENT_RETRY_H
#define KAM_CLIENT_RETRY_H

#include "kam/kam.h"

enum retry_verdict {
    RETRY_FINAL,   /* this is the outcome */
    RETRY_AGAIN,   /* send it again */
    RETRY_UNKNOWN, /* no more tries, and it may have been done */
};

/* Plain values; part of a call. */
struct retry {
    bool repeatable; /* a second send does no harm */
    bool changes;    /* a first send may have changed something */
    bool open;       /* an earlier send may have been done */
    uint32_t resends;
    uint32_t resends_max; /* bounds what is known not to be done; an open outcome is pursued until the deadline. 0: never again */
};

/* method is NULL for a path this library does not know. */
struct retry retry_for(const struct kam_method *method, bool has_request_id, uint32_t resends_max);

/* An answer came; code OK or what its status says. */
enum retry_verdict retry_after_answer(struct retry *retry, enum kam_status code, const char *reason, bool retryable);

/* The connection was lost with this call under way on it. */
enum retry_verdict retry_after_loss(struct retry *retry);

/* No connection could be made, rounds times over all endpoints; permanent when trying again would not help. */
enum retry_verdict retry_after_connect_failure(const struct retry *retry, uint32_t rounds, bool permanent);

/* The deadline has passed; sent says whether the call is under way. */
enum retry_verdict retry_after_deadline(const struct retry *retry, bool sent);

#endif
