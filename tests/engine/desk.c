#include "tests/engine/desk.h"

#include "kam/v1/sessions.pb-c.h"
#include "server/db/pool.h"
#include "tests/harness/bail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_MS 20000

static void on_answer(void *ctx, uint64_t conn_id, uint64_t call_id, const struct dispatch_answer *answer) {
    struct desk *d = ctx;
    if (d->answers_count == DESK_ANSWERS_MAX) {
        bail("more answers than calls");
    }
    struct desk_answer *a = &d->answers[d->answers_count++];
    *a = (struct desk_answer){.conn_id = conn_id, .call_id = call_id, .replayed = answer->replayed};
    if (!answer->status) {
        a->response = protobuf_c_message_unpack(d->methods[call_id]->response, NULL, answer->body_bytes, answer->body);
        if (!a->response) {
            bail("the response to call %llu cannot be unpacked", (unsigned long long)call_id);
        }
        return;
    }
    const Kam__V1__Status *s = answer->status;
    a->code = (enum kam_status)s->code;
    snprintf(a->reason, sizeof a->reason, "%s", s->reason);
    snprintf(a->message, sizeof a->message, "%s", s->message);
    snprintf(a->field, sizeof a->field, "%s", s->n_violations ? s->violations[0]->field : "");
    snprintf(a->right, sizeof a->right, "%s", s->required_right);
    a->holders = s->n_holders;
}

static void on_identify(void *ctx, uint64_t conn_id, const uint8_t token_hash[32]) {
    struct desk *d = ctx;
    d->identified++;
    if (conn_id == d->peer.conn_id) {
        d->peer.has_token = true;
        memcpy(d->peer.token_hash, token_hash, 32);
    }
}

static void on_forget(void *ctx, uint64_t conn_id) {
    struct desk *d = ctx;
    d->forgotten++;
    if (conn_id == d->peer.conn_id) {
        d->peer.has_token = false;
    }
}

static void on_go_away(void *ctx, uint64_t conn_id, const Kam__V1__Status *status) {
    struct desk *d = ctx;
    d->sent_away++;
    d->sent_away_conn = conn_id;
    snprintf(d->sent_away_reason, sizeof d->sent_away_reason, "%s", status->reason);
    snprintf(d->sent_away_text, sizeof d->sent_away_text, "%s", status->message);
}

void desk_open(struct desk *d, const struct dispatch_options *options) {
    memset(d, 0, sizeof *d);
    d->cluster = cluster_get();
    cluster_create_database(d->cluster, d->database);
    snprintf(d->url, sizeof d->url, "host=%s dbname=%s user=kam_app", d->cluster->folder, d->database);
    if (uv_loop_init(&d->loop) != 0) {
        bail("no loop");
    }
    struct dispatch_options o = options ? *options : (struct dispatch_options){0};
    const struct dispatch_host host = {.ctx = d, .answer = on_answer, .identify = on_identify, .forget = on_forget, .go_away = on_go_away};
    char *error = NULL;
    o.database_url = d->url;
    if (dispatcher_new(&d->loop, &o, &host, &error, &d->dispatcher) != 0) {
        bail("%s", error);
    }
    d->peer = (struct dispatch_peer){.conn_id = 1, .address = "192.0.2.7", .language = "en", .client = "desk"};
}

static void on_closed(void *ctx) {
    struct desk *d = ctx;
    d->closed = true;
}

void desk_close(struct desk *d) {
    dispatcher_close(d->dispatcher, on_closed, d);
    uv_run(&d->loop, UV_RUN_DEFAULT);
    if (!d->closed || uv_loop_close(&d->loop) != 0) {
        bail("the dispatcher left handles open");
    }
    dispatcher_free(d->dispatcher);
    for (size_t i = 0; i < d->answers_count; i++) {
        if (d->answers[i].response) {
            protobuf_c_message_free_unpacked(d->answers[i].response, NULL);
        }
    }
    cluster_drop_database(d->cluster, d->database);
}

static uint64_t send_bytes(struct desk *d, const char *path, const void *body, size_t body_bytes, const uint8_t key[16],
                           uint32_t timeout_ms) {
    if (d->calls + 1 == DESK_ANSWERS_MAX) {
        bail("too many calls for one desk");
    }
    const struct dispatch_call call = {.call_id = ++d->calls,
                                       .method = path,
                                       .body = body,
                                       .body_bytes = body_bytes,
                                       .timeout_ms = timeout_ms,
                                       .request_id = key,
                                       .request_id_bytes = key ? 16 : 0};
    size_t answers = d->answers_count;
    d->methods[call.call_id] = kam_method_find(path);
    dispatcher_submit(d->dispatcher, &d->peer, &call);
    if (d->answers_count != answers) {
        bail("an answer came from inside dispatcher_submit()");
    }
    return call.call_id;
}

uint64_t desk_send_raw(struct desk *d, const char *path, const void *body, size_t body_bytes, const uint8_t key[16]) {
    return send_bytes(d, path, body, body_bytes, key, 0);
}

uint64_t desk_send(struct desk *d, const char *path, const ProtobufCMessage *request, const uint8_t key[16], uint32_t timeout_ms) {
    size_t bytes = protobuf_c_message_get_packed_size(request);
    uint8_t *body = malloc(bytes + 1);
    if (!body) {
        bail("out of memory");
    }
    protobuf_c_message_pack(request, body);
    uint64_t id = send_bytes(d, path, body, bytes, key, timeout_ms);
    free(body);
    return id;
}

static const struct desk_answer *find(const struct desk *d, uint64_t call_id) {
    const struct desk_answer *found = NULL;
    for (size_t i = 0; i < d->answers_count; i++) {
        if (d->answers[i].call_id == call_id) {
            if (found) {
                bail("call %llu was answered twice", (unsigned long long)call_id);
            }
            found = &d->answers[i];
        }
    }
    return found;
}

const struct desk_answer *desk_wait(struct desk *d, uint64_t call_id) {
    uint64_t end_us = db_now_us() + WAIT_MS * UINT64_C(1000);
    while (!find(d, call_id)) {
        if (db_now_us() > end_us) {
            bail("call %llu was not answered", (unsigned long long)call_id);
        }
        uv_run(&d->loop, UV_RUN_NOWAIT);
        usleep(200);
    }
    return find(d, call_id);
}

const struct desk_answer *desk_call(struct desk *d, const char *path, const ProtobufCMessage *request, const uint8_t key[16]) {
    return desk_wait(d, desk_send(d, path, request, key, 0));
}

void desk_run(struct desk *d, uint32_t ms) {
    uint64_t end_us = db_now_us() + ms * UINT64_C(1000);
    while (db_now_us() < end_us) {
        uv_run(&d->loop, UV_RUN_NOWAIT);
        usleep(200);
    }
}

void desk_login(struct desk *d, uint64_t conn_id, const char *login) {
    Kam__V1__LoginRequest request = KAM__V1__LOGIN_REQUEST__INIT;
    request.login = (char *)login;
    request.password = FIXTURE_PASSWORD;
    d->peer.conn_id = conn_id;
    d->peer.has_token = false;
    const struct desk_answer *a = desk_call(d, "kam.v1.Sessions/Login", &request.base, NULL);
    if (a->code != KAM_OK) {
        bail("login of %s: %s", login, a->reason);
    }
}

const uint8_t *desk_key(void) {
    static uint8_t keys[64][16];
    static unsigned next;
    uint8_t *key = keys[next++ % 64];
    uv_random(NULL, NULL, key, 16, 0, NULL);
    return key;
}
