/*
 * A call inside the dispatcher, from submission to its one answer. Shared by the files of the dispatcher (dispatch.c, begin.c,
 * finish.c, explain.c, peers.c) and by nobody else; handlers see it through handler.h.
 *
 * A call owns one block of memory with its parameters, and, when it is for a handler, an arena with the unpacked request. It refers to
 * its connection by id.
 */
#ifndef KAM_SERVER_RPC_CALL_H
#define KAM_SERVER_RPC_CALL_H

#include "common/arena.h"
#include "common/digest.h"
#include "common/method.h"
#include "server/db/job.h"
#include "server/rpc/dispatch.h"
#include "server/rpc/page.h"
#include "server/rpc/refusal.h"
#include "server/rpc/table.h"

#define CALL_ADDRESS_BYTES 64
#define CALL_CLIENT_BYTES 65
#define REQUEST_ID_BYTES 16
#define BEGIN_PARAMS 9
#define EXPLAIN_PARAMS 6
#define CALL_TEXT_BYTES 128

enum call_state {
#define STATE(name, what) CALL_##name,
#define EDGE(from, to, why)
#include "server/rpc/call.def"
#undef STATE
#undef EDGE
};

/* Parameters of one statement that are not the method's: values point into the call. */
struct call_params {
    const char *values[BEGIN_PARAMS];
    int lengths[BEGIN_PARAMS];
    uint8_t timeout[4];
    uint8_t subject[8];
};

struct call {
    struct db_job job;
    struct dispatcher *d;
    enum call_state state;
    uint64_t conn_id; /* 0: the peer has gone, nobody is answered */
    uint64_t call_id;
    struct table_node by_id;
    struct table_node by_key; /* writes: in the table of leaders */
    struct call *peer_next;   /* calls of the same connection */
    struct call **peer_at;
    struct call *followers; /* same key and body, waiting for this call's answer */
    struct call *leader;    /* FOLLOWING: whose answer this call waits for */
    struct call *follower_next;
    const struct kam_method *method; /* NULL: unknown */
    const struct method_plan *plan;  /* NULL: a handler */
    bool english;
    bool has_token;
    bool cancelled;
    bool has_subject;
    bool denied; /* EXPLAINING after verdict 'denied' */
    unsigned retries;
    uint8_t token_hash[DIGEST_BYTES];
    uint8_t request_id[REQUEST_ID_BYTES];
    uint8_t body_hash[DIGEST_BYTES];
    char address[CALL_ADDRESS_BYTES];
    char client[CALL_CLIENT_BYTES];
    int64_t subject_id;
    int64_t person_id; /* told by begin_request; 0: not known */
    uint64_t received_us;
    uint64_t deadline_us;
    uint64_t wait_until_us; /* 0: the answer is not waited for */
    uint64_t queue_us; /* sum over attempts, as is the next */
    uint64_t db_us;
    uint32_t page_size;
    uint8_t page_filter[PAGE_FILTER_BYTES];
    char sqlstate[6];
    struct call_params begin;
    const char *anonymous_values[2]; /* of FIXED_ANONYMOUS */
    int anonymous_lengths[2];
    struct refusal *refusal; /* REFUSED */
    struct noted *noted;     /* EXPLAINING what a refusal leaves behind; see note.c */
    /* Handlers. */
    struct arena arena;
    ProtobufCMessage *request;
    void *state_of_handler;
    void (*queried)(struct call *call, const PGresult *rows);
    const char *query_values[BEGIN_PARAMS];
    int query_lengths[BEGIN_PARAMS];
};

static inline const char *call_language(const struct call *call) {
    return call->english ? "en" : "zh";
}

void call_enter(struct call *call, enum call_state to);
bool call_edge_is_legal(enum call_state from, enum call_state to);
const char *call_state_name(enum call_state state);

#endif
