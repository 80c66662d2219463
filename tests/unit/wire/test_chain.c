/*
 * The journal as a stranger verifies it: each of 1,000 records is flipped, deleted, swapped, cut off, doubled, replayed, and has a forged
 * one put before it; each time the first number where the chain is not sound is found, exactly.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORDS = 1000 };

struct record {
    Kam__V1__JournalRecord r;
    Google__Protobuf__Timestamp at;
    char origin[24], act[24], subject_kind[24], reason[48];
    uint8_t request_id[16], digest[DIGEST_BYTES], salt[16], leaf[DIGEST_BYTES], hash[DIGEST_BYTES];
};

static struct record records[RECORDS + 1]; /* from 1 */
static struct chain chains[RECORDS + 1];   /* after each */

static void digest_parts(uint8_t kind, const void *first, size_t first_bytes, const void *second, size_t second_bytes,
                         uint8_t ret[DIGEST_BYTES]) {
    uint8_t *whole = malloc(1 + first_bytes + second_bytes);

    assert_non_null(whole);
    whole[0] = kind;
    memcpy(whole + 1, first, first_bytes);
    memcpy(whole + 1 + first_bytes, second, second_bytes);
    digest_sha256(whole, 1 + first_bytes + second_bytes, ret);
    free(whole);
}

static void seal(struct record *x, const uint8_t previous[DIGEST_BYTES]) {
    size_t bytes;
    uint8_t *canonical = chain_canonical(&x->r, &bytes);

    assert_non_null(canonical);
    digest_parts(0, canonical, bytes, "", 0, x->leaf);
    if (x->r.salt.len)
        digest_parts(1, previous, DIGEST_BYTES, x->leaf, DIGEST_BYTES, x->hash);
    else
        digest_parts(1, previous, DIGEST_BYTES, canonical, bytes, x->hash);
    free(canonical);
}

/* The pointers of a copy are its own. */
static void point(struct record *x) {
    x->r.at = &x->at;
    x->r.origin = x->origin;
    x->r.act = x->act;
    x->r.subject_kind = x->subject_kind;
    x->r.reason = x->reason;
    x->r.request_id.data = x->request_id;
    x->r.digest.data = x->digest;
    x->r.salt.data = x->salt;
    x->r.hash = (ProtobufCBinaryData){DIGEST_BYTES, x->hash};
}

static struct record copy(int number) {
    return records[number];
}

static int make(void **state) {
    (void)state;
    for (int i = 1; i <= RECORDS; i++) {
        struct record *x = &records[i];

        *x = (struct record){.r = KAM__V1__JOURNAL_RECORD__INIT, .at = GOOGLE__PROTOBUF__TIMESTAMP__INIT};
        x->r.seq = i;
        x->r.id = 2 * i;
        x->at.seconds = 1795449600 + i;
        x->at.nanos = i * 1000;
        x->r.outcome = i % 7 ? KAM__V1__OUTCOME__OUTCOME_ACCEPTED : KAM__V1__OUTCOME__OUTCOME_DENIED;
        x->r._person_id_case = KAM__V1__JOURNAL_RECORD___PERSON_ID_PERSON_ID;
        x->r.person_id = i % 13 + 1;
        if (i % 3 == 0) {
            x->r._subject_id_case = KAM__V1__JOURNAL_RECORD___SUBJECT_ID_SUBJECT_ID;
            x->r.subject_id = i;
        }
        snprintf(x->origin, sizeof(x->origin), "192.0.2.%d", i % 250);
        snprintf(x->act, sizeof(x->act), "account.act%d", i % 5);
        snprintf(x->subject_kind, sizeof(x->subject_kind), "account");
        snprintf(x->reason, sizeof(x->reason), i % 4 ? "" : "原因 %d", i);
        x->r.act_id = i;
        x->r.request_id.len = i % 2 ? 16 : 0;
        x->r.digest.len = DIGEST_BYTES;
        memset(x->digest, i, DIGEST_BYTES);
        x->r.salt.len = i > 100 ? sizeof(x->salt) : 0; /* the first are from before there were salts */
        memset(x->salt, ~i, sizeof(x->salt));
        point(x);
        seal(x, chains[i - 1].hash);
        chains[i].seq = i;
        memcpy(chains[i].hash, x->hash, DIGEST_BYTES);
    }
    return 0;
}

/* Verifies this list, which differs from the true one from number `from` on; every tenth time from the beginning, else from there. */
static void expect(struct record *const *list, size_t count, int from, const struct chain *head, enum chain_finding wanted,
                   int64_t wanted_seq) {
    size_t first = from % 10 == 0 ? 0 : (size_t)from - 1;
    struct chain chain = chains[first];
    enum chain_finding finding = CHAIN_SOUND;
    int64_t bad_seq = 0;

    if (head) {
        chain.head_seq = head->seq;
        memcpy(chain.head_hash, head->hash, DIGEST_BYTES);
    }
    for (size_t i = first; i < count && finding == CHAIN_SOUND; i++)
        finding = chain_add(&chain, &list[i]->r, &bad_seq);
    if (finding == CHAIN_SOUND)
        finding = chain_end(&chain, &bad_seq);
    if (finding != wanted || bad_seq != wanted_seq)
        fail_msg("record %d: finding %d at %lld instead of %d at %lld", from, finding, (long long)bad_seq, wanted, (long long)wanted_seq);
}

static struct record *list[RECORDS + 2];

static size_t true_list(void) {
    for (int i = 0; i < RECORDS; i++)
        list[i] = &records[i + 1];
    return RECORDS;
}

static void sound(void **state) {
    size_t count = true_list();

    (void)state;
    expect(list, count, 10, NULL, CHAIN_SOUND, 0);
    expect(list, count, 10, &chains[RECORDS], CHAIN_SOUND, 0);
    expect(list, count, 10, &chains[RECORDS / 2], CHAIN_SOUND, 0);
}

/* Another bit of another field each time; the hash itself is one of them. */
static void flip(struct record *x, int number) {
    switch (number % 12) {
    case 0:
        x->r.id ^= 1 << number % 5;
        break;
    case 1:
        x->at.nanos += 1000;
        break;
    case 2:
        x->at.seconds ^= 1;
        break;
    case 3:
        x->r.outcome =
            x->r.outcome == KAM__V1__OUTCOME__OUTCOME_DENIED ? KAM__V1__OUTCOME__OUTCOME_ACCEPTED : KAM__V1__OUTCOME__OUTCOME_DENIED;
        break;
    case 4:
        x->r.person_id ^= 2;
        break;
    case 5:
        x->r._person_id_case = KAM__V1__JOURNAL_RECORD___PERSON_ID__NOT_SET;
        break;
    case 6:
        x->origin[number % 8] ^= 1;
        break;
    case 7:
        x->act[number % 8] ^= 4;
        break;
    case 8:
        x->r.act_id ^= 8;
        break;
    case 9:
        x->r.request_id.len = 16 - x->r.request_id.len;
        break;
    case 10:
        x->digest[number % DIGEST_BYTES] ^= (uint8_t)(1 << number % 8);
        break;
    default:
        x->hash[number % DIGEST_BYTES] ^= (uint8_t)(1 << number % 8);
    }
}

static void flipped(void **state) {
    (void)state;
    for (int i = 1; i <= RECORDS; i++) {
        size_t count = true_list();
        struct record x = copy(i);

        point(&x);
        flip(&x, i);
        list[i - 1] = &x;
        expect(list, count, i, NULL, CHAIN_ALTERED, i);
    }
}

static void deleted(void **state) {
    (void)state;
    for (int i = 1; i <= RECORDS; i++) {
        size_t count = true_list();

        memmove(&list[i - 1], &list[i], (count - (size_t)i) * sizeof(*list));
        expect(list, count - 1, i, &chains[RECORDS], CHAIN_MISSING, i);
    }
}

static void swapped(void **state) {
    (void)state;
    for (int i = 2; i < RECORDS; i++) {
        size_t count = true_list();
        struct record a = copy(i), b = copy(i + 1);

        list[i - 1] = &records[i + 1];
        list[i] = &records[i];
        expect(list, count, i, NULL, CHAIN_MISSING, i);
        /* With their numbers changed to fit. */
        point(&a);
        point(&b);
        a.r.seq = i + 1;
        b.r.seq = i;
        list[i - 1] = &b;
        list[i] = &a;
        expect(list, count, i, NULL, CHAIN_ALTERED, i);
    }
}

static void truncated(void **state) {
    (void)state;
    for (int i = 1; i <= RECORDS; i++) {
        true_list();
        expect(list, (size_t)i - 1, i, &chains[RECORDS], CHAIN_MISSING, i);
    }
}

static void inserted(void **state) {
    (void)state;
    for (int i = 1; i <= RECORDS; i++) {
        size_t count = true_list();
        struct record x = copy(i);

        point(&x);
        snprintf(x.act, sizeof(x.act), "forged");
        memmove(&list[i], &list[i - 1], (count - (size_t)i + 1) * sizeof(*list));
        list[i - 1] = &x;
        expect(list, count + 1, i, NULL, CHAIN_ALTERED, i);
        /* A forger who can hash, too: the record is sound, and the one it was put before is there twice. */
        seal(&x, chains[i - 1].hash);
        expect(list, count + 1, i, NULL, CHAIN_REPEATED, i);
    }
}

static void replayed(void **state) {
    (void)state;
    for (int i = 2; i <= RECORDS; i++) {
        size_t count = true_list();
        struct record x = copy(i - 1);

        /* As it was, after itself. */
        memmove(&list[i], &list[i - 1], (count - (size_t)i + 1) * sizeof(*list));
        list[i - 1] = &records[i - 1];
        expect(list, count + 1, i, NULL, CHAIN_REPEATED, i - 1);
        /* An earlier one in the place of this. */
        true_list();
        point(&x);
        x.r.seq = i;
        list[i - 1] = &x;
        expect(list, count, i, NULL, CHAIN_ALTERED, i);
    }
}

/* Whoever can hash may make a sound chain of anything; the head that was kept is not in it. */
static void made_anew(void **state) {
    static struct record forged[RECORDS + 1];
    struct chain chain = {0};

    (void)state;
    true_list();
    for (int i = 1; i <= RECORDS; i++) {
        forged[i] = copy(i);
        point(&forged[i]);
        if (i == 500)
            snprintf(forged[i].reason, sizeof(forged[i].reason), "别的原因");
        seal(&forged[i], i == 1 ? chain.hash : forged[i - 1].hash);
        list[i - 1] = &forged[i];
    }
    expect(list, RECORDS, 10, NULL, CHAIN_SOUND, 0);
    expect(list, RECORDS, 10, &chains[RECORDS], CHAIN_OTHER, RECORDS);
    expect(list, RECORDS, 10, &chains[499], CHAIN_SOUND, 0);
    expect(list, RECORDS, 10, &chains[500], CHAIN_OTHER, 500);
}

/* Nothing that is there was compared with the head. */
static void head_not_met(void **state) {
    static struct record forged[2];
    const struct chain begin = {0};

    (void)state;
    /* A front cut off, and everything after it made anew: beyond the head, and at it. */
    for (int at = 500; at <= 501; at++) {
        for (int i = 0; i < 2; i++) {
            forged[i] = copy(at + i);
            point(&forged[i]);
            snprintf(forged[i].act, sizeof(forged[i].act), "forged");
            seal(&forged[i], i == 0 ? begin.hash : forged[0].hash);
            list[i] = &forged[i];
        }
        expect(list, 2, 1, &chains[499], CHAIN_MISSING, 1);
        expect(list, 2, 1, &chains[500], CHAIN_MISSING, 1);
        expect(list, 2, 1, NULL, CHAIN_MISSING, 1);
    }
    /* A part that follows from what was named, and begins after the head. */
    true_list();
    expect(list, RECORDS, 502, &chains[500], CHAIN_MISSING, 500);
    expect(list, RECORDS, 501, &chains[500], CHAIN_MISSING, 500);
    expect(list, RECORDS, 499, &chains[500], CHAIN_SOUND, 0);
}

/* Its content is another, its hash the true one, and it is all there is. */
static void front_forged(void **state) {
    (void)state;
    for (int i = 2; i <= RECORDS; i++) {
        struct record x = copy(i);
        struct chain chain = {.head_seq = i}, after = chains[i - 1];
        int64_t bad_seq = 0;

        point(&x);
        snprintf(x.act, sizeof(x.act), "forged");
        memcpy(chain.head_hash, records[i].hash, DIGEST_BYTES);
        assert_int_equal(chain_add(&chain, &x.r, &bad_seq), CHAIN_MISSING);
        assert_int_equal(bad_seq, 1);
        /* The record before it was named. */
        assert_int_equal(chain_add(&after, &x.r, &bad_seq), CHAIN_ALTERED);
        assert_int_equal(bad_seq, i);
        assert_int_equal(chain_add(&after, &records[i].r, &bad_seq), CHAIN_SOUND);
    }
}

static void nothing(void **state) {
    (void)state;
    expect(list, 0, 1, NULL, CHAIN_MISSING, 1);
    expect(list, 0, 1, &chains[RECORDS], CHAIN_MISSING, 1);
    expect(list, 4, 5, NULL, CHAIN_MISSING, 5);
}

static void hide(struct record *x, int number) {
    *x = (struct record){.r = KAM__V1__JOURNAL_RECORD__INIT};
    x->r.seq = number;
    x->r.hash = (ProtobufCBinaryData){DIGEST_BYTES, x->hash};
    memcpy(x->hash, records[number].hash, DIGEST_BYTES);
}

/* Before a hidden record anything may stand: it is no fault that could be found, and not proved either. */
static void hidden_proves_nothing_before(void **state) {
    static const struct { int hidden, head, to; } cases[] = {{6, RECORDS, 6}, {6, 6, 6}, {6, 5, 0}, {6, 0, 6}};
    struct record forged = copy(5), x;

    (void)state;
    hide(&x, 6);
    point(&forged);
    snprintf(forged.act, sizeof(forged.act), "forged");
    seal(&forged, chains[4].hash);
    for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
        struct chain chain = {.head_seq = cases[c].head};
        enum chain_finding finding = CHAIN_SOUND;
        int64_t bad_seq = 0;

        true_list();
        list[5] = &x;
        if (cases[c].head != 5) /* which would find it */
            list[4] = &forged;
        memcpy(chain.head_hash, chains[cases[c].head].hash, DIGEST_BYTES);
        for (int i = 0; i < RECORDS && finding == CHAIN_SOUND; i++)
            finding = chain_add(&chain, &list[i]->r, &bad_seq);
        assert_int_equal(finding, CHAIN_SOUND);
        assert_int_equal(chain_end(&chain, &bad_seq), CHAIN_SOUND);
        assert_int_equal(chain.hidden, 1);
        assert_int_equal(chain.loose, 1);
        assert_int_equal(chain.loose_to, cases[c].to);
    }
}

/* Whatever has content, of whichever field, is recomputed. */
static void not_hidden(void **state) {
    (void)state;
    for (int field = 0; field < 8; field++) {
        struct chain chain = chains[4];
        struct record x;
        int64_t bad_seq = 0;

        hide(&x, 5);
        x.at = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
        snprintf(x.act, sizeof(x.act), "forged");
        if (field == 0)
            x.r.act = x.act;
        else if (field == 1)
            x.r.at = &x.at;
        else if (field == 2)
            x.r.outcome = KAM__V1__OUTCOME__OUTCOME_DENIED;
        else if (field == 3)
            x.r._person_id_case = KAM__V1__JOURNAL_RECORD___PERSON_ID_PERSON_ID;
        else if (field == 4)
            x.r.person_name = x.act;
        else if (field == 5)
            x.r.act_id = 1;
        else if (field == 6)
            x.r.digest = (ProtobufCBinaryData){DIGEST_BYTES, x.digest};
        else
            x.r.salt = (ProtobufCBinaryData){sizeof(x.salt), x.salt};
        assert_int_equal(chain_add(&chain, &x.r, &bad_seq), CHAIN_ALTERED);
        assert_int_equal(bad_seq, 5);
    }
}

/* Seq and hash alone: counted; what follows must follow from it. */
static void hidden(void **state) {
    struct record x;
    struct chain chain = chains[4];
    int64_t bad_seq;

    (void)state;
    hide(&x, 5);
    assert_int_equal(chain_add(&chain, &x.r, &bad_seq), CHAIN_SOUND);
    assert_int_equal(chain.hidden, 1);
    assert_int_equal(chain_add(&chain, &records[6].r, &bad_seq), CHAIN_SOUND);
    chain = chains[4];
    x.hash[0] ^= 1;
    assert_int_equal(chain_add(&chain, &x.r, &bad_seq), CHAIN_SOUND);
    assert_int_equal(chain_add(&chain, &records[6].r, &bad_seq), CHAIN_ALTERED);
    assert_int_equal(bad_seq, 6);
}

/* With its leaf a hidden record is verified like any, and so is what comes before it. */
static void hidden_with_a_leaf(void **state) {
    (void)state;
    for (int i = 102; i <= RECORDS; i++) {
        struct record forged = copy(i - 1), x;
        struct chain chain = chains[i - 1], other = chains[i - 2];
        int64_t bad_seq = 0;

        hide(&x, i);
        memcpy(x.leaf, records[i].leaf, DIGEST_BYTES);
        x.r.leaf = (ProtobufCBinaryData){DIGEST_BYTES, x.leaf};
        assert_int_equal(chain_add(&chain, &x.r, &bad_seq), CHAIN_SOUND);
        assert_int_equal(chain.hidden, 1);
        assert_int_equal(chain.loose, 0);
        assert_int_equal(chain.loose_to, 0);
        assert_memory_equal(chain.hash, chains[i].hash, DIGEST_BYTES);
        /* Another record before it. */
        point(&forged);
        snprintf(forged.act, sizeof(forged.act), "forged");
        seal(&forged, chains[i - 2].hash);
        assert_int_equal(chain_add(&other, &forged.r, &bad_seq), CHAIN_SOUND);
        assert_int_equal(chain_add(&other, &x.r, &bad_seq), CHAIN_ALTERED);
        assert_int_equal(bad_seq, i);
        /* Another leaf; part of one. */
        chain = chains[i - 1];
        x.leaf[i % DIGEST_BYTES] ^= 1;
        assert_int_equal(chain_add(&chain, &x.r, &bad_seq), CHAIN_ALTERED);
        x.leaf[i % DIGEST_BYTES] ^= 1;
        x.r.leaf.len = DIGEST_BYTES - 1;
        assert_int_equal(chain_add(&chain, &x.r, &bad_seq), CHAIN_ALTERED);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound),        cmocka_unit_test(flipped),
        cmocka_unit_test(deleted),      cmocka_unit_test(swapped),
        cmocka_unit_test(truncated),    cmocka_unit_test(inserted),
        cmocka_unit_test(replayed),     cmocka_unit_test(made_anew),
        cmocka_unit_test(head_not_met), cmocka_unit_test(nothing),
        cmocka_unit_test(front_forged), cmocka_unit_test(hidden),
        cmocka_unit_test(not_hidden),   cmocka_unit_test(hidden_proves_nothing_before),
        cmocka_unit_test(hidden_with_a_leaf),
    };

    return cmocka_run_group_tests(tests, make, NULL);
}
