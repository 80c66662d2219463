/* The calls of kam.h: begun, waited for, given up, and taken up again after a crash. */
#include <errno.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/client.h"
#include "client/lib/message.h"
#include "client/lib/options.h"
#include "client/lib/pending.h"

static int fail(struct kam_client *client, enum failure failure, const char *detail) {
    fault_set_local(&client->error, failure, client->language, detail);
    return client->error.error.code;
}

/* Clears the error of the call before and takes the options, which may be NULL; any status but KAM_OK: this call cannot be made. */
static int begin(struct kam_client *client, const struct kam_call_options *options, struct kam_call_options *ret_taken) {
    fault_deinit(&client->error);
    if (client->unusable.error.code != KAM_OK)
        return client->unusable.error.code;
    if (!call_options_take(options, ret_taken))
        return fail(client, FAILURE_OPTIONS_SIZE, NULL);
    if (calls_count(&client->calls) >= KAM_TICKETS_MAX)
        return fail(client, FAILURE_TICKETS_MAX, NULL);
    return KAM_OK;
}

/* Writes get a request id: the caller's, or one made here and kept over every send. */
static int give_request_id(struct kam_client *client, struct call *call, const struct kam_call_options *options) {
    bool write = call->method && call->method->kind == KAM_METHOD_WRITE;

    if (options->request_id) {
        if (call->method && !write)
            return fail(client, FAILURE_REQUEST_ID_NOT_ALLOWED, call->path);
        memcpy(call->request_id, options->request_id, KAM_REQUEST_ID_BYTES);
    } else if (!write) {
        return KAM_OK;
    } else if (RAND_bytes(call->request_id, KAM_REQUEST_ID_BYTES) != 1) {
        return fail(client, FAILURE_OUT_OF_MEMORY, "RAND_bytes"); /* a guessable id is worse than none */
    }
    call->has_request_id = true;
    return KAM_OK;
}

/* A write under an id that only we know is on disk before it is sent. */
static int note_pending(struct kam_client *client, struct call *call, const struct kam_call_options *options) {
    int r;

    if (!client->pending_folder || !call->has_request_id || options->request_id || !pending_keeps(call->method))
        return KAM_OK;
    r = pending_add(client->pending_folder, client->endpoints_text, call->path, call->request_id, call->body, call->body_bytes,
                    &call->pending_fd);
    return r < 0 ? fail(client, FAILURE_PENDING_WRITE, strerror(-r)) : KAM_OK;
}

/* Queues a call; takes over body in any case. open: an earlier send may have been done, so that only the method's own answer tells. */
static int start(struct kam_client *client, const struct kam_method *method, const char *path, uint8_t *body, size_t body_bytes,
                 const struct kam_call_options *options, bool open, uint64_t *ret_ticket) {
    uint32_t timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : client->call_timeout_ms;
    struct call *call = calls_add(&client->calls, path, body, body_bytes);
    int status;

    if (!call) {
        free(body);
        return fail(client, FAILURE_OUT_OF_MEMORY, NULL);
    }
    call->method = method;
    status = give_request_id(client, call, options);
    if (status == KAM_OK)
        status = note_pending(client, call, options);
    if (status != KAM_OK) {
        calls_remove(&client->calls, call);
        return status;
    }
    call->retry = retry_for(method, call->has_request_id, client->retries_max);
    call->retry.open = open;
    call->deadline_ms = client_now_ms() + timeout_ms;
    call->ret_replayed = options->ret_replayed;
    if (call->ret_replayed)
        *call->ret_replayed = false;
    *ret_ticket = call->ticket;
    client_pump(client);
    return KAM_OK;
}

/* Waits until the call is DONE and returns its status; its fault becomes the client's error. */
static int await(struct kam_client *client, struct call *call) {
    while (call->state != CALL_DONE) {
        client_wait(client);
        client_pump(client);
    }
    if (call->ret_replayed)
        *call->ret_replayed = call->replayed;
    fault_move(&client->error, &call->fault);
    return client->error.error.code;
}

/* The caller learns the outcome now; one that is not known keeps its file. */
static void settle(const struct kam_client *client, const struct call *call, bool taken_up, int status) {
    if ((call->pending_fd >= 0 || taken_up) && status != KAM_UNKNOWN)
        pending_remove(client->pending_folder, call->request_id);
}

/* The answer says done but cannot be read: for a change that is not the same as not done. */
static int unreadable(struct kam_client *client, const struct call *call, int error) {
    if (!call->retry.changes)
        return fail(client, error == -ENOMEM ? FAILURE_OUT_OF_MEMORY : FAILURE_RESPONSE_INVALID, call->path);
    (void)fail(client, FAILURE_OUTCOME_UNKNOWN, fault_general_message(KAM_DATA_LOSS, client->language));
    if (call->has_request_id)
        fault_set_request_id(&client->error, call->request_id);
    return client->error.error.code;
}

int kam_call_start(kam_client *client, const struct kam_method *method, const ProtobufCMessage *request,
                   const struct kam_call_options *options, uint64_t *ret_ticket) {
    struct kam_call_options taken;
    uint8_t *body;
    size_t body_bytes;
    int status = begin(client, options, &taken), r;

    if (status != KAM_OK)
        return status;
    if (!method)
        return fail(client, FAILURE_METHOD_UNKNOWN, NULL);
    /* By name: a program may carry its own copy of the generated messages beside ours. */
    if (request->descriptor != method->request && strcmp(request->descriptor->name, method->request->name) != 0)
        return fail(client, FAILURE_REQUEST_TYPE, method->path);
    r = message_pack(request, FRAME_BYTES_MAX_MEMBER, &body, &body_bytes);
    if (r < 0)
        return fail(client, r == -EMSGSIZE ? FAILURE_REQUEST_TOO_LARGE : FAILURE_OUT_OF_MEMORY, method->path);
    return start(client, method, method->path, body, body_bytes, &taken, false, ret_ticket);
}

int kam_call_wait(kam_client *client, uint64_t ticket, ProtobufCMessage **ret_response) {
    struct call *call = calls_find(&client->calls, ticket);
    int status, r;

    fault_deinit(&client->error);
    if (!call || !call->method)
        return fail(client, FAILURE_TICKET_UNKNOWN, NULL);
    status = await(client, call);
    if (status == KAM_OK) {
        r = message_unpack(call->method->response, call->reply, call->reply_bytes, ret_response);
        if (r < 0)
            status = unreadable(client, call, r);
    }
    settle(client, call, false, status);
    calls_remove(&client->calls, call);
    return status;
}

int kam_call(kam_client *client, const struct kam_method *method, const ProtobufCMessage *request, const struct kam_call_options *options,
             ProtobufCMessage **ret_response) {
    uint64_t ticket;
    int status = kam_call_start(client, method, request, options, &ticket);

    return status == KAM_OK ? kam_call_wait(client, ticket, ret_response) : status;
}

static int call_raw(kam_client *client, const char *path, const void *body, size_t body_bytes, const struct kam_call_options *options,
                    bool open, uint8_t **ret_body, size_t *ret_body_bytes) {
    struct call *call;
    uint8_t *copy;
    struct kam_call_options taken;
    uint64_t ticket;
    int status = begin(client, options, &taken);

    if (status != KAM_OK)
        return status;
    if (body_bytes > FRAME_BYTES_MAX_MEMBER)
        return fail(client, FAILURE_REQUEST_TOO_LARGE, path);
    copy = malloc(body_bytes + 1);
    if (!copy)
        return fail(client, FAILURE_OUT_OF_MEMORY, NULL);
    if (body_bytes > 0)
        memcpy(copy, body, body_bytes);
    status = start(client, kam_method_find(path), path, copy, body_bytes, &taken, open, &ticket);
    if (status != KAM_OK)
        return status;
    call = calls_find(&client->calls, ticket);
    status = await(client, call);
    if (status == KAM_OK) {
        *ret_body = call->reply;
        *ret_body_bytes = call->reply_bytes;
        call->reply = NULL;
    }
    settle(client, call, open, status);
    calls_remove(&client->calls, call);
    return status;
}

int kam_call_raw(kam_client *client, const char *path, const void *body, size_t body_bytes, const struct kam_call_options *options,
                 uint8_t **ret_body, size_t *ret_body_bytes) {
    return call_raw(client, path, body, body_bytes, options, false, ret_body, ret_body_bytes);
}

int kam_pending_list(kam_client *client, struct kam_pending **ret_list, size_t *ret_count) {
    int r;

    fault_deinit(&client->error);
    if (client->unusable.error.code != KAM_OK)
        return client->unusable.error.code;
    *ret_list = NULL;
    *ret_count = 0;
    r = client->pending_folder ? pending_list(client->pending_folder, ret_list, ret_count) : 0;
    if (r < 0)
        return fail(client, r == -ENOMEM ? FAILURE_OUT_OF_MEMORY : FAILURE_PENDING_FOLDER, strerror(-r));
    return KAM_OK;
}

void kam_pending_free(struct kam_pending *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        pending_deinit(&list[i]);
    free(list);
}

int kam_pending_repeat(kam_client *client, const uint8_t request_id[KAM_REQUEST_ID_BYTES], uint8_t **ret_body, size_t *ret_body_bytes) {
    struct kam_call_options options;
    struct kam_pending pending;
    int status, r;

    fault_deinit(&client->error);
    if (client->unusable.error.code != KAM_OK)
        return client->unusable.error.code;
    r = client->pending_folder ? pending_read(client->pending_folder, request_id, &pending) : -ENOENT;
    if (r < 0)
        return fail(client,
                    r == -ENOENT   ? FAILURE_PENDING_UNKNOWN
                    : r == -ENOMEM ? FAILURE_OUT_OF_MEMORY
                                   : FAILURE_PENDING_FOLDER,
                    r == -ENOENT ? NULL : strerror(-r));
    if (pending.too_old || strcmp(pending.endpoints, client->endpoints_text) != 0) {
        status =
            pending.too_old ? fail(client, FAILURE_PENDING_TOO_OLD, NULL) : fail(client, FAILURE_PENDING_OTHER_SERVICE, pending.endpoints);
        pending_deinit(&pending);
        return status;
    }
    kam_call_options_init(&options);
    options.request_id = request_id;
    status = call_raw(client, pending.method, pending.body, pending.body_bytes, &options, true, ret_body, ret_body_bytes);
    pending_deinit(&pending);
    return status;
}

int kam_pending_drop(kam_client *client, const uint8_t request_id[KAM_REQUEST_ID_BYTES]) {
    fault_deinit(&client->error);
    if (client->unusable.error.code != KAM_OK)
        return client->unusable.error.code;
    if (client->pending_folder)
        pending_remove(client->pending_folder, request_id);
    return KAM_OK;
}

bool kam_call_done(const kam_client *client, uint64_t ticket) {
    const struct call *call = calls_find(&client->calls, ticket);

    return !call || call->state == CALL_DONE;
}

int kam_call_cancel(kam_client *client, uint64_t ticket) {
    struct call *call = calls_find(&client->calls, ticket);

    fault_deinit(&client->error);
    if (!call)
        return fail(client, FAILURE_TICKET_UNKNOWN, NULL);
    call->retry.repeatable = false; /* nor is it sent again when its connection is lost */
    if (call->state == CALL_QUEUED)
        outcome_cancelled(client, call);
    else if (call->state == CALL_SENT)
        core_send_cancel(&client->core, ticket);
    client_pump(client);
    return KAM_OK;
}
