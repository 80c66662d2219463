/*
 * Why a call failed, as kam_client_error() shows it: made from a Status the server sent or from a failure on this side.
 *
 * A fault owns all its memory; fault_deinit() returns it. Making a fault never fails: without memory for its details it keeps code,
 * reason and the general message, which are constants.
 */
#ifndef KAM_CLIENT_FAULT_H
#define KAM_CLIENT_FAULT_H

#include "kam/kam.h"
#include "kam/v1/envelope.pb-c.h"

enum failure {
#define FAILURE(name, code, retryable, zh, en) FAILURE_##name,
#include "client/lib/failures.def"
#undef FAILURE
};

struct fault {
    struct kam_error error;
    Kam__V1__Status *status; /* a copy of the server's words, or NULL */
    struct kam_violation *violations;
    struct kam_holder *holders;
    char *message; /* or NULL: error.message is a constant */
    uint8_t request_id[KAM_REQUEST_ID_BYTES];
};

/* The fault that is none: code KAM_OK. */
void fault_init(struct fault *fault);
void fault_deinit(struct fault *fault);

/* Replaces what the fault held. detail may be NULL; language is "zh" or "en". */
void fault_set_local(struct fault *fault, enum failure failure, const char *language, const char *detail);

/* Replaces what the fault held with a copy of status. A code that is none of ours becomes KAM_UNKNOWN. */
void fault_set_status(struct fault *fault, const Kam__V1__Status *status, const char *language);

/* Notes the request id of the write that failed. */
void fault_set_request_id(struct fault *fault, const uint8_t request_id[KAM_REQUEST_ID_BYTES]);

/* Moves a fault; *from is the empty fault afterwards. */
void fault_move(struct fault *to, struct fault *from);

/* The general message of a code in a language. */
const char *fault_general_message(enum kam_status code, const char *language);

#endif
