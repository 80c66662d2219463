/* TLS over memory: who is let in, who is not, and why. */
#include "common/tls.h"
#include "tests/harness/certs.h"
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

static char folder[64] = "/tmp/kam-test-tls-XXXXXX";

static const char *in_folder(const char *name) {
    static char paths[4][128];
    static unsigned next;
    char *path = paths[next++ % 4];

    (void)snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int make_certificates(void **state) {
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    certs_make(folder);
    return 0;
}

static int remove_certificates(void **state) {
    (void)state;
    certs_remove(folder);
    return 0;
}

static struct tls_context *server_context(const char *certificate, const char *key) {
    struct tls_context *c = NULL;
    char error[TLS_ERROR_BYTES] = "";

    if (tls_context_new_server(&(struct tls_server_files){.certificate = in_folder(certificate), .key = in_folder(key)}, &c, error) < 0)
        fail_msg("%s", error);
    return c;
}

static struct tls_context *client_context(const char *ca) {
    struct tls_context *c = NULL;
    char error[TLS_ERROR_BYTES] = "";

    if (tls_context_new_client(in_folder(ca), &c, error) < 0)
        fail_msg("%s", error);
    return c;
}

/* Moves what one side has written to the other, at most `piece` bytes at a time. */
static bool carry(struct tls *from, struct tls *to, size_t piece) {
    uint8_t bytes[4096];
    size_t n;
    bool any = false;

    while ((n = tls_memory_drain(from, bytes, piece < sizeof bytes ? piece : sizeof bytes)) > 0) {
        assert_int_equal(tls_memory_feed(to, bytes, n), 0);
        any = true;
        if (piece < sizeof bytes)
            break;
    }
    return any;
}

/* Shakes hands until both are done or one refuses. */
static void shake(struct tls *client, struct tls *server, size_t piece, int *ret_client, int *ret_server) {
    int c = TLS_WANT_READ, s = TLS_WANT_READ;

    for (int i = 0; i < 20000; i++) {
        if (c > 0)
            c = tls_handshake(client);
        carry(client, server, piece);
        if (s > 0)
            s = tls_handshake(server);
        carry(server, client, piece);
        if ((c <= 0 && s <= 0) || ((c < 0 || s < 0) && tls_memory_pending(client) + tls_memory_pending(server) == 0 && i > 100))
            break;
    }
    *ret_client = c;
    *ret_server = s;
}

static void expect(const char *certificate, const char *key, const char *ca, const char *host, int client_result, const char *why) {
    struct tls_context *sc = server_context(certificate, key), *cc = client_context(ca);
    struct tls *server = NULL, *client = NULL;
    int c, s;

    assert_int_equal(tls_new_server_memory(sc, &server), 0);
    assert_int_equal(tls_new_client_memory(cc, host, &client), 0);
    shake(client, server, 4096, &c, &s);
    assert_int_equal(c, client_result);
    if (!strstr(tls_error(client), why))
        fail_msg("'%s' instead of '%s'", tls_error(client), why);
    tls_free(client);
    tls_free(server);
    tls_context_free(cc);
    tls_context_free(sc);
}

static void names_and_authorities(void **state) {
    (void)state;
    expect("server.pem", "server.key", "ca.pem", "localhost", 0, "");
    expect("server.pem", "server.key", "ca.pem", "127.0.0.1", 0, "");
    expect("server.pem", "server.key", "ca.pem", "::1", 0, "");
    expect("server.pem", "server.key", "ca.pem", "example.org", -EPROTO, "certificate: hostname mismatch");
    expect("server.pem", "server.key", "ca.pem", "127.0.0.2", -EPROTO, "certificate: IP address mismatch");
    expect("server.pem", "server.key", "other-ca.pem", "localhost", -EPROTO, "certificate: unable to get local issuer certificate");
    expect("expired.pem", "expired.key", "ca.pem", "localhost", -EPROTO, "certificate: certificate has expired");
}

static void a_client_must_say_whom_it_means(void **state) {
    struct tls_context *cc = client_context("ca.pem");
    struct tls *client = NULL;

    (void)state;
    assert_int_equal(tls_new_client_memory(cc, "", &client), -EINVAL);
    tls_context_free(cc);
}

/* A client made by hand, to be wrong in ways ours cannot be. ret_alert: what the server told it. */
static int shake_by_hand(SSL_CTX *ctx, const char **ret_alert) {
    struct tls_context *sc = server_context("server.pem", "server.key");
    SSL *ssl = SSL_new(ctx);
    BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
    struct tls *server = NULL;
    uint8_t bytes[4096];
    size_t n;
    int s = TLS_WANT_READ;

    assert_int_equal(tls_new_server_memory(sc, &server), 0);
    SSL_set_bio(ssl, in, out);
    SSL_set_connect_state(ssl);
    *ret_alert = "";
    for (int i = 0; i < 10; i++) {
        ERR_clear_error();
        if (SSL_do_handshake(ssl) != 1 && ERR_peek_error() && !**ret_alert)
            *ret_alert = ERR_reason_error_string(ERR_peek_error());
        while (BIO_read_ex(out, bytes, sizeof bytes, &n) == 1)
            assert_int_equal(tls_memory_feed(server, bytes, n), 0);
        if (s > 0)
            s = tls_handshake(server);
        while ((n = tls_memory_drain(server, bytes, sizeof bytes)) > 0)
            BIO_write(in, bytes, (int)n);
    }
    if (s < 0)
        assert_true(tls_error(server)[0] != '\0');
    SSL_free(ssl);
    tls_free(server);
    tls_context_free(sc);
    return s;
}

static void only_kam_and_only_tls_1_3(void **state) {
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    const char *alert;

    (void)state;
    assert_non_null(ctx);
    assert_int_equal(SSL_CTX_set_alpn_protos(ctx, (const unsigned char *)"\x05kam/1", 6), 0);
    assert_int_equal(shake_by_hand(ctx, &alert), 0);
    assert_int_equal(SSL_CTX_set_alpn_protos(ctx, (const unsigned char *)"\x02h2\x05kam/1", 9), 0);
    assert_int_equal(shake_by_hand(ctx, &alert), 0);
    assert_int_equal(SSL_CTX_set_alpn_protos(ctx, (const unsigned char *)"\x02h2\x05kam/2", 9), 0);
    assert_int_equal(shake_by_hand(ctx, &alert), -EPROTO);
    assert_non_null(strstr(alert, "no application protocol"));
    /* A client that names no protocol at all. */
    assert_int_equal(SSL_CTX_set_alpn_protos(ctx, NULL, 0), 0);
    assert_int_equal(shake_by_hand(ctx, &alert), -EPROTO);
    assert_int_equal(SSL_CTX_set_alpn_protos(ctx, (const unsigned char *)"\x05kam/1", 6), 0);
    assert_int_equal(SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION), 1);
    assert_int_equal(shake_by_hand(ctx, &alert), -EPROTO);
    assert_non_null(strstr(alert, "alert protocol version"));
    SSL_CTX_free(ctx);
}

struct pair {
    struct tls_context *sc, *cc;
    struct tls *server, *client;
};

static void pair_open(struct pair *p, size_t piece) {
    int c, s;

    *p = (struct pair){.sc = server_context("server.pem", "server.key"), .cc = client_context("ca.pem")};
    assert_int_equal(tls_new_server_memory(p->sc, &p->server), 0);
    assert_int_equal(tls_new_client_memory(p->cc, "localhost", &p->client), 0);
    shake(p->client, p->server, piece, &c, &s);
    assert_int_equal(c, 0);
    assert_int_equal(s, 0);
}

static void pair_close(struct pair *p) {
    tls_free(p->client);
    tls_free(p->server);
    tls_context_free(p->cc);
    tls_context_free(p->sc);
}

static void a_handshake_may_come_byte_by_byte(void **state) {
    struct pair p;

    (void)state;
    pair_open(&p, 1);
    pair_close(&p);
}

/* Many records at once, and records in parts: reading until nothing comes gives all of it, in order. */
static void bytes_arrive_whole_and_in_order(void **state) {
    uint8_t *sent = malloc(300000), *got = malloc(300000);
    size_t total = 0, n;
    struct pair p;
    int r;

    (void)state;
    assert_true(sent && got);
    for (size_t i = 0; i < 300000; i++)
        sent[i] = (uint8_t)(i * 31 >> 3);
    pair_open(&p, 4096);
    for (size_t at = 0; at < 300000; at += n)
        assert_int_equal(tls_write(p.client, sent + at, 300000 - at < 10007 ? 300000 - at : 10007, &n), 0);
    while (total < 300000) {
        if (!carry(p.client, p.server, 777))
            fail_msg("%zu bytes are missing", 300000 - total);
        while ((r = tls_read(p.server, got + total, total % 5000 + 1, &n)) == 0) {
            assert_true(n > 0);
            total += n;
            if (total == 300000)
                break;
        }
        assert_true(r == 0 || r == TLS_WANT_READ);
    }
    assert_memory_equal(got, sent, 300000);
    pair_close(&p);
    free(sent);
    free(got);
}

static void goodbye_and_its_absence(void **state) {
    uint8_t byte;
    struct pair p;
    size_t n;

    (void)state;
    pair_open(&p, 4096);
    assert_int_equal(tls_shutdown(p.client), 0);
    carry(p.client, p.server, 4096);
    assert_int_equal(tls_read(p.server, &byte, 1, &n), TLS_CLOSED);
    assert_true(tls_closed_cleanly(p.server));
    pair_close(&p);
    pair_open(&p, 4096);
    tls_memory_feed_end(p.server);
    assert_int_equal(tls_read(p.server, &byte, 1, &n), TLS_CLOSED);
    assert_false(tls_closed_cleanly(p.server));
    pair_close(&p);
    /* Bytes that are no record of ours. */
    pair_open(&p, 4096);
    assert_int_equal(tls_memory_feed(p.server, "\x17\x03\x03\x00\x1c this is not what was agreed", 33), 0);
    assert_int_equal(tls_read(p.server, &byte, 1, &n), -EPROTO);
    assert_true(tls_error(p.server)[0] != '\0');
    pair_close(&p);
}

static void contexts_that_cannot_be(void **state) {
    char error[TLS_ERROR_BYTES] = "";
    struct tls_context *c = NULL;

    (void)state;
    assert_int_equal(tls_context_new_server(&(struct tls_server_files){.certificate = in_folder("none.pem"), .key = in_folder("server.key")}, &c, error), -EINVAL);
    assert_true(error[0] != '\0');
    error[0] = '\0';
    assert_int_equal(tls_context_new_server(&(struct tls_server_files){.certificate = in_folder("server.pem"), .key = in_folder("none.key")}, &c, error), -EINVAL);
    assert_true(error[0] != '\0');
    assert_int_equal(tls_context_new_server(&(struct tls_server_files){.certificate = in_folder("server.pem"), .key = in_folder("expired.key")}, &c, error), -EINVAL);
    assert_string_equal(error, "key values mismatch");
    assert_int_equal(tls_context_new_client(in_folder("none.pem"), &c, error), -EINVAL);
    assert_null(c);
}

static void a_certificate_is_replaced_while_others_stay(void **state) {
    struct pair p;
    struct tls *late = NULL, *client = NULL;
    uint8_t byte = 'x';
    size_t n;
    int c, s;

    (void)state;
    pair_open(&p, 4096);
    /* A bad one changes nothing. */
    assert_int_equal(tls_context_reload(p.sc, &(struct tls_server_files){.certificate = in_folder("none.pem"), .key = in_folder("server.key")}, NULL), -EINVAL);
    assert_int_equal(tls_context_reload(p.sc, &(struct tls_server_files){.certificate = in_folder("expired.pem"), .key = in_folder("expired.key")}, NULL), 0);
    assert_int_equal(tls_write(p.client, &byte, 1, &n), 0);
    carry(p.client, p.server, 4096);
    assert_int_equal(tls_read(p.server, &byte, 1, &n), 0);
    assert_int_equal(tls_new_server_memory(p.sc, &late), 0);
    assert_int_equal(tls_new_client_memory(p.cc, "localhost", &client), 0);
    shake(client, late, 4096, &c, &s);
    assert_int_equal(c, -EPROTO);
    assert_string_equal(tls_error(client), "certificate: certificate has expired");
    tls_free(client);
    tls_free(late);
    pair_close(&p);
}

/* --- certificates of clients -------------------------------------------------------------------------------------------------------- */

/* What the server makes of a client's certificate, after the client has sent a first byte and looked for an answer. */
struct shown {
    int server;          /* the server's end of the handshake */
    int client;          /* what the client then reads */
    bool refused;        /* the client was told that it is its certificate */
    char names[256];     /* what the server reads off it */
    char server_error[TLS_ERROR_BYTES];
    char client_error[TLS_ERROR_BYTES];
};

static struct shown show(const char *certificate, const char *ca, const char *crl) {
    struct tls_context *sc = NULL, *cc = client_context("ca.pem");
    struct tls *server = NULL, *client = NULL;
    struct tls_server_files files = {.certificate = in_folder("server.pem"), .key = in_folder("server.key")};
    char error[TLS_ERROR_BYTES] = "", pem[64], key[64], byte;
    struct shown shown = {0};
    size_t bytes;
    int c;

    files.client_ca = ca ? in_folder(ca) : NULL;
    files.client_crl = crl ? in_folder(crl) : "";
    if (tls_context_new_server(&files, &sc, error) < 0)
        fail_msg("%s", error);
    if (certificate) {
        (void)snprintf(pem, sizeof pem, "%s.pem", certificate);
        (void)snprintf(key, sizeof key, "%s.key", certificate);
        assert_int_equal(tls_context_show(cc, in_folder(pem), in_folder(key), error), 0);
    }
    assert_int_equal(tls_new_server_memory(sc, &server), 0);
    assert_int_equal(tls_new_client_memory(cc, "localhost", &client), 0);
    shake(client, server, 4096, &c, &shown.server);
    assert_int_equal(c, 0);
    carry(server, client, 4096);
    shown.client = tls_read(client, &byte, 1, &bytes);
    shown.refused = tls_was_refused(client);
    (void)tls_client_names(server, shown.names, sizeof shown.names);
    (void)snprintf(shown.server_error, sizeof shown.server_error, "%s", tls_error(server));
    (void)snprintf(shown.client_error, sizeof shown.client_error, "%s", tls_error(client));
    tls_free(client);
    tls_free(server);
    tls_context_free(cc);
    tls_context_free(sc);
    return shown;
}

static void test_client_accepted(void **state) {
    struct shown s;

    (void)state;
    s = show("client-service", "client-ca.pem", NULL);
    assert_int_equal(s.server, 0);
    assert_int_equal(s.client, TLS_WANT_READ);
    assert_string_equal(s.names, "uri:spiffe://pt.example/outbox\ndns:outbox.pt.example");
    s = show("client-person", "client-ca.pem", "client.crl");
    assert_int_equal(s.server, 0);
    assert_string_equal(s.names, "email:sp1@kam.example");
    /* None is needed; and nobody is asked without an authority. */
    s = show(NULL, "client-ca.pem", "client.crl");
    assert_int_equal(s.server, 0);
    assert_string_equal(s.names, "");
    s = show("client-foreign", NULL, NULL);
    assert_int_equal(s.server, 0);
    assert_string_equal(s.names, "");
}

static void test_client_refused(void **state) {
    static const struct {
        const char *certificate, *crl, *server_error, *client_error;
    } rows[] = {
        {"client-expired", NULL, "certificate: certificate has expired", "certificate expired"},
        {"client-revoked", "client.crl", "certificate: certificate revoked", "certificate revoked"},
        {"client-foreign", NULL, "certificate: unable to get local issuer certificate", "unknown ca"},
        {"server", NULL, "certificate: self-signed certificate in certificate chain", "unknown ca"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct shown s = show(rows[i].certificate, "client-ca.pem", rows[i].crl);

        assert_int_equal(s.server, -EPROTO);
        assert_int_equal(s.client, -EPROTO);
        assert_true(s.refused);
        assert_string_equal(s.names, "");
        assert_string_equal(s.server_error, rows[i].server_error);
        if (!strstr(s.client_error, rows[i].client_error))
            fail_msg("'%s' instead of '%s'", s.client_error, rows[i].client_error);
    }
    /* Without the list the revoked one is as good as any. */
    assert_int_equal(show("client-revoked", "client-ca.pem", NULL).server, 0);
}

static void test_client_files(void **state) {
    struct tls_server_files files = {.certificate = in_folder("server.pem"), .key = in_folder("server.key"), .client_ca = in_folder("server.key")};
    struct tls_context *c = NULL, *client = client_context("ca.pem");
    char error[TLS_ERROR_BYTES];

    (void)state;
    assert_int_equal(tls_context_new_server(&files, &c, error), -EINVAL);
    files.client_ca = "/nowhere.pem";
    assert_int_equal(tls_context_new_server(&files, &c, error), -EINVAL);
    files.client_ca = in_folder("client-ca.pem");
    files.client_crl = in_folder("client-ca.pem");
    assert_int_equal(tls_context_new_server(&files, &c, error), -EINVAL);
    assert_null(c);
    assert_int_equal(tls_context_show(client, in_folder("client-person.pem"), in_folder("client-service.key"), error), -EINVAL);
    assert_int_equal(tls_context_show(client, in_folder("none.pem"), in_folder("none.key"), error), -EINVAL);
    tls_context_free(client);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client_accepted),
        cmocka_unit_test(test_client_refused),
        cmocka_unit_test(test_client_files),
        cmocka_unit_test(names_and_authorities),           cmocka_unit_test(a_client_must_say_whom_it_means),
        cmocka_unit_test(only_kam_and_only_tls_1_3),       cmocka_unit_test(a_handshake_may_come_byte_by_byte),
        cmocka_unit_test(bytes_arrive_whole_and_in_order), cmocka_unit_test(goodbye_and_its_absence),
        cmocka_unit_test(contexts_that_cannot_be),         cmocka_unit_test(a_certificate_is_replaced_while_others_stay),
    };

    return cmocka_run_group_tests(tests, make_certificates, remove_certificates);
}
