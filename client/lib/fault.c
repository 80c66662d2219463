#include "client/lib/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"

struct words {
    const char *reason;
    enum kam_status code;
    bool retryable;
    const char *zh;
    const char *en;
};

static const struct words failures[] = {
#define FAILURE(name, number, again, chinese, english)                                                                                     \
    [FAILURE_##name] = {.reason = #name, .code = KAM_##number, .retryable = again, .zh = chinese, .en = english},
#include "client/lib/failures.def"
#undef FAILURE
};

static const struct words general[] = {
#define STATUS(name, number, chinese, english) [number] = {.reason = "", .code = KAM_##name, .zh = chinese, .en = english},
#include "common/status.def"
#undef STATUS
};

static const struct kam_error no_error = {.code = KAM_OK, .reason = "", .message = "", .required_right = ""};

static void bytes_freep(uint8_t **bytes) {
    free(*bytes);
}

static bool chinese(const char *language) {
    return language[0] != 'e';
}

const char *fault_general_message(enum kam_status code, const char *language) {
    size_t i = (size_t)code;

    if (i >= sizeof(general) / sizeof(general[0]))
        i = KAM_UNKNOWN;
    return chinese(language) ? general[i].zh : general[i].en;
}

void fault_init(struct fault *fault) {
    *fault = (struct fault){.error = no_error};
}

void fault_deinit(struct fault *fault) {
    if (fault->status)
        kam__v1__status__free_unpacked(fault->status, NULL);
    free(fault->violations);
    free(fault->holders);
    free(fault->message);
    fault_init(fault);
}

void fault_set_local(struct fault *fault, enum failure failure, const char *language, const char *detail) {
    const struct words *words = &failures[failure];
    const char *text = chinese(language) ? words->zh : words->en;

    fault_deinit(fault);
    fault->error.code = words->code;
    fault->error.reason = words->reason;
    fault->error.retryable = words->retryable;
    fault->error.message = text;
    if (detail && *detail && asprintf(&fault->message, chinese(language) ? "%s：%s" : "%s: %s", text, detail) >= 0)
        fault->error.message = fault->message;
    else
        fault->message = NULL; /* asprintf leaves it undefined when it fails */
}

static void copy_violations(struct fault *fault, const Kam__V1__Status *status) {
    if (status->n_violations == 0)
        return;
    fault->violations = calloc(status->n_violations, sizeof(*fault->violations));
    if (!fault->violations)
        return;
    for (size_t i = 0; i < status->n_violations; i++)
        fault->violations[i] = (struct kam_violation){.field = status->violations[i]->field, .message = status->violations[i]->message};
    fault->error.violations = fault->violations;
    fault->error.violations_count = status->n_violations;
}

static void copy_holders(struct fault *fault, const Kam__V1__Status *status) {
    if (status->n_holders == 0)
        return;
    fault->holders = calloc(status->n_holders, sizeof(*fault->holders));
    if (!fault->holders)
        return;
    for (size_t i = 0; i < status->n_holders; i++)
        fault->holders[i] = (struct kam_holder){
            .person_id = status->holders[i]->person_id, .name = status->holders[i]->name, .post = status->holders[i]->post};
    fault->error.holders = fault->holders;
    fault->error.holders_count = status->n_holders;
}

/* By way of its encoding: the one deep copy protobuf-c has. NULL without memory. */
static Kam__V1__Status *copy_status(const Kam__V1__Status *status) {
    _cleanup_(bytes_freep) uint8_t *bytes = malloc(kam__v1__status__get_packed_size(status) + 1);

    return bytes ? kam__v1__status__unpack(NULL, kam__v1__status__pack(status, bytes), bytes) : NULL;
}

void fault_set_status(struct fault *fault, const Kam__V1__Status *from, const char *language) {
    enum kam_status code = KAM_UNKNOWN;
    Kam__V1__Status *status = copy_status(from);

    fault_deinit(fault);
    if (from->code > KAM_OK && from->code <= KAM_UNAUTHENTICATED)
        code = (enum kam_status)from->code;
    fault->error.code = code;
    fault->error.retryable = from->retryable;
    fault->error.retry_after_ms = from->retry_after_ms;
    fault->error.message = fault_general_message(code, language);
    if (!status)
        return;
    fault->status = status;
    fault->error.reason = status->reason;
    fault->error.message = *status->message ? status->message : fault_general_message(code, language);
    fault->error.required_right = status->required_right;
    copy_violations(fault, status);
    copy_holders(fault, status);
}

void fault_set_request_id(struct fault *fault, const uint8_t request_id[KAM_REQUEST_ID_BYTES]) {
    memcpy(fault->request_id, request_id, KAM_REQUEST_ID_BYTES);
    fault->error.request_id = fault->request_id;
}

void fault_move(struct fault *to, struct fault *from) {
    bool has_request_id = from->error.request_id != NULL;

    fault_deinit(to);
    *to = *from;
    if (has_request_id)
        to->error.request_id = to->request_id; /* it pointed into the fault that moved */
    fault_init(from);
}
