/* The second factor without a database: RFC 6238's own figures, what is sealed, what a typed code proves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/totp.h"
#include "server/auth/factor.h"
#include "server/auth/token.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t rfc_secret[] = "12345678901234567890";
static const uint8_t person[FACTOR_PERSON_BYTES] = {0, 0, 0, 0, 0, 0, 0, 7};

/* RFC 6238, appendix B, SHA-1; six of its eight digits. */
static void test_rfc(void **state) {
    static const struct {
        uint64_t time_s;
        const char *code;
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"},
                {2000000000, "279037"}, {20000000000, "353130"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char code[TOTP_DIGITS + 1];
        uint64_t step = 0;

        totp_code(rfc_secret, FACTOR_SECRET_BYTES, rows[i].time_s / TOTP_STEP_SECONDS, code);
        assert_string_equal(code, rows[i].code);
        assert_true(totp_match(rfc_secret, FACTOR_SECRET_BYTES, rows[i].code, rows[i].time_s, &step));
        assert_int_equal(step, rows[i].time_s / TOTP_STEP_SECONDS);
    }
}

/* One step to either side, and not two. */
static void test_window(void **state) {
    const uint64_t now_s = 1234567890, present = now_s / TOTP_STEP_SECONDS;

    for (uint64_t step = present - 3; step <= present + 3; step++) {
        char code[TOTP_DIGITS + 1];
        uint64_t found = 0;
        bool around = step + 1 >= present && step <= present + 1;

        totp_code(rfc_secret, FACTOR_SECRET_BYTES, step, code);
        assert_int_equal(totp_match(rfc_secret, FACTOR_SECRET_BYTES, code, now_s, &found), around);
        assert_int_equal(found, around ? step : 0);
    }
    assert_false(totp_match(rfc_secret, FACTOR_SECRET_BYTES, "", now_s, &(uint64_t){0}));
    assert_false(totp_match(rfc_secret, FACTOR_SECRET_BYTES, "0059245", now_s, &(uint64_t){0}));
    assert_false(totp_match(rfc_secret, FACTOR_SECRET_BYTES, "05924", now_s, &(uint64_t){0}));
}

static void test_prove(void **state) {
    uint8_t key[FACTOR_KEY_BYTES], other[FACTOR_KEY_BYTES], sealed[FACTOR_SEALED_BYTES], again[FACTOR_SEALED_BYTES];
    const uint8_t somebody_else[FACTOR_PERSON_BYTES] = {0, 0, 0, 0, 0, 0, 0, 8};
    const uint64_t now_s = 1234567890;
    const struct {
        const char *code;
        enum factor_proof_kind kind;
    } rows[] = {
        {"", FACTOR_NOTHING},          {" - ", FACTOR_NOTHING},           {"005924", FACTOR_STEP},
        {" 005-924 ", FACTOR_STEP},    {"005925", FACTOR_WRONG},          {"005924 1", FACTOR_WRONG},
        {"００５９２４", FACTOR_WRONG}, {"ABCD-EFGH-JKMN-PQRS", FACTOR_RECOVERY}, {"abcdefghjkmnpqrs", FACTOR_RECOVERY},
        {"ABCD-EFGH-JKMN-PQRU", FACTOR_WRONG},
    };
    struct factor_proof proof;

    randombytes_buf(key, sizeof key);
    randombytes_buf(other, sizeof other);
    factor_seal(key, person, rfc_secret, sealed);
    factor_seal(key, person, rfc_secret, again);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        factor_prove(key, person, sealed, rows[i].code, now_s, &proof);
        if (proof.kind != rows[i].kind)
            fail_msg("%s: %d instead of %d", rows[i].code, proof.kind, rows[i].kind);
    }
    factor_prove(key, person, sealed, "005924", now_s, &proof);
    assert_memory_equal(proof.step, ((uint8_t[]){0, 0, 0, 0, 0x02, 0x73, 0xef, 0x07}), 8);
    /* Sealed for one, with one key, unchanged: anything else opens nothing. */
    factor_prove(key, somebody_else, sealed, "005924", now_s, &proof);
    assert_int_equal(proof.kind, FACTOR_WRONG);
    factor_prove(other, person, sealed, "005924", now_s, &proof);
    assert_int_equal(proof.kind, FACTOR_WRONG);
    factor_prove(NULL, person, sealed, "005924", now_s, &proof);
    assert_int_equal(proof.kind, FACTOR_WRONG);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        factor_prove(key, person, sealed, "005924", now_s, &proof);
        assert_int_equal(proof.kind, FACTOR_WRONG);
        sealed[i] ^= 1;
    }
}

static void test_texts(void **state) {
    char base32[FACTOR_BASE32_BYTES], uri[FACTOR_URI_BYTES], issuer[3 * 64 + 1] = "";

    factor_base32(rfc_secret, base32);
    assert_string_equal(base32, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    factor_uri(base32, "甲 kam", "li.wei", uri);
    assert_string_equal(uri, "otpauth://totp/%E7%94%B2%20kam:li.wei?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E7%94%B2%20kam"
                             "&algorithm=SHA1&digits=6&period=30");
    memset(issuer, '&', sizeof issuer - 1);
    factor_uri(base32, issuer, "x", uri);
    assert_true(strlen(uri) < FACTOR_URI_BYTES);
}

static void write_key(const char *path, const char *text, mode_t mode) {
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void test_key_file(void **state) {
    static const char good[] = "0123456789abcdef0123456789abcdef";
    char path[] = "/tmp/kam-test-factor-XXXXXX", why[FACTOR_ERROR_BYTES];
    uint8_t key[FACTOR_KEY_BYTES];
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    close(fd);
    write_key(path, good, 0600);
    assert_int_equal(factor_key_load(path, key, why), 0);
    assert_memory_equal(key, good, sizeof key);
    write_key(path, good, 0640);
    assert_true(factor_key_load(path, key, why) < 0 && strstr(why, "chmod 600"));
    write_key(path, "short", 0600);
    assert_true(factor_key_load(path, key, why) < 0 && strstr(why, "32 random bytes"));
    write_key(path, "0123456789abcdef0123456789abcdef\n", 0600);
    assert_true(factor_key_load(path, key, why) < 0 && strstr(why, "32 random bytes"));
    unlink(path);
    assert_true(factor_key_load(path, key, why) < 0 && strstr(why, path));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc),   cmocka_unit_test(test_window),   cmocka_unit_test(test_prove),
        cmocka_unit_test(test_texts), cmocka_unit_test(test_key_file),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
