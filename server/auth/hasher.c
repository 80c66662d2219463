#include "server/auth/hasher.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define PASSES 3u
#define MEMORY_BYTES (32u << 20)
#define PASSWORD_BYTES_MAX 1024

enum kind { KIND_VERIFY, KIND_MAKE };

struct job {
    struct job *next;
    enum kind kind;
    char *password; /* in guarded memory that is wiped when freed */
    char hash[crypto_pwhash_STRBYTES];
    bool known; /* verify: `hash` is a person's, not the dummy */
    auth_hashed done;
    void *ctx;
    bool matches;
    bool made;
    char made_hash[crypto_pwhash_STRBYTES];
};

struct auth_hasher {
    struct uv_loop_s *loop;
    uint32_t queue_max;
    uint32_t waiting;
    struct job *first;
    struct job **last;
    struct job *running;
    uv_work_t work;
    char dummy[crypto_pwhash_STRBYTES];
    bool closing;
    void (*closed)(void *ctx);
    void *closed_ctx;
};

static bool make(char out[crypto_pwhash_STRBYTES], const char *password) {
    return crypto_pwhash_str_alg(out, password, strlen(password), PASSES, MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

struct auth_hasher *auth_hasher_new(struct uv_loop_s *loop, uint32_t queue_max) {
    struct auth_hasher *h = calloc(1, sizeof *h);
    unsigned char secret[16];
    char text[2 * sizeof secret + 1];
    if (!h || sodium_init() < 0) {
        abort();
    }
    h->loop = loop;
    h->queue_max = queue_max;
    h->last = &h->first;
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(text, sizeof text, secret, sizeof secret);
    if (!make(h->dummy, text)) {
        abort();
    }
    return h;
}

static void job_free(struct job *job) {
    sodium_free(job->password);
    sodium_memzero(job, sizeof *job);
    free(job);
}

struct auth_hasher *auth_hasher_free(struct auth_hasher *h) {
    free(h);
    return NULL;
}

/* On a thread: touches the job and nothing else. */
static void work_cb(uv_work_t *work) {
    struct job *job = work->data;
    if (job->kind == KIND_MAKE) {
        job->made = make(job->made_hash, job->password);
        return;
    }
    bool right = crypto_pwhash_str_verify(job->hash, job->password, strlen(job->password)) == 0;
    job->matches = right && job->known;
    if (job->matches && crypto_pwhash_str_needs_rehash(job->hash, PASSES, MEMORY_BYTES) != 0) {
        job->made = make(job->made_hash, job->password);
    }
}

static void pump(struct auth_hasher *h);

static void after_cb(uv_work_t *work, int status) {
    struct job *job = work->data;
    struct auth_hasher *h = (struct auth_hasher *)((char *)work - offsetof(struct auth_hasher, work));
    struct auth_hash_result result = {
        .closing = status != 0 || h->closing, .matches = job->matches, .hash = job->made ? job->made_hash : NULL};
    h->running = NULL;
    job->done(job->ctx, &result);
    job_free(job);
    if (h->closing) {
        h->closed(h->closed_ctx);
        return;
    }
    pump(h);
}

static void pump(struct auth_hasher *h) {
    if (h->running || !h->first || h->closing) {
        return;
    }
    struct job *job = h->first;
    h->first = job->next;
    h->last = h->first ? h->last : &h->first;
    h->waiting--;
    h->running = job;
    h->work.data = job;
    if (uv_queue_work(h->loop, &h->work, work_cb, after_cb) != 0) {
        abort(); /* only for wrong arguments */
    }
}

static int enqueue(struct auth_hasher *h, enum kind kind, const char *password, const char *hash, auth_hashed done, void *ctx) {
    size_t bytes = strlen(password);
    if (h->closing || h->waiting >= h->queue_max || bytes > PASSWORD_BYTES_MAX) {
        return AUTH_HASHER_FULL;
    }
    struct job *job = calloc(1, sizeof *job);
    char *copy = sodium_malloc(bytes + 1);
    if (!job || !copy) {
        free(job);
        sodium_free(copy);
        return AUTH_HASHER_FULL;
    }
    memcpy(copy, password, bytes + 1);
    *job = (struct job){.kind = kind, .password = copy, .known = hash != NULL, .done = done, .ctx = ctx};
    const char *compared = hash ? hash : h->dummy;
    if (strlen(compared) < sizeof job->hash) {
        memcpy(job->hash, compared, strlen(compared));
    }
    *h->last = job;
    h->last = &job->next;
    h->waiting++;
    pump(h);
    return 0;
}

int auth_hasher_verify(struct auth_hasher *h, const char *password, const char *hash, auth_hashed done, void *ctx) {
    return enqueue(h, KIND_VERIFY, password, hash, done, ctx);
}

int auth_hasher_make(struct auth_hasher *h, const char *password, auth_hashed done, void *ctx) {
    return enqueue(h, KIND_MAKE, password, NULL, done, ctx);
}

void auth_hasher_close(struct auth_hasher *h, void (*closed)(void *ctx), void *ctx) {
    h->closing = true;
    h->closed = closed;
    h->closed_ctx = ctx;
    while (h->first) {
        struct job *job = h->first;
        struct auth_hash_result result = {.closing = true};
        h->first = job->next;
        h->waiting--;
        job->done(job->ctx, &result);
        job_free(job);
    }
    h->last = &h->first;
    if (!h->running) {
        closed(ctx);
    }
}
