/* Addresses, counts by source, the log: what the sockets' tests do not reach. */
#include "common/log.h"
#include "server/net/address.h"
#include "server/net/sources.h"
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static void addresses(void **state) {
    const struct {
        const char *text, *host;
        uint16_t port;
    } good[] = {
        {"127.0.0.1:7443", "127.0.0.1", 7443},
        {"0.0.0.0:0", "0.0.0.0", 0},
        {"[::1]:65535", "::1", 65535},
        {"[2001:db8::7]:1", "2001:db8::7", 1},
        {"[::ffff:192.0.2.7]:80", "192.0.2.7", 80},
    };
    const char *const bad[] = {"",
                               "127.0.0.1",
                               "127.0.0.1:",
                               "127.0.0.1:65536",
                               "127.0.0.1:7x",
                               "localhost:7443",
                               ":7443",
                               "::1:7443",
                               "[::1]",
                               "[::1]7443",
                               "[]:1",
                               "[1.2.3.4]:1",
                               "127.0.0.1:-1",
                               "1.2.3:4",
                               "[::1:7443",
                               "127.0.0.1: 7",
                               "300.0.0.1:7443"};
    struct sockaddr_storage address;
    char text[ADDRESS_TEXT_BYTES];
    socklen_t bytes;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(address_parse(good[i].text, &address, &bytes), 0);
        address_format(&address, text);
        assert_string_equal(text, good[i].host);
        assert_int_equal(address_port(&address), good[i].port);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(address_parse(bad[i], &address, &bytes), -EINVAL);
    memset(&address, 0, sizeof address);
    address_format(&address, text);
    assert_string_equal(text, "?");
}

static void source_of(const char *text, uint8_t out[ADDRESS_SOURCE_BYTES]) {
    struct sockaddr_storage address;
    socklen_t bytes;

    assert_int_equal(address_parse(text, &address, &bytes), 0);
    address_source(&address, out);
}

/* Who is one source: an IPv4 address however it is written, and one /64 of IPv6. */
static void sources_by_network(void **state) {
    uint8_t a[ADDRESS_SOURCE_BYTES], b[ADDRESS_SOURCE_BYTES];

    (void)state;
    source_of("192.0.2.7:1", a);
    source_of("[::ffff:192.0.2.7]:2", b);
    assert_memory_equal(a, b, sizeof a);
    source_of("192.0.2.8:1", b);
    assert_memory_not_equal(a, b, sizeof a);
    source_of("[2001:db8:0:1::1]:1", a);
    source_of("[2001:db8:0:1:ffff::2]:1", b);
    assert_memory_equal(a, b, sizeof a);
    source_of("[2001:db8:0:2::1]:1", b);
    assert_memory_not_equal(a, b, sizeof a);
}

static void counts_by_source(void **state) {
    enum { SOURCES = 20000 };
    struct sources *s = sources_new();
    uint8_t source[ADDRESS_SOURCE_BYTES] = {0};

    (void)state;
    assert_non_null(s);
    for (uint32_t i = 0; i < SOURCES; i++) {
        memcpy(source, &i, sizeof i);
        assert_int_equal(sources_add(s, source, 2), 0);
        if (i % 2)
            assert_int_equal(sources_add(s, source, 2), 0);
    }
    for (uint32_t i = 0; i < SOURCES; i++) {
        memcpy(source, &i, sizeof i);
        assert_int_equal(sources_count(s, source), 1 + i % 2);
        if (i % 2)
            assert_int_equal(sources_add(s, source, 2), -EDQUOT);
        sources_remove(s, source);
        assert_int_equal(sources_count(s, source), i % 2);
        if (i % 2)
            sources_remove(s, source);
        assert_int_equal(sources_count(s, source), 0);
    }
    assert_null(sources_free(s));
    assert_null(sources_free(NULL));
}

/* What was written to stderr meanwhile. */
static int begin_capture(int ends[2]) {
    int kept = dup(STDERR_FILENO);

    assert_true(kept >= 0);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    return kept;
}

static void end_capture(int kept, int ends[2], char *out, size_t room) {
    ssize_t n;

    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    (void)close(kept);
    (void)close(ends[1]);
    n = read(ends[0], out, room - 1);
    out[n > 0 ? n : 0] = '\0';
    (void)close(ends[0]);
}

static void log_lines(void **state) {
    char got[8192], longest[4000];
    struct log_line l;
    int ends[2], kept;

    (void)state;
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    kept = begin_capture(ends);
    log_set_level(LOG_INFO);
    log_begin(&l, LOG_INFO, "call");
    log_text(&l, "method", "kam.v1.Accounts/GetAccount");
    log_text(&l, "client", "a \"b\"\n=\\");
    log_text(&l, "empty", "");
    log_text(&l, "name", "重庆");
    log_number(&l, "rows", -5);
    log_end(&l);
    log_event(LOG_DEBUG, "unseen", "k", "v");
    log_begin(&l, LOG_WARNING, "long");
    log_text(&l, "text", longest);
    log_end(&l);
    log_flush();
    end_capture(kept, ends, got, sizeof got);
    assert_non_null(strstr(got, "Z level=info event=call method=kam.v1.Accounts/GetAccount client=\"a \\\"b\\\"\\x0a=\\\\\" empty=\"\" "
                                "name=重庆 rows=-5\n"));
    assert_null(strstr(got, "unseen"));
    /* However long the text, a line is one line of at most its size. */
    assert_int_equal(strlen(strstr(got, "event=long")) + 40 > 0, 1);
    assert_true(strlen(got) <= 2 * LOG_LINE_BYTES);
    assert_int_equal(got[strlen(got) - 1], '\n');
}

/* A reader that does not read: lines are dropped and counted, nobody waits. */
static void a_full_pipe_does_not_block(void **state) {
    char got[8192], drain[65536];
    int ends[2], kept;

    (void)state;
    kept = begin_capture(ends);
    for (int i = 0; i < 5000; i++)
        log_event(LOG_INFO, "flood", "text", "0123456789012345678901234567890123456789");
    log_flush();
    while (read(ends[0], drain, sizeof drain) == (ssize_t)sizeof drain)
        continue;
    log_event(LOG_INFO, "after", "k", "v");
    log_flush();
    log_flush();
    end_capture(kept, ends, got, sizeof got);
    assert_non_null(strstr(got, "event=after k=v\n"));
    assert_non_null(strstr(got, "event=log_dropped lines="));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses), cmocka_unit_test(sources_by_network),         cmocka_unit_test(counts_by_source),
        cmocka_unit_test(log_lines), cmocka_unit_test(a_full_pipe_does_not_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
