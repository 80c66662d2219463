/* What becomes of a call: the answer, another try, a failure, or an outcome nobody knows. */
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/backoff.h"
#include "client/lib/client.h"
#include "client/lib/message.h"
#include "kam/v1/sessions.pb-c.h"

static bool is(const struct call *call, const char *path) {
    return strcmp(call->path, path) == 0;
}

static uint32_t jittered(uint32_t tries) {
    uint32_t random = 0;

    (void)!RAND_bytes((unsigned char *)&random, sizeof(random)); /* without it the pause is only less spread out */
    return backoff_ms(tries, random);
}

static void finish(struct kam_client *client, struct call *call) {
    if (call->fault.error.code != KAM_OK && call->has_request_id)
        fault_set_request_id(&call->fault, call->request_id);
    call_set_state(&client->calls, call, CALL_DONE);
}

static void finish_unknown(struct kam_client *client, struct call *call, const char *detail) {
    fault_set_local(&call->fault, FAILURE_OUTCOME_UNKNOWN, client->language, detail);
    finish(client, call);
}

static void again(struct kam_client *client, struct call *call, uint32_t pause_ms) {
    call->not_before_ms = client_now_ms() + pause_ms;
    call_set_state(&client->calls, call, CALL_QUEUED);
}

/* A login gives the session that later connections go on with; a logout ends it. */
static void follow_session(struct kam_client *client, const struct call *call) {
    ProtobufCMessage *message = NULL;
    ProtobufCBinaryData token = {0};

    if (is(call, "kam.v1.Sessions/Logout")) {
        explicit_bzero(client->session_token, sizeof(client->session_token));
        client->has_session = false;
    }
    if (!is(call, "kam.v1.Sessions/Login") && !is(call, "kam.v1.Sessions/LoginByCertificate") && !is(call, "kam.v1.Sessions/RedeemToken"))
        return;
    if (message_unpack(call->method->response, call->reply, call->reply_bytes, &message) != 0)
        return; /* the caller is told the same when it fetches the answer */
    if (is(call, "kam.v1.Sessions/Login"))
        token = ((Kam__V1__LoginResponse *)message)->session_token;
    else if (is(call, "kam.v1.Sessions/LoginByCertificate"))
        token = ((Kam__V1__LoginByCertificateResponse *)message)->session_token;
    else
        token = ((Kam__V1__RedeemTokenResponse *)message)->session_token;
    if (token.len == KAM_SESSION_TOKEN_BYTES) {
        memcpy(client->session_token, token.data, KAM_SESSION_TOKEN_BYTES);
        client->has_session = true;
        core_logged_in(&client->core);
    }
    kam_message_free(message);
}

static void finish_ok(struct kam_client *client, struct call *call, const Kam__V1__Response *response) {
    call->reply = malloc(response->body.len + 1);
    if (!call->reply) {
        /* It is done, but we cannot say what the answer was. */
        if (call->retry.changes)
            finish_unknown(client, call, fault_general_message(KAM_RESOURCE_EXHAUSTED, client->language));
        else
            outcome_refused(client, call, FAILURE_OUT_OF_MEMORY, NULL);
        return;
    }
    if (response->body.len > 0)
        memcpy(call->reply, response->body.data, response->body.len);
    call->reply_bytes = response->body.len;
    call->replayed = response->replayed;
    fault_deinit(&call->fault); /* what an earlier try was told */
    follow_session(client, call);
    finish(client, call);
}

void outcome_answer(struct kam_client *client, struct call *call, const Kam__V1__Response *response) {
    const Kam__V1__Status *status = response->status;
    uint32_t pause_ms;

    client->losses = 0;
    if (!status || status->code == KAM_OK) {
        finish_ok(client, call, response);
        return;
    }
    fault_set_status(&call->fault, status, client->language);
    switch (retry_after_answer(&call->retry, call->fault.error.code, status->reason, status->retryable)) {
    case RETRY_FINAL:
        finish(client, call);
        return;
    case RETRY_UNKNOWN:
        /* The server's words about the last try say nothing about the first. */
        finish_unknown(client, call, status->message);
        return;
    case RETRY_AGAIN:
        break;
    }
    pause_ms = jittered(call->retry.resends - 1);
    if (pause_ms < status->retry_after_ms)
        pause_ms += status->retry_after_ms;
    if (client_now_ms() + pause_ms >= call->deadline_ms && !call->retry.open)
        finish(client, call); /* the pause alone takes all the time left: the server's answer says more than a deadline */
    else
        again(client, call, pause_ms);
}

void outcome_lost(struct kam_client *client, struct call *call, enum failure failure, const char *detail) {
    switch (retry_after_loss(&call->retry)) {
    case RETRY_AGAIN:
        again(client, call, 0); /* the pause before the next connection is pause enough */
        return;
    case RETRY_UNKNOWN:
        finish_unknown(client, call, detail);
        return;
    case RETRY_FINAL:
        fault_set_local(&call->fault, failure, client->language, detail);
        finish(client, call);
        return;
    }
}

static void copy_fault(struct fault *to, const struct fault *from, const char *language) {
    /* Connection failures are ours, so reason and message suffice. */
    fault_set_local(to, FAILURE_CONNECT_FAILED, language, NULL);
    to->error.code = from->error.code;
    to->error.reason = from->error.reason;
    to->error.retryable = from->error.retryable;
    to->message = strdup(from->error.message);
    if (to->message)
        to->error.message = to->message;
}

void outcome_no_connection(struct kam_client *client, struct call *call) {
    call->rounds_failed++;
    switch (retry_after_connect_failure(&call->retry, call->rounds_failed, !client->round_transient)) {
    case RETRY_AGAIN:
        return; /* stays queued */
    case RETRY_UNKNOWN:
        finish_unknown(client, call, client->connect_fault.error.message);
        return;
    case RETRY_FINAL:
        copy_fault(&call->fault, &client->connect_fault, client->language);
        finish(client, call);
        return;
    }
}

void outcome_late(struct kam_client *client, struct call *call) {
    bool sent = call->state == CALL_SENT;
    const char *detail = NULL;

    if (sent)
        core_send_cancel(&client->core, call->ticket);
    else if (call->fault.error.code != KAM_OK)
        detail = call->fault.error.message; /* what the last try was told */
    else if (!client->established && client->connect_fault.error.code != KAM_OK)
        detail = client->connect_fault.error.message;
    if (retry_after_deadline(&call->retry, sent) == RETRY_UNKNOWN) {
        finish_unknown(client, call, NULL);
        return;
    }
    outcome_refused(client, call, FAILURE_DEADLINE_EXCEEDED, detail);
}

void outcome_refused(struct kam_client *client, struct call *call, enum failure failure, const char *detail) {
    struct fault fault;

    /* detail may lie in the fault that is replaced. */
    fault_init(&fault);
    fault_set_local(&fault, failure, client->language, detail);
    if (call->retry.open) { /* what keeps this send back says nothing about the one before */
        finish_unknown(client, call, fault.error.message);
        fault_deinit(&fault);
        return;
    }
    fault_move(&call->fault, &fault);
    finish(client, call);
}

void outcome_cancelled(struct kam_client *client, struct call *call) {
    if (call->retry.open)
        finish_unknown(client, call, NULL);
    else
        outcome_refused(client, call, FAILURE_CANCELLED, NULL);
}
