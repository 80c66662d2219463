/*
 * A hash table of nodes embedded in what they find. The keys are the owner's: it hashes them and compares them. Insertion never fails;
 * the number of buckets is fixed at the start, by the limit on what can be in the table.
 */
#ifndef KAM_SERVER_RPC_TABLE_H
#define KAM_SERVER_RPC_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct table_node {
    struct table_node *next;
    struct table_node **at; /* what points here; NULL: in no table */
    uint64_t hash;
};

struct table {
    struct table_node **buckets;
    size_t mask;
    size_t count;
};

static inline void table_init(struct table *t, size_t items_max) {
    size_t buckets = 64;
    while (buckets < items_max) {
        buckets *= 2;
    }
    *t = (struct table){.buckets = calloc(buckets, sizeof *t->buckets), .mask = buckets - 1};
    if (!t->buckets) {
        abort(); /* at start-up */
    }
}

static inline void table_deinit(struct table *t) {
    free(t->buckets);
    t->buckets = NULL;
}

/* Spreads ids that count upwards. */
static inline uint64_t table_hash(uint64_t a, uint64_t b) {
    uint64_t h = (a + 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u ^ b;
    h = (h ^ h >> 29) * 0x94d049bb133111ebu;
    return h ^ h >> 32;
}

static inline void table_insert(struct table *t, struct table_node *node, uint64_t hash) {
    struct table_node **bucket = &t->buckets[hash & t->mask];
    node->hash = hash;
    node->next = *bucket;
    node->at = bucket;
    if (node->next) {
        node->next->at = &node->next;
    }
    *bucket = node;
    t->count++;
}

static inline void table_remove(struct table *t, struct table_node *node) {
    if (node->at) {
        *node->at = node->next;
        if (node->next) {
            node->next->at = node->at;
        }
        node->at = NULL;
        t->count--;
    }
}

/* The first candidate; go on with node->next. Compare hash and key. */
static inline struct table_node *table_bucket(const struct table *t, uint64_t hash) {
    return t->buckets[hash & t->mask];
}

#endif
