/*
 * A dispatcher on a loop of its own, with a desk in the place of the network: calls are handed in by hand, and answers collected.
 */
#ifndef KAM_TESTS_ENGINE_DESK_H
#define KAM_TESTS_ENGINE_DESK_H

#include "common/method.h"
#include "common/status.h"
#include "server/rpc/dispatch.h"
#include "tests/harness/fixture.h"

#include <uv.h>

#define DESK_ANSWERS_MAX 512

struct desk_answer {
    uint64_t conn_id;
    uint64_t call_id;
    enum kam_status code;
    char reason[64];
    char message[256];
    char field[128];
    char right[64];
    size_t holders;
    bool replayed;
    ProtobufCMessage *response; /* unpacked when OK */
};

struct desk {
    struct cluster *cluster;
    char database[32];
    char url[256];
    uv_loop_t loop;
    struct dispatcher *dispatcher;
    struct dispatch_peer peer; /* who calls next */
    uint64_t calls;
    const struct kam_method *methods[DESK_ANSWERS_MAX]; /* by call id */
    size_t answers_count;
    struct desk_answer answers[DESK_ANSWERS_MAX];
    unsigned identified;
    unsigned forgotten;
    unsigned sent_away;
    uint64_t sent_away_conn;
    char sent_away_reason[64];
    char sent_away_text[128];
    bool closed;
    bool drained;
    int resumed; /* -1: not yet; otherwise the answer */
};

void desk_open(struct desk *d, const struct dispatch_options *options);
void desk_close(struct desk *d);

/* Hands a call in; its id. key NULL: none. */
uint64_t desk_send(struct desk *d, const char *path, const ProtobufCMessage *request, const uint8_t key[16], uint32_t timeout_ms);
uint64_t desk_send_raw(struct desk *d, const char *path, const void *body, size_t body_bytes, const uint8_t key[16]);

/* Runs the loop until this call is answered; bails out after 20 s. */
const struct desk_answer *desk_wait(struct desk *d, uint64_t call_id);
const struct desk_answer *desk_call(struct desk *d, const char *path, const ProtobufCMessage *request, const uint8_t key[16]);
void desk_run(struct desk *d, uint32_t ms);

/* Logs the desk's connection in as one of the fixture's people. */
void desk_login(struct desk *d, uint64_t conn_id, const char *login);

/* A key nobody used. */
const uint8_t *desk_key(void);

#endif
