/*
 * The chain over the journal, as a stranger verifies it: hash = SHA-256(0x01, hash of the record before, leaf), from 32 zero bytes on; the
 * leaf is SHA-256(0x00, canonical form, salt), or the canonical form itself where there is no salt. docs/PROTOCOL.md describes it;
 * sql/core/journal.sql is where the server makes it.
 */
#ifndef KAM_COMMON_CHAIN_H
#define KAM_COMMON_CHAIN_H

#include "common/digest.h"
#include "kam/v1/journal.pb-c.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum chain_finding {
    CHAIN_SOUND,
    CHAIN_MISSING,  /* a number, or more, is not there; or the head is not, or anything at all */
    CHAIN_REPEATED, /* a number that has been */
    CHAIN_ALTERED,  /* the hash does not follow */
    CHAIN_OTHER,    /* sound, but not the chain whose head was kept */
};

/*
 * Plain memory; {0} stands before the first record. To begin elsewhere, name the record before: seq and hash.
 *
 * A hidden record without its leaf does not tie its hash to the one before, so what a head vouches for begins after the last such record
 * before it.
 */
struct chain {
    int64_t seq; /* of the last record */
    uint8_t hash[DIGEST_BYTES];
    uint64_t records;  /* so many were added */
    uint64_t hidden;   /* of them the exporter did not see the content */
    uint64_t loose;    /* of these there is no leaf either */
    int64_t loose_to;  /* the last loose one that is not after the head: as far as that nothing is proved; 0: none */
    int64_t head_seq;  /* of a head that was kept elsewhere; 0: none */
    uint8_t head_hash[DIGEST_BYTES];
    bool met_head; /* the record of the head was there, and is the one */
};

/* The canonical form, and the salt where there is one; *ret_bytes long, to be freed. NULL: no memory. */
uint8_t *chain_canonical(const Kam__V1__JournalRecord *record, size_t *ret_bytes);

/* The next record. Not sound: *ret_bad_seq is the first number where it is not, and the chain stays before it. */
enum chain_finding chain_add(struct chain *c, const Kam__V1__JournalRecord *record, int64_t *ret_bad_seq);

/* There are no more records. */
enum chain_finding chain_end(const struct chain *c, int64_t *ret_bad_seq);

#endif
