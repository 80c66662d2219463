#include "common/tls.h"
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const unsigned char alpn_wire[] = "\x05" TLS_ALPN;
#define ALPN_WIRE_BYTES (sizeof alpn_wire - 1)
/* Of all certificates a client may show; no chain of ours is longer. */
#define CLIENT_CHAIN_BYTES_MAX 16384

struct tls_context {
    SSL_CTX *ssl; /* shared with the connections, which count references */
};

struct tls {
    SSL *ssl;
    BIO *in;  /* memory transports only; owned by ssl */
    BIO *out; /* likewise */
    bool client;
    bool closed_cleanly;
    bool refused;
    char error[TLS_ERROR_BYTES];
};

/* The first error OpenSSL queued is the cause; those after it are consequences. Empties the queue. */
static void take_error(char *out, const char *otherwise) {
    unsigned long code = ERR_get_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;

    if (out)
        (void)snprintf(out, TLS_ERROR_BYTES, "%s", reason ? reason : otherwise);
    ERR_clear_error();
}

/* Only kam/1 is spoken here: anything else ends the handshake with no_application_protocol. */
static int select_alpn(SSL *ssl, const unsigned char **ret_out, unsigned char *ret_bytes, const unsigned char *in, unsigned bytes,
                       void *context) {
    (void)ssl;
    (void)context;
    for (unsigned i = 0; i < bytes; i += 1u + in[i]) {
        if (in[i] == sizeof TLS_ALPN - 1 && bytes - i > in[i] && memcmp(in + i + 1, TLS_ALPN, in[i]) == 0) {
            *ret_out = in + i + 1;
            *ret_bytes = in[i];
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static SSL_CTX *context_common(const SSL_METHOD *method) {
    SSL_CTX *ssl = SSL_CTX_new(method);

    if (!ssl)
        return NULL;
    if (SSL_CTX_set_min_proto_version(ssl, TLS1_3_VERSION) != 1 || SSL_CTX_set_max_proto_version(ssl, TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_ciphersuites(ssl, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256") != 1 ||
        SSL_CTX_set1_groups_list(ssl, "X25519:P-256:P-384") != 1) {
        SSL_CTX_free(ssl);
        return NULL;
    }
    SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                 SSL_OP_CLEANSE_PLAINTEXT);
    SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    (void)SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
    /* One read() takes header and body of a record, and often the next record too; tls_read is drained anyway. */
    SSL_CTX_set_read_ahead(ssl, 1);
    return ssl;
}

static bool is_given(const char *file) {
    return file && *file;
}

/* What this side shows of itself. */
static int show(SSL_CTX *ssl, const char *certificate_file, const char *key_file, char *ret_error) {
    if (SSL_CTX_use_certificate_chain_file(ssl, certificate_file) != 1)
        take_error(ret_error, "cannot read the certificate");
    else if (SSL_CTX_use_PrivateKey_file(ssl, key_file, SSL_FILETYPE_PEM) != 1)
        take_error(ret_error, "cannot read the key");
    else if (SSL_CTX_check_private_key(ssl) != 1)
        take_error(ret_error, "certificate and key do not belong together");
    else
        return 0;
    return -EINVAL;
}

/* Only this authority counts, not the system's. */
static int ask_clients(SSL_CTX *ssl, const struct tls_server_files *files) {
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(files->client_ca);

    if (!names || SSL_CTX_load_verify_file(ssl, files->client_ca) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        return -EINVAL;
    }
    SSL_CTX_set_client_CA_list(ssl, names);
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_max_cert_list(ssl, CLIENT_CHAIN_BYTES_MAX);
    return 0;
}

static int refuse_revoked(SSL_CTX *ssl, const char *crl_file) {
    X509_LOOKUP *lookup = X509_STORE_add_lookup(SSL_CTX_get_cert_store(ssl), X509_LOOKUP_file());

    if (!lookup || X509_load_crl_file(lookup, crl_file, X509_FILETYPE_PEM) < 1)
        return -EINVAL;
    return X509_STORE_set_flags(SSL_CTX_get_cert_store(ssl), X509_V_FLAG_CRL_CHECK) == 1 ? 0 : -EINVAL;
}

static SSL_CTX *server_ssl(const struct tls_server_files *files, char *ret_error) {
    SSL_CTX *ssl;

    ERR_clear_error();
    ssl = context_common(TLS_server_method());
    if (!ssl) {
        take_error(ret_error, "cannot set up TLS");
        return NULL;
    }
    (void)SSL_CTX_set_num_tickets(ssl, 0);
    (void)SSL_CTX_set_max_early_data(ssl, 0);
    SSL_CTX_set_alpn_select_cb(ssl, select_alpn, NULL);
    if (show(ssl, files->certificate, files->key, ret_error) < 0) {
        SSL_CTX_free(ssl);
        return NULL;
    }
    if (is_given(files->client_ca) && ask_clients(ssl, files) < 0) {
        take_error(ret_error, "cannot read the authority for clients");
    } else if (is_given(files->client_crl) && refuse_revoked(ssl, files->client_crl) < 0) {
        take_error(ret_error, "cannot read the list of revoked certificates");
    } else {
        return ssl;
    }
    SSL_CTX_free(ssl);
    return NULL;
}

static int context_wrap(SSL_CTX *ssl, struct tls_context **ret_context) {
    struct tls_context *c = malloc(sizeof *c);

    if (!c) {
        SSL_CTX_free(ssl);
        return -ENOMEM;
    }
    c->ssl = ssl;
    *ret_context = c;
    return 0;
}

int tls_context_new_server(const struct tls_server_files *files, struct tls_context **ret_context, char *ret_error) {
    SSL_CTX *ssl = server_ssl(files, ret_error);

    return ssl ? context_wrap(ssl, ret_context) : -EINVAL;
}

int tls_context_new_client(const char *ca_file, struct tls_context **ret_context, char *ret_error) {
    SSL_CTX *ssl;
    int ok;

    ERR_clear_error();
    ssl = context_common(TLS_client_method());
    if (!ssl) {
        take_error(ret_error, "cannot set up TLS");
        return -EINVAL;
    }
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    ok = ca_file ? SSL_CTX_load_verify_file(ssl, ca_file) : SSL_CTX_set_default_verify_paths(ssl);
    /* SSL_CTX_set_alpn_protos answers 0 for success, unlike everything around it. */
    if (ok != 1 || SSL_CTX_set_alpn_protos(ssl, alpn_wire, ALPN_WIRE_BYTES) != 0) {
        take_error(ret_error, "cannot read the trusted certificates");
        SSL_CTX_free(ssl);
        return -EINVAL;
    }
    return context_wrap(ssl, ret_context);
}

int tls_context_show(struct tls_context *c, const char *certificate_file, const char *key_file, char *ret_error) {
    ERR_clear_error();
    return show(c->ssl, certificate_file, key_file, ret_error);
}

struct tls_context *tls_context_free(struct tls_context *c) {
    if (!c)
        return NULL;
    SSL_CTX_free(c->ssl);
    free(c);
    return NULL;
}

int tls_context_reload(struct tls_context *c, const struct tls_server_files *files, char *ret_error) {
    SSL_CTX *ssl = server_ssl(files, ret_error);

    if (!ssl)
        return -EINVAL;
    SSL_CTX_free(c->ssl);
    c->ssl = ssl;
    return 0;
}

static struct tls *tls_new(struct tls_context *c, bool client) {
    struct tls *t = calloc(1, sizeof *t);

    if (!t)
        return NULL;
    t->client = client;
    t->ssl = SSL_new(c->ssl);
    if (!t->ssl)
        return tls_free(t);
    if (client)
        SSL_set_connect_state(t->ssl);
    else
        SSL_set_accept_state(t->ssl);
    return t;
}

static int attach_memory(struct tls *t) {
    BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());

    if (!in || !out) {
        BIO_free(in);
        BIO_free(out);
        return -ENOMEM;
    }
    /* An empty buffer means "not yet", until tls_memory_feed_end. */
    BIO_set_mem_eof_return(in, -1);
    BIO_set_mem_eof_return(out, -1);
    SSL_set_bio(t->ssl, in, out);
    t->in = in;
    t->out = out;
    return 0;
}

int tls_new_server_fd(struct tls_context *c, int fd, struct tls **ret_tls) {
    _cleanup_(tls_freep) struct tls *t = tls_new(c, false);

    if (!t || SSL_set_fd(t->ssl, fd) != 1)
        return -ENOMEM;
    *ret_tls = steal(t);
    return 0;
}

int tls_new_server_memory(struct tls_context *c, struct tls **ret_tls) {
    _cleanup_(tls_freep) struct tls *t = tls_new(c, false);

    if (!t || attach_memory(t) < 0)
        return -ENOMEM;
    *ret_tls = steal(t);
    return 0;
}

/* The name goes into SNI and into the check of the certificate; an address only into the check (RFC 6066 has no addresses in SNI). */
static int set_server_name(struct tls *t, const char *server_name) {
    ASN1_OCTET_STRING *address;

    if (server_name[0] == '\0')
        return -EINVAL;
    address = a2i_IPADDRESS(server_name);
    ERR_clear_error();
    if (address) {
        ASN1_OCTET_STRING_free(address);
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(t->ssl), server_name) == 1 ? 0 : -EINVAL;
    }
    SSL_set_hostflags(t->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_set1_host(t->ssl, server_name) != 1 || SSL_set_tlsext_host_name(t->ssl, server_name) != 1)
        return -EINVAL;
    return 0;
}

int tls_new_client_memory(struct tls_context *c, const char *server_name, struct tls **ret_tls) {
    _cleanup_(tls_freep) struct tls *t = tls_new(c, true);
    int r;

    if (!t || attach_memory(t) < 0)
        return -ENOMEM;
    r = set_server_name(t, server_name);
    if (r < 0)
        return r;
    *ret_tls = steal(t);
    return 0;
}

struct tls *tls_free(struct tls *t) {
    if (!t)
        return NULL;
    SSL_free(t->ssl);
    free(t);
    return NULL;
}

/* Alerts by which a server says what it thinks of our certificate. */
static bool is_about_our_certificate(int reason) {
    static const int reasons[] = {SSL_R_SSLV3_ALERT_BAD_CERTIFICATE,     SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE,
                                  SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED, SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED,
                                  SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, SSL_R_TLSV1_ALERT_UNKNOWN_CA,
                                  SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED};

    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i] == reason)
            return true;
    return false;
}

static int broken(struct tls *t, const char *otherwise) {
    long verified = SSL_get_verify_result(t->ssl);

    t->refused = t->client && is_about_our_certificate(ERR_GET_REASON(ERR_peek_error()));

    if (verified != X509_V_OK) {
        (void)snprintf(t->error, sizeof t->error, "certificate: %s", X509_verify_cert_error_string(verified));
        ERR_clear_error();
    } else {
        take_error(t->error, otherwise);
    }
    return -EPROTO;
}

/* Turns OpenSSL's answer into ours. */
static int result(struct tls *t, int answer) {
    int saved = errno;

    switch (SSL_get_error(t->ssl, answer)) {
    case SSL_ERROR_WANT_READ:
        return TLS_WANT_READ;
    case SSL_ERROR_WANT_WRITE:
        return TLS_WANT_WRITE;
    case SSL_ERROR_ZERO_RETURN:
        t->closed_cleanly = true;
        return TLS_CLOSED;
    case SSL_ERROR_SYSCALL:
        ERR_clear_error();
        if (saved == ECONNRESET || saved == EPIPE || saved == 0)
            return TLS_CLOSED;
        (void)snprintf(t->error, sizeof t->error, "socket: %s", strerror(saved));
        return -EPROTO;
    case SSL_ERROR_SSL:
        if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
            ERR_clear_error();
            return TLS_CLOSED;
        }
        return broken(t, "protocol error");
    default:
        return broken(t, "unexpected state");
    }
}

int tls_handshake(struct tls *t) {
    const unsigned char *protocol;
    unsigned bytes;
    int answer;

    /* SSL_get_error reads the thread's queue and errno: both must be clean before. */
    ERR_clear_error();
    errno = 0;
    answer = SSL_do_handshake(t->ssl);
    if (answer != 1)
        return result(t, answer);
    /* The callback runs only when the client offers protocols at all. */
    SSL_get0_alpn_selected(t->ssl, &protocol, &bytes);
    if (bytes != sizeof TLS_ALPN - 1 || memcmp(protocol, TLS_ALPN, bytes) != 0) {
        (void)snprintf(t->error, sizeof t->error, "peer does not speak " TLS_ALPN);
        return -EPROTO;
    }
    return 0;
}

int tls_read(struct tls *t, void *into, size_t room, size_t *ret_bytes) {
    size_t bytes;
    int answer;

    ERR_clear_error();
    errno = 0;
    answer = SSL_read_ex(t->ssl, into, room, &bytes);
    if (answer != 1)
        return result(t, answer);
    *ret_bytes = bytes;
    return 0;
}

bool tls_holds_input(const struct tls *t) {
    return SSL_has_pending(t->ssl) == 1;
}

int tls_write(struct tls *t, const void *bytes, size_t count, size_t *ret_bytes) {
    size_t written;
    int answer;

    ERR_clear_error();
    errno = 0;
    answer = SSL_write_ex(t->ssl, bytes, count, &written);
    if (answer != 1)
        return result(t, answer);
    *ret_bytes = written;
    return 0;
}

int tls_shutdown(struct tls *t) {
    int answer;

    if (!SSL_is_init_finished(t->ssl))
        return 0;
    ERR_clear_error();
    answer = SSL_shutdown(t->ssl);
    if (answer < 0 && SSL_get_error(t->ssl, answer) == SSL_ERROR_WANT_WRITE)
        return TLS_WANT_WRITE;
    ERR_clear_error();
    return 0;
}

int tls_memory_feed(struct tls *t, const void *bytes, size_t count) {
    size_t written = 0;

    if (count == 0)
        return 0;
    return BIO_write_ex(t->in, bytes, count, &written) == 1 && written == count ? 0 : -ENOMEM;
}

void tls_memory_feed_end(struct tls *t) {
    BIO_set_mem_eof_return(t->in, 0);
}

size_t tls_memory_drain(struct tls *t, void *into, size_t room) {
    size_t bytes = 0;

    if (room == 0 || BIO_read_ex(t->out, into, room, &bytes) != 1)
        return 0;
    return bytes;
}

size_t tls_memory_pending(const struct tls *t) {
    return BIO_ctrl_pending(t->out);
}

/* Adds "KIND:NAME" in a line of its own. Whatever could be taken for two lines, or ends early, is left out. */
static void add_name(char *out, size_t room, const char *kind, const ASN1_STRING *name) {
    const unsigned char *text = ASN1_STRING_get0_data(name);
    int bytes = ASN1_STRING_length(name);
    size_t used = strlen(out);

    for (int i = 0; i < bytes; i++)
        if (text[i] <= ' ' || text[i] >= 0x7f)
            return;
    if (bytes > 0 && used + strlen(kind) + (size_t)bytes + 3 <= room)
        (void)snprintf(out + used, room - used, "%s%s:%.*s", used > 0 ? "\n" : "", kind, bytes, (const char *)text);
}

bool tls_client_names(const struct tls *t, char *out, size_t room) {
    X509 *certificate = SSL_get0_peer_certificate(t->ssl);
    GENERAL_NAMES *names;

    out[0] = '\0';
    if (t->client || !certificate || SSL_get_verify_result(t->ssl) != X509_V_OK)
        return false;
    names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

        if (name->type == GEN_URI)
            add_name(out, room, "uri", name->d.uniformResourceIdentifier);
        else if (name->type == GEN_DNS)
            add_name(out, room, "dns", name->d.dNSName);
        else if (name->type == GEN_EMAIL)
            add_name(out, room, "email", name->d.rfc822Name);
    }
    GENERAL_NAMES_free(names);
    ERR_clear_error();
    return out[0] != '\0';
}

bool tls_was_refused(const struct tls *t) {
    return t->refused;
}

const char *tls_error(const struct tls *t) {
    return t->error;
}

bool tls_closed_cleanly(const struct tls *t) {
    return t->closed_cleanly;
}
