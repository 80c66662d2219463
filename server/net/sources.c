#include "server/net/sources.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define BUCKETS 4096 /* a power of two */

struct entry {
    struct entry *next;
    uint8_t source[ADDRESS_SOURCE_BYTES];
    uint32_t count;
};

struct sources {
    uint64_t key[2];
    struct entry *buckets[BUCKETS];
};

struct sources *sources_new(void) {
    struct sources *s = calloc(1, sizeof *s);

    if (s && getrandom(s->key, sizeof s->key, 0) != sizeof s->key)
        return sources_free(s);
    return s;
}

struct sources *sources_free(struct sources *s) {
    struct entry *next;

    if (!s)
        return NULL;
    for (size_t i = 0; i < BUCKETS; i++) {
        for (struct entry *e = s->buckets[i]; e; e = next) {
            next = e->next;
            free(e);
        }
    }
    free(s);
    return NULL;
}

static uint64_t mix(uint64_t x) {
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd);
    x ^= x >> 33;
    x *= UINT64_C(0xc4ceb9fe1a85ec53);
    x ^= x >> 33;
    return x;
}

static struct entry *const *find(const struct sources *s, const uint8_t source[ADDRESS_SOURCE_BYTES]) {
    struct entry *const *at;
    uint64_t half[2];

    memcpy(half, source, sizeof half);
    at = &s->buckets[mix(mix(half[0] ^ s->key[0]) ^ half[1] ^ s->key[1]) & (BUCKETS - 1)];
    while (*at && memcmp((*at)->source, source, ADDRESS_SOURCE_BYTES) != 0)
        at = &(*at)->next;
    return at;
}

int sources_add(struct sources *s, const uint8_t source[ADDRESS_SOURCE_BYTES], uint32_t max) {
    struct entry **at = (struct entry **)find(s, source);
    struct entry *e = *at;

    if (!e) {
        e = calloc(1, sizeof *e);
        if (!e)
            return -ENOMEM;
        memcpy(e->source, source, ADDRESS_SOURCE_BYTES);
        *at = e;
    }
    if (e->count >= max)
        return -EDQUOT;
    e->count++;
    return 0;
}

void sources_remove(struct sources *s, const uint8_t source[ADDRESS_SOURCE_BYTES]) {
    struct entry **at = (struct entry **)find(s, source);
    struct entry *e = *at;

    assert(e && e->count > 0);
    if (--e->count > 0)
        return;
    *at = e->next;
    free(e);
}

uint32_t sources_count(const struct sources *s, const uint8_t source[ADDRESS_SOURCE_BYTES]) {
    const struct entry *e = *find(s, source);

    return e ? e->count : 0;
}
