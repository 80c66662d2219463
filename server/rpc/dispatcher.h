/*
 * The inside of the dispatcher, shared by its files:
 *
 *   dispatch.c   life, and the door (dispatch.h)
 *   intake.c     from encoded bytes to a job for the database, or a refusal
 *   finish.c     from the database's outcome to an answer
 *   explain.c    why a refusal, and who else could do it
 *   note.c       what a refusal leaves behind
 *   handler.c    what handlers in C may do (handler.h)
 *   peers.c      which connection speaks for which session
 */
#ifndef KAM_SERVER_RPC_DISPATCHER_H
#define KAM_SERVER_RPC_DISPATCHER_H

#include "common/buffer.h"
#include "server/auth/factor.h"
#include "server/auth/hasher.h"
#include "server/auth/policy.h"
#include "server/db/listen.h"
#include "server/db/pool.h"
#include "server/rpc/binding.h"
#include "server/rpc/call.h"
#include "server/rpc/errors.h"
#include "server/rpc/fixed.h"
#include "server/rpc/handler.h"

#define SCRATCH_BYTES 65536

/* A connection that has calls or a session. Owned by the table; freed when it has neither. */
struct peer {
    struct table_node by_id;
    uint64_t conn_id;
    bool has_session;
    bool english;
    uint8_t token_hash[DIGEST_BYTES];
    struct call *calls;
};

/* Small requests that no caller waits for: keeping a session alive, taking one up again. */
struct errand {
    struct db_job job;
    struct dispatcher *d;
    uint64_t conn_id;
    uint8_t token_hash[DIGEST_BYTES];
    uint8_t timeout[4];
    const char *values[2][2];
    int lengths[2][2];
    void (*resumed)(void *ctx, uint64_t conn_id, bool ok);
    void *ctx;
    bool english;
};

struct dispatcher {
    struct uv_loop_s *loop;
    struct dispatch_options options;
    struct dispatch_host host;
    char *url;
    struct policy policy;
    struct wordlist *wordlist;
    char *factor_issuer;
    bool has_factor_key;
    uint8_t factor_key[FACTOR_KEY_BYTES];
    char setup_sql[512]; /* what the database should know of our options */
    struct bindings *bindings;
    const struct handler **handlers; /* parallel to kam_methods */
    struct errors *errors;
    const struct db_statement **statements;
    struct db_pool *pool;
    struct db_listener listener;
    struct auth_hasher *hasher;
    struct table calls;   /* by connection and call id */
    struct table leaders; /* writes in flight, by session and key */
    struct table peers;   /* by connection */
    size_t calls_open;
    size_t errands_open;
    struct arena scratch; /* what a request unpacks to, until its parameters are encoded */
    void *scratch_memory;
    struct buffer params; /* parameters being encoded */
    struct buffer body;   /* the response being decoded */
    bool waits_no_more;
    bool draining;
    struct db_job drain_job;
    void (*drained)(void *ctx);
    void *drained_ctx;
    bool closing;
    unsigned closing_parts;
    void (*closed)(void *ctx);
    void *closed_ctx;
};

/* intake.c */
void intake(struct dispatcher *d, const struct dispatch_peer *peer, const struct dispatch_call *request);
/* Gives the call's job to the pool (again); refuses the call when the queue is full. */
void intake_submit(struct call *call);

/* finish.c */
void finish_job(struct db_job *job, const struct db_outcome *outcome);
/* The one answer: logs, tells the host and the followers, and frees the call. `status` NULL: OK. */
void finish_answer(struct call *call, const Kam__V1__Status *status, const uint8_t *body, size_t body_bytes, bool replayed, int rows);
void finish_refuse(struct call *call, enum message_id id, const char *field, const char *first, uint32_t retry_after_ms);
/* What to say when a job ended without an answer of the database. */
void finish_without_answer(struct call *call, enum db_ending ending);
/* The call was refused on the way in: it is told in a later turn of the loop. */
void finish_later(struct call *call);
/* For errors nobody should see: into the log, with what identifies them and none of their text. */
void finish_log_error(const struct call *call, const PGresult *error);

/* explain.c: asks the database; the call is then answered from there. */
void explain(struct call *call, bool denied);

/* note.c: has the database write what this refusal leaves behind; the call is then answered from there. */
void note_refusal(struct call *call, const PGresult *error);

/* peers.c */
struct peer *peer_find(struct dispatcher *d, uint64_t conn_id);
struct peer *peer_get(struct dispatcher *d, uint64_t conn_id);
void peer_release(struct dispatcher *d, struct peer *peer);
void peer_link(struct call *call);
void peer_unlink(struct call *call);
bool peer_english(const struct dispatch_peer *peer);
void peer_session(struct dispatcher *d, uint64_t conn_id, const uint8_t token_hash[DIGEST_BYTES], bool english);
void peer_session_gone(struct dispatcher *d, uint64_t conn_id);
/* A notification: the session with this hash, in hex, has ended. */
void peer_session_ended(void *ctx, const char *payload);

/* dispatch.c */
struct call *call_create(struct dispatcher *d, size_t extra_bytes);
void call_destroy(struct call *call);
void errand_touch(struct dispatcher *d, const uint8_t token_hash[DIGEST_BYTES]);

static inline struct call *call_of_job(struct db_job *job) {
    return (struct call *)((char *)job - offsetof(struct call, job));
}

#endif
