/*
 * Passwords, made slow on purpose: argon2id with 32 MiB and three passes, about 30 ms of a core. It runs on libuv's threads, one at a
 * time, so that a storm of logins takes one core and 32 MiB and no more; the others wait in a queue with a number.
 */
#ifndef KAM_SERVER_AUTH_HASHER_H
#define KAM_SERVER_AUTH_HASHER_H

#include <stdbool.h>
#include <stdint.h>

struct uv_loop_s;
struct auth_hasher;

enum auth_hasher_error {
    AUTH_HASHER_FULL = 1, /* too many are waiting */
};

/* How it ended. Texts are borrowed for the duration of done(). */
struct auth_hash_result {
    bool closing;     /* nothing was done: the process is ending */
    bool matches;     /* verify */
    const char *hash; /* make: the new hash; verify: made anew with today's cost, or NULL when the old one is good enough */
};

typedef void (*auth_hashed)(void *ctx, const struct auth_hash_result *result);

/* Makes the dummy hash, which takes as long as a login. Never fails: without the memory for one hash the process ends. */
struct auth_hasher *auth_hasher_new(struct uv_loop_s *loop, uint32_t queue_max);
/* NULL is fine; otherwise only after auth_hasher_close() is done, or before the loop has run. Returns NULL. */
struct auth_hasher *auth_hasher_free(struct auth_hasher *h);

/* Does the password match? `hash` NULL: nobody has this name; takes the same time and never matches. done() comes in a later turn of
 * the loop, unless AUTH_HASHER_FULL. Password and hash are copied, and the password is wiped afterwards. */
int auth_hasher_verify(struct auth_hasher *h, const char *password, const char *hash, auth_hashed done, void *ctx)
    __attribute__((warn_unused_result));

int auth_hasher_make(struct auth_hasher *h, const char *password, auth_hashed done, void *ctx) __attribute__((warn_unused_result));

/* Those that wait end with `closing` at once; closed() when the one that runs has ended too. */
void auth_hasher_close(struct auth_hasher *h, void (*closed)(void *ctx), void *ctx);

#endif
