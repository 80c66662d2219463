#include "tests/bench/jobs.h"

#include "kam/v1/accounts.pb-c.h"
#include "kam/v1/interactions.pb-c.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_BYTES = 1024, REQUEST_ID_BYTES = 16 };

/* xorshift64*: enough for picking rows. */
static uint64_t next_random(struct job *job) {
    uint64_t x = job->random;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    job->random = x;
    return x * 0x2545F4914F6CDD1Dull;
}

void job_init(struct job *job, const struct load_options *options, const struct job_queries *queries, unsigned person, uint64_t seed) {
    memset(job, 0, sizeof(*job));
    job->options = options;
    job->queries = queries;
    job->unit = person % options->units;
    job->random = seed * 0x9E3779B97F4A7C15ull + 1;
}

/* An account the person of this connection may see. */
static int64_t some_account(struct job *job) {
    uint64_t rounds = job->options->accounts / job->options->units;

    return (int64_t)(1 + job->unit + job->options->units * (next_random(job) % (rounds ? rounds : 1)));
}

static size_t body_get(struct job *job, uint8_t *body) {
    Kam__V1__GetAccountRequest request = KAM__V1__GET_ACCOUNT_REQUEST__INIT;

    request._id_case = KAM__V1__GET_ACCOUNT_REQUEST___ID_ID;
    request.id = some_account(job);
    return kam__v1__get_account_request__pack(&request, body);
}

static size_t body_list(struct job *job, uint8_t *body) {
    Kam__V1__ListAccountsRequest request = KAM__V1__LIST_ACCOUNTS_REQUEST__INIT;

    request.page_size = JOB_PAGE_SIZE;
    request.page_token = job->page_token;
    return kam__v1__list_accounts_request__pack(&request, body);
}

static size_t body_register(struct job *job, uint8_t *body) {
    Kam__V1__CreateInteractionRequest request = KAM__V1__CREATE_INTERACTION_REQUEST__INIT;
    Kam__V1__Interaction interaction = KAM__V1__INTERACTION__INIT;

    interaction.account_id = some_account(job);
    interaction.channel = KAM__V1__CHANNEL__CHANNEL_VISIT;
    interaction.topic = (char *)"拜访: 了解需求";
    interaction.outcome = (char *)"客户对方案感兴趣, 下周再谈";
    request.interaction = &interaction;
    return kam__v1__create_interaction_request__pack(&request, body);
}

static size_t body_search(struct job *job, uint8_t *body) {
    Kam__V1__SearchAccountsRequest request = KAM__V1__SEARCH_ACCOUNTS_REQUEST__INIT;

    request.query = job->queries->texts[next_random(job) % job->queries->count];
    return kam__v1__search_accounts_request__pack(&request, body);
}

int job_send(struct job *job, struct link *link) {
    Kam__V1__Envelope envelope = KAM__V1__ENVELOPE__INIT;
    Kam__V1__Request request = KAM__V1__REQUEST__INIT;
    uint64_t request_id[REQUEST_ID_BYTES / sizeof(uint64_t)];
    uint8_t body[BODY_BYTES];
    char kind = job->options->job;

    if (kind == 'M') {
        unsigned share = (unsigned)((next_random(job) >> 32) % 10);

        kind = share == 0 ? 'L' : share == 1 ? 'W' : 'R';
    }
    job->lists = kind == 'L';
    request.body.data = body;
    switch (kind) {
    case 'R':
        request.method = (char *)"kam.v1.Accounts/GetAccount";
        request.body.len = body_get(job, body);
        break;
    case 'L':
        request.method = (char *)"kam.v1.Accounts/ListAccounts";
        request.body.len = body_list(job, body);
        break;
    case 'W':
        request.method = (char *)"kam.v1.Interactions/CreateInteraction";
        request.body.len = body_register(job, body);
        request_id[0] = next_random(job);
        request_id[1] = next_random(job);
        request.request_id.data = (uint8_t *)request_id;
        request.request_id.len = REQUEST_ID_BYTES;
        break;
    default:
        request.method = (char *)"kam.v1.Accounts/SearchAccounts";
        request.body.len = body_search(job, body);
        break;
    }
    envelope.call_id = ++job->call_id;
    envelope.body_case = KAM__V1__ENVELOPE__BODY_REQUEST;
    envelope.request = &request;
    return link_send(link, &envelope);
}

static bool read_varint(const uint8_t **at, const uint8_t *end, uint64_t *ret_value) {
    uint64_t value = 0;

    for (unsigned shift = 0; *at < end && shift < 64; shift += 7) {
        uint8_t byte = *(*at)++;

        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *ret_value = value;
            return true;
        }
    }
    return false;
}

/* next_page_token (field 2) of a list's answer, without unpacking its 50 items: a client that measures must stay cheap. */
static void keep_page_token(struct job *job, const ProtobufCBinaryData *body) {
    const uint8_t *at = body->data, *end = body->data + body->len;
    uint64_t tag, bytes;

    job->page_token[0] = 0;
    while (read_varint(&at, end, &tag) && (tag & 7) == 2 && read_varint(&at, end, &bytes) && bytes <= (uint64_t)(end - at)) {
        if (tag >> 3 == 2 && bytes < JOB_PAGE_TOKEN_BYTES) {
            memcpy(job->page_token, at, bytes);
            job->page_token[bytes] = 0;
        }
        at += bytes;
    }
}

bool job_answer(struct job *job, const Kam__V1__Envelope *envelope) {
    const Kam__V1__Response *response;

    if (envelope->body_case != KAM__V1__ENVELOPE__BODY_RESPONSE || envelope->call_id != job->call_id)
        return false;
    response = envelope->response;
    if (response->status && response->status->code != 0) {
        static bool told;

        /* One is enough to see what is wrong. */
        if (!told)
            fprintf(stderr, "first refusal: %u %s: %s\n", response->status->code, response->status->reason, response->status->message);
        told = true;
        job->page_token[0] = 0;
        return false;
    }
    if (job->lists)
        keep_page_token(job, &response->body);
    return true;
}

int job_queries_read(const char *path, struct job_queries *ret_queries) {
    struct job_queries queries = {0};
    FILE *file = fopen(path, "re");

    if (!file)
        return -errno;
    queries.texts = calloc(JOB_QUERIES_MAX, sizeof(*queries.texts));
    while (queries.texts && queries.count < JOB_QUERIES_MAX && fgets(queries.texts[queries.count], JOB_QUERY_BYTES, file)) {
        char *text = queries.texts[queries.count];

        text[strcspn(text, "\n")] = 0;
        if (text[0])
            queries.count++;
    }
    fclose(file);
    if (!queries.count) {
        free(queries.texts);
        return -ENODATA;
    }
    *ret_queries = queries;
    return 0;
}
