#include "common/chain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_bytes(FILE *out, const void *bytes, size_t count) {
    const uint8_t length[4] = {(uint8_t)(count >> 24), (uint8_t)(count >> 16), (uint8_t)(count >> 8), (uint8_t)count};
    fwrite(length, 1, sizeof length, out);
    if (count) {
        fwrite(bytes, 1, count, out);
    }
}

static void put_text(FILE *out, const char *text) {
    put_bytes(out, text, strlen(text));
}

static void put_number(FILE *out, int64_t number) {
    char text[24];
    put_bytes(out, text, (size_t)snprintf(text, sizeof text, "%" PRId64, number));
}

static void put_optional(FILE *out, bool is_set, int64_t number) {
    if (is_set) {
        put_number(out, number);
    } else {
        put_bytes(out, NULL, 0);
    }
}

static const char *outcome_name(Kam__V1__Outcome outcome) {
    switch (outcome) {
    case KAM__V1__OUTCOME__OUTCOME_ACCEPTED:
        return "accepted";
    case KAM__V1__OUTCOME__OUTCOME_DENIED:
        return "denied";
    default:
        return "";
    }
}

static void put_record(FILE *out, const Kam__V1__JournalRecord *r) {
    put_number(out, r->seq);
    put_number(out, r->id);
    put_optional(out, r->at != NULL, r->at ? r->at->seconds * 1000000 + r->at->nanos / 1000 : 0);
    put_text(out, outcome_name(r->outcome));
    put_optional(out, r->_person_id_case == KAM__V1__JOURNAL_RECORD___PERSON_ID_PERSON_ID, r->person_id);
    put_optional(out, r->_principal_id_case == KAM__V1__JOURNAL_RECORD___PRINCIPAL_ID_PRINCIPAL_ID, r->principal_id);
    put_text(out, r->origin);
    put_text(out, r->method);
    put_text(out, r->act);
    put_text(out, r->right_name);
    put_text(out, r->subject_kind);
    put_optional(out, r->_subject_id_case == KAM__V1__JOURNAL_RECORD___SUBJECT_ID_SUBJECT_ID, r->subject_id);
    put_text(out, r->reason);
    put_number(out, r->act_id);
    put_bytes(out, r->request_id.data, r->request_id.len);
    put_bytes(out, r->digest.data, r->digest.len);
    if (r->salt.len) {
        put_bytes(out, r->salt.data, r->salt.len);
    }
}

/* With so many bytes of something else before it. */
static uint8_t *written(const void *before, size_t before_bytes, const Kam__V1__JournalRecord *record, size_t *ret_bytes) {
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, ret_bytes);
    if (!out) {
        return NULL;
    }
    fwrite(before, 1, before_bytes, out);
    put_record(out, record);
    if (fclose(out) != 0) {
        free(bytes);
        return NULL;
    }
    return (uint8_t *)bytes;
}

uint8_t *chain_canonical(const Kam__V1__JournalRecord *record, size_t *ret_bytes) {
    return written("", 0, record, ret_bytes);
}

/* SHA-256 of these bytes and the record, with its salt where it has one. */
static void digest_of(const void *before, size_t before_bytes, const Kam__V1__JournalRecord *record, uint8_t ret_digest[DIGEST_BYTES]) {
    size_t bytes;
    uint8_t *whole = written(before, before_bytes, record, &bytes);
    if (!whole) {
        abort(); /* a record is small */
    }
    digest_sha256(whole, bytes, ret_digest);
    free(whole);
}

static bool is_hash(const struct chain *c, const uint8_t *leaf, const Kam__V1__JournalRecord *record) {
    uint8_t whole[1 + 2 * DIGEST_BYTES] = {1}, digest[DIGEST_BYTES];
    memcpy(whole + 1, c->hash, DIGEST_BYTES);
    if (leaf) {
        memcpy(whole + 1 + DIGEST_BYTES, leaf, DIGEST_BYTES);
        digest_sha256(whole, sizeof whole, digest);
    } else {
        digest_of(whole, 1 + DIGEST_BYTES, record, digest);
    }
    return record->hash.len == DIGEST_BYTES && memcmp(record->hash.data, digest, DIGEST_BYTES) == 0;
}

static bool follows(const struct chain *c, const Kam__V1__JournalRecord *record) {
    uint8_t leaf[DIGEST_BYTES];
    if (record->salt.len == 0) {
        return is_hash(c, NULL, record);
    }
    digest_of("", 1, record, leaf); /* 0x00 */
    return is_hash(c, leaf, record);
}

/* Seq, hash and leaf are all there is of it: whatever says more is recomputed. */
static bool is_hidden(const Kam__V1__JournalRecord *r) {
    return r->hash.len == DIGEST_BYTES && r->id == 0 && !r->at && r->outcome == KAM__V1__OUTCOME__OUTCOME_UNSPECIFIED &&
           r->_person_id_case == KAM__V1__JOURNAL_RECORD___PERSON_ID__NOT_SET && !*r->person_name &&
           r->_principal_id_case == KAM__V1__JOURNAL_RECORD___PRINCIPAL_ID__NOT_SET && !*r->origin && !*r->method && !*r->act &&
           !*r->right_name && !*r->subject_kind && r->_subject_id_case == KAM__V1__JOURNAL_RECORD___SUBJECT_ID__NOT_SET && !*r->reason &&
           r->act_id == 0 && r->request_id.len == 0 && r->digest.len == 0 && r->salt.len == 0;
}

enum chain_finding chain_add(struct chain *c, const Kam__V1__JournalRecord *record, int64_t *ret_bad_seq) {
    bool hidden = is_hidden(record), loose = hidden && record->leaf.len == 0;
    if (record->seq != c->seq + 1) {
        *ret_bad_seq = record->seq > c->seq ? c->seq + 1 : record->seq;
        return record->seq > c->seq ? CHAIN_MISSING : CHAIN_REPEATED;
    }
    if (!loose && !(hidden ? record->leaf.len == DIGEST_BYTES && is_hash(c, record->leaf.data, record) : follows(c, record))) {
        *ret_bad_seq = record->seq;
        return CHAIN_ALTERED;
    }
    if (record->seq == c->head_seq) {
        if (memcmp(record->hash.data, c->head_hash, DIGEST_BYTES) != 0) {
            *ret_bad_seq = record->seq;
            return CHAIN_OTHER;
        }
        c->met_head = true;
    }
    c->hidden += hidden;
    c->loose += loose;
    if (loose && (c->head_seq == 0 || record->seq <= c->head_seq)) {
        c->loose_to = record->seq;
    }
    c->records++;
    c->seq = record->seq;
    memcpy(c->hash, record->hash.data, DIGEST_BYTES);
    return CHAIN_SOUND;
}

enum chain_finding chain_end(const struct chain *c, int64_t *ret_bad_seq) {
    if (c->records && (c->head_seq == 0 || c->met_head)) {
        return CHAIN_SOUND;
    }
    *ret_bad_seq = c->head_seq && c->seq >= c->head_seq ? c->head_seq : c->seq + 1;
    return CHAIN_MISSING;
}
