#include "common/wirecheck.h"
#include "server/rpc/dispatcher.h"
#include "server/rpc/encode.h"
#include "server/rpc/wire.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define RETRY_AFTER_MS 200
#define WAIT_MAX_MS 60000
#define WAIT_MARGIN_US 1000000

/* A request that will not be run. The call is told so in a later turn of the loop. */
static void refuse(struct call *call, enum message_id id, const char *field, const char *first, uint32_t retry_after_ms) {
    call->refusal = malloc(sizeof *call->refusal);
    if (!call->refusal) {
        abort(); /* small */
    }
    refusal_make(call->refusal, id, call_language(call), field, first, NULL);
    refusal_retry_after(call->refusal, retry_after_ms);
    finish_later(call);
}

static void copy_text(char *out, size_t out_bytes, const char *text) {
    refusal_copy_text(out, out_bytes, text ? text : "", text ? strlen(text) : 0);
}

/* Everything that is known before the body is looked at. The block gets `extra_bytes` for parameters. */
static struct call *take_in(struct dispatcher *d, const struct dispatch_peer *peer, const struct dispatch_call *request,
                            size_t extra_bytes) {
    struct call *call = call_create(d, extra_bytes);
    uint32_t timeout_ms = request->timeout_ms ? request->timeout_ms : d->options.call_timeout_ms;
    if (timeout_ms > d->options.call_timeout_max_ms) {
        timeout_ms = d->options.call_timeout_max_ms;
    }
    call->received_us = db_now_us();
    call->deadline_us = call->received_us + timeout_ms * UINT64_C(1000);
    call->conn_id = peer->conn_id;
    call->call_id = request->call_id;
    call->english = peer_english(peer);
    call->has_token = peer->has_token;
    memcpy(call->token_hash, peer->token_hash, DIGEST_BYTES);
    copy_text(call->address, sizeof call->address, peer->address);
    copy_text(call->client, sizeof call->client, peer->client);
    table_insert(&d->calls, &call->by_id, table_hash(call->conn_id, call->call_id));
    peer_link(call);
    return call;
}

/* --- begin_request ---------------------------------------------------------------------------------------------------------------- */

enum { B_TOKEN, B_RIGHT, B_METHOD, B_REQUEST_ID, B_BODY_HASH, B_ADDRESS, B_TIMEOUT, B_ECHO, B_LANGUAGE };

static void set_text(struct call_params *p, int i, const char *text) {
    p->values[i] = text;
    p->lengths[i] = (int)strlen(text);
}

static void set_bytes(struct call_params *p, int i, const void *bytes, int count) {
    p->values[i] = bytes;
    p->lengths[i] = count;
}

static void fill_begin(struct call *call) {
    struct call_params *p = &call->begin;
    set_bytes(p, B_TOKEN, call->token_hash, DIGEST_BYTES);
    set_text(p, B_RIGHT, call->method->right);
    set_text(p, B_METHOD, call->method->path);
    if (call->method->kind == KAM_METHOD_WRITE) {
        set_bytes(p, B_REQUEST_ID, call->request_id, REQUEST_ID_BYTES);
        set_bytes(p, B_BODY_HASH, call->body_hash, DIGEST_BYTES);
    }
    set_text(p, B_ADDRESS, call->address);
    set_bytes(p, B_TIMEOUT, p->timeout, sizeof p->timeout);
    set_bytes(p, B_ECHO, call->job.echo, DB_ECHO_BYTES);
    set_text(p, B_LANGUAGE, call_language(call));
}

/* What is left of the deadline when the job leaves the queue becomes the statement's timeout. */
static void sending(struct db_job *job, uint64_t now_us) {
    struct call *call = call_of_job(job);
    uint64_t left_ms = job->deadline_us > now_us ? (job->deadline_us - now_us) / 1000 : 0;
    put_be32(call->begin.timeout, left_ms ? (uint32_t)left_ms : 1); /* 0 would mean: no timeout */
}

void intake_submit(struct call *call) {
    if (db_pool_submit(call->d->pool, &call->job) == DB_POOL_FULL) {
        if (call->state == CALL_NEW) {
            refuse(call, MESSAGE_OVERLOADED, NULL, NULL, RETRY_AFTER_MS);
        } else {
            finish_refuse(call, MESSAGE_OVERLOADED, NULL, NULL, RETRY_AFTER_MS);
        }
        return;
    }
    call_enter(call, CALL_WAITING);
}

/* --- keys ------------------------------------------------------------------------------------------------------------------------- */

static uint64_t key_hash(const struct call *call) {
    uint64_t a;
    uint64_t b;
    memcpy(&a, call->token_hash, sizeof a);
    memcpy(&b, call->request_id, sizeof b);
    return table_hash(a, b);
}

static struct call *find_leader(struct dispatcher *d, const struct call *call) {
    uint64_t hash = key_hash(call);
    for (struct table_node *n = table_bucket(&d->leaders, hash); n; n = n->next) {
        struct call *other = (struct call *)((char *)n - offsetof(struct call, by_key));
        if (n->hash == hash && memcmp(other->request_id, call->request_id, REQUEST_ID_BYTES) == 0 &&
            memcmp(other->token_hash, call->token_hash, DIGEST_BYTES) == 0) {
            return other;
        }
    }
    return NULL;
}

/* A retry of what is in flight waits for the same answer, so that a storm of retries never takes the pool. */
static void lead_or_follow(struct call *call) {
    struct dispatcher *d = call->d;
    struct call *leader = find_leader(d, call);
    if (!leader) {
        table_insert(&d->leaders, &call->by_key, key_hash(call));
        intake_submit(call);
    } else if (leader->method != call->method || memcmp(leader->body_hash, call->body_hash, DIGEST_BYTES) != 0) {
        refuse(call, MESSAGE_REQUEST_ID_REUSED, NULL, NULL, 0);
    } else {
        call->leader = leader;
        call_enter(call, CALL_FOLLOWING);
        call->follower_next = leader->followers;
        leader->followers = call;
    }
}

/* --- the body --------------------------------------------------------------------------------------------------------------------- */

static void read_subject(const struct method_plan *plan, const ProtobufCMessage *request, struct call *call) {
    const uint8_t *at = (const uint8_t *)request;
    for (unsigned i = 0; i + 1 < plan->subject.depth; i++) {
        memcpy(&at, at + plan->subject.offsets[i], sizeof at);
        if (!at) {
            return;
        }
    }
    if (plan->subject.depth) {
        uint32_t set = plan->subject.id;
        if (plan->subject.optional) {
            memcpy(&set, at + plan->subject.quantifier, sizeof set);
        }
        memcpy(&call->subject_id, at + plan->subject.offsets[plan->subject.depth - 1], sizeof call->subject_id);
        call->has_subject = set == plan->subject.id;
    }
}

/* Values, lengths and bytes of the method's parameters, in the call's own block. */
static void keep_params(struct call *call, const struct encoded_param *params) {
    const struct method_plan *plan = call->plan;
    size_t count = plan->params_count;
    const char **values = (const char **)(call + 1);
    int *lengths = (int *)(values + count);
    char *bytes = (char *)(lengths + count);
    if (count) {
        memcpy(bytes, buffer_front(&call->d->params), buffer_bytes(&call->d->params));
    }
    for (size_t i = 0; i < count; i++) {
        lengths[i] = params[i].length < 0 ? 0 : params[i].length;
        values[i] = params[i].length < 0 ? NULL : bytes + params[i].offset;
    }
    call->job.steps[1] = (struct db_step){.statement = &plan->statement, .values = values, .lengths = lengths};
}

static size_t params_room(const struct method_plan *plan, size_t encoded_bytes) {
    return plan->params_count * (sizeof(char *) + sizeof(int)) + encoded_bytes;
}

static void start(struct call *call, const struct method_plan *plan, const struct encoded_param *params) {
    call->plan = plan;
    keep_params(call, params);
    fill_begin(call);
    call->job.steps[0] =
        (struct db_step){.statement = fixed_statement(FIXED_BEGIN), .values = call->begin.values, .lengths = call->begin.lengths};
    call->job.steps_count = 2;
    call->job.set = call->method->kind == KAM_METHOD_READ ? DB_SET_READ : DB_SET_WRITE;
    call->job.repeatable =
        call->method->kind == KAM_METHOD_READ || (call->method->kind == KAM_METHOD_QUERY && call->method->audit != KAM_AUDIT_CONFIDENTIAL);
    call->job.deadline_us = call->deadline_us;
    call->job.sending = sending;
    call->job.done = finish_job;
    if (call->method->kind == KAM_METHOD_WRITE) {
        lead_or_follow(call);
    } else {
        intake_submit(call);
    }
}

static void start_handler(struct call *call, const struct dispatch_call *request) {
    arena_init(&call->arena, call->d->options.call_bytes_max, NULL, 0);
    call->request = protobuf_c_message_unpack(call->method->request, arena_allocator(&call->arena), request->body_bytes, request->body);
    if (!call->request) {
        refuse(call, MESSAGE_REQUEST_TOO_LARGE, NULL, NULL, 0);
        return;
    }
    call_enter(call, CALL_HANDLING);
    /* Handlers start in a later turn too, so that an answer never comes from inside dispatcher_submit(). */
    call->job.done = finish_job;
    db_pool_later(call->d->pool, &call->job);
}

struct intake_fault {
    enum message_id id;
    const char *first;
    const char *field;
    struct wirecheck_fault wire;
    struct encode_fault encode;
    char number[16];
};

/* Checks the bytes before anything unpacks them. False: refused. */
static bool check(const struct dispatcher *d, const struct kam_method *m, const struct dispatch_call *request, struct intake_fault *fault) {
    struct wirecheck_limits limits = wirecheck_limits_request(kam_field_rules, d->options.call_bytes_max);
    enum wirecheck_error error = (enum wirecheck_error)wirecheck(m->request, request->body, request->body_bytes, &limits, &fault->wire);
    if (error == WIRECHECK_OK) {
        return true;
    }
    fault->id = message_of_wirecheck(error);
    fault->field = fault->wire.path;
    snprintf(fault->number, sizeof fault->number, "%u", fault->wire.limit);
    bool counted = error == WIRECHECK_TOO_LONG || error == WIRECHECK_TOO_MANY;
    fault->first = counted ? fault->number : wirecheck_error_name(error);
    return false;
}

/* Unpacks into the scratch arena and encodes the parameters into d->params. False: refused. */
static bool encode(struct dispatcher *d, const struct method_plan *plan, const struct dispatch_call *request, struct page_request *page,
                   ProtobufCMessage **ret_message, struct encoded_param *params, struct intake_fault *fault) {
    ProtobufCMessage *message =
        protobuf_c_message_unpack(plan->method->request, arena_allocator(&d->scratch), request->body_bytes, request->body);
    if (!message) {
        *fault = (struct intake_fault){.id = MESSAGE_REQUEST_TOO_LARGE};
        return false;
    }
    enum page_error page_error = plan->next_token_id ? page_parse(plan, message, page) : PAGE_OK;
    if (page_error != PAGE_OK) {
        fault->id = page_error == PAGE_SIZE ? MESSAGE_PAGE_SIZE_INVALID : MESSAGE_PAGE_TOKEN_INVALID;
        fault->field = page_error == PAGE_SIZE ? "page_size" : "page_token";
        return false;
    }
    int r = encode_params(plan, message, page, &d->params, params, &fault->encode);
    *ret_message = message;
    if (r == 0) {
        return true;
    }
    fault->id = r == ENCODE_FAULT ? fault->encode.message : r == ENCODE_PAGE_TOKEN ? MESSAGE_PAGE_TOKEN_INVALID : MESSAGE_REQUEST_TOO_LARGE;
    fault->field = r == ENCODE_FAULT ? fault->encode.path : r == ENCODE_PAGE_TOKEN ? "page_token" : NULL;
    return false;
}

/* How long the answer may be waited for: never so long that there is no time left to give it. */
static void read_wait(const struct method_plan *plan, const ProtobufCMessage *message, struct call *call) {
    int32_t wait_ms = *(const int32_t *)((const char *)message + plan->wait_offset);
    if (wait_ms > 0) {
        uint64_t until_us = call->received_us + (uint64_t)(wait_ms < WAIT_MAX_MS ? wait_ms : WAIT_MAX_MS) * 1000;
        uint64_t last_us = call->deadline_us > WAIT_MARGIN_US ? call->deadline_us - WAIT_MARGIN_US : 0;
        call->wait_until_us = until_us < last_us ? until_us : last_us;
    }
}

static void take_method(struct dispatcher *d, const struct kam_method *m, const struct dispatch_peer *peer,
                        const struct dispatch_call *request) {
    const struct method_plan *plan = bindings_plan(d->bindings, (size_t)(m - kam_methods));
    struct intake_fault fault = {0};
    struct page_request page;
    struct encoded_param params[DB_STATEMENT_PARAMS_MAX];
    ProtobufCMessage *message = NULL;
    bool ok = check(d, m, request, &fault) && (!plan || encode(d, plan, request, &page, &message, params, &fault));
    struct call *call = take_in(d, peer, request, plan && ok ? params_room(plan, buffer_bytes(&d->params)) : 0);
    call->method = m;
    if (!ok) {
        refuse(call, fault.id, fault.field, fault.first, 0);
        return;
    }
    if (!plan) {
        start_handler(call, request);
        return;
    }
    if (m->kind == KAM_METHOD_WRITE) {
        memcpy(call->request_id, request->request_id, REQUEST_ID_BYTES);
        digest_sha256(request->body, request->body_bytes, call->body_hash);
    }
    if (plan->next_token_id) {
        call->page_size = page.size;
        memcpy(call->page_filter, page.filter, PAGE_FILTER_BYTES);
    }
    if (plan->wait_offset) {
        read_wait(plan, message, call);
    }
    read_subject(plan, message, call);
    start(call, plan, params);
}

/* What can be refused without looking at the body; MESSAGE_COUNT: nothing. */
static enum message_id refuse_early(const struct dispatcher *d, const struct kam_method *m, const struct dispatch_peer *peer,
                                    const struct dispatch_call *request) {
    if (d->draining || d->closing) {
        return MESSAGE_SHUTTING_DOWN;
    }
    if (!m) {
        return MESSAGE_METHOD_UNKNOWN;
    }
    if (d->calls_open >= d->options.calls_max) {
        return MESSAGE_OVERLOADED;
    }
    if (!m->is_public && !peer->has_token) {
        return MESSAGE_SESSION_MISSING;
    }
    if (m->kind == KAM_METHOD_WRITE && request->request_id_bytes != REQUEST_ID_BYTES) {
        return MESSAGE_REQUEST_ID_REQUIRED;
    }
    return MESSAGE_COUNT;
}

void intake(struct dispatcher *d, const struct dispatch_peer *peer, const struct dispatch_call *request) {
    const struct kam_method *m = kam_method_find(request->method);
    enum message_id early = refuse_early(d, m, peer, request);
    if (early == MESSAGE_COUNT) {
        take_method(d, m, peer, request);
        arena_reset(&d->scratch);
        d->params.start = d->params.end = 0; /* the memory stays for the next, unless it was a giant */
        if (d->params.capacity > SCRATCH_BYTES) {
            buffer_clear(&d->params);
        }
        return;
    }
    struct call *call = take_in(d, peer, request, 0);
    char name[CALL_TEXT_BYTES];
    copy_text(name, sizeof name, request->method);
    call->method = m;
    refuse(call, early, NULL, name, early == MESSAGE_OVERLOADED ? RETRY_AFTER_MS : 0);
}
