#include "server/demo/certs.h"

#include "server/demo/say.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CA_DAYS = 3650, SERVER_DAYS = 397, RENEW_DAYS = 30, SERIAL_BYTES = 16 };

/* A certificate with its key; both freed by pair_clear. */
struct pair {
    X509 *certificate;
    EVP_PKEY *key;
};

static void pair_clear(struct pair *pair) {
    X509_free(pair->certificate);
    EVP_PKEY_free(pair->key);
    *pair = (struct pair){0};
}

static int tls_fail(const char *what) {
    char text[256];

    ERR_error_string_n(ERR_get_error(), text, sizeof(text));
    return demo_fail("证书未能生成 / cannot make a certificate (%s): %s", what, text);
}

/* Reads both files. False when either is missing, does not belong to the other, or the certificate ends soon. */
static bool pair_read(const char *certificate_path, const char *key_path, struct pair *ret_pair) {
    struct pair pair = {0};
    FILE *file = fopen(certificate_path, "re");
    time_t soon = time(NULL) + RENEW_DAYS * 86400L;

    if (file) {
        pair.certificate = PEM_read_X509(file, NULL, NULL, NULL);
        fclose(file);
    }
    file = fopen(key_path, "re");
    if (file) {
        pair.key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
        fclose(file);
    }
    ERR_clear_error();
    if (!pair.certificate || !pair.key || X509_check_private_key(pair.certificate, pair.key) != 1 ||
        X509_cmp_time(X509_get0_notAfter(pair.certificate), &soon) <= 0) {
        pair_clear(&pair);
        return false;
    }
    *ret_pair = pair;
    return true;
}

/* Written aside with its final mode and renamed, so that there is never a key others may read, nor half a file. */
static int write_pem(const char *path, mode_t mode, const struct pair *pair, bool key) {
    char aside[DEMO_PATH_BYTES + 8];
    FILE *file;
    int fd, good;

    snprintf(aside, sizeof(aside), "%s.new", path);
    unlink(aside);
    fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file) {
        if (fd >= 0)
            close(fd);
        return demo_fail("%s: %s", aside, strerror(errno));
    }
    good = key ? PEM_write_PKCS8PrivateKey(file, pair->key, NULL, NULL, 0, NULL, NULL) : PEM_write_X509(file, pair->certificate);
    if (fclose(file) != 0 || good != 1)
        return tls_fail(path);
    if (rename(aside, path) < 0)
        return demo_fail("%s: %s", path, strerror(errno));
    return DEMO_OK;
}

static bool add_extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509_EXTENSION *extension;
    bool added;

    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    added = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

static bool set_head(X509 *certificate, EVP_PKEY *key, const char *name, int days) {
    unsigned char serial[SERIAL_BYTES];
    BIGNUM *number = NULL;
    bool good;

    if (RAND_bytes(serial, sizeof(serial)) != 1)
        return false;
    serial[0] &= 0x7f;
    number = BN_bin2bn(serial, sizeof(serial), NULL);
    good = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) && X509_set_version(certificate, X509_VERSION_3) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) && X509_gmtime_adj(X509_getm_notAfter(certificate), days * 86400L) &&
           X509_set_pubkey(certificate, key) == 1 &&
           X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0) == 1;
    BN_free(number);
    return good;
}

/* A new key and certificate, signed by the issuer, or by itself when there is none. */
static int pair_make(const char *name, int days, const struct pair *issuer, struct pair *ret_pair) {
    struct pair pair = {.key = EVP_EC_gen("P-256"), .certificate = X509_new()};
    const struct pair *signer = issuer ? issuer : &pair;
    bool good = pair.key && pair.certificate && set_head(pair.certificate, pair.key, name, days) &&
                X509_set_issuer_name(pair.certificate, X509_get_subject_name(signer->certificate)) == 1 &&
                add_extension(pair.certificate, signer->certificate, NID_subject_key_identifier, "hash") &&
                add_extension(pair.certificate, signer->certificate, NID_authority_key_identifier, "keyid");

    if (good && issuer)
        good = add_extension(pair.certificate, signer->certificate, NID_basic_constraints, "critical,CA:FALSE") &&
               add_extension(pair.certificate, signer->certificate, NID_key_usage, "critical,digitalSignature") &&
               add_extension(pair.certificate, signer->certificate, NID_ext_key_usage, "serverAuth") &&
               add_extension(pair.certificate, signer->certificate, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
    else if (good)
        good = add_extension(pair.certificate, signer->certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
               add_extension(pair.certificate, signer->certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    if (!good || X509_sign(pair.certificate, signer->key, EVP_sha256()) == 0) {
        pair_clear(&pair);
        return tls_fail(name);
    }
    *ret_pair = pair;
    return DEMO_OK;
}

/* What second factors are sealed with; kept once made. */
static int factor_key_ensure(const struct demo_place *place) {
    unsigned char key[32];
    char path[DEMO_PATH_BYTES];
    int fd;
    bool good;

    demo_place_path(place, "factor.key", path);
    if (access(path, F_OK) == 0)
        return DEMO_OK;
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    good = fd >= 0 && RAND_bytes(key, sizeof(key)) == 1 && write(fd, key, sizeof(key)) == sizeof(key);
    if (fd >= 0)
        close(fd);
    return good ? DEMO_OK : demo_fail("%s: %s", path, strerror(errno));
}

int demo_certs_ensure(const struct demo_place *place) {
    char ca_key[DEMO_PATH_BYTES], server[DEMO_PATH_BYTES], server_key[DEMO_PATH_BYTES];
    struct pair ca = {0}, own = {0};
    bool ca_kept;
    int result = factor_key_ensure(place);

    if (result != DEMO_OK)
        return result;

    demo_place_path(place, "ca.key", ca_key);
    demo_place_path(place, "server.pem", server);
    demo_place_path(place, "server.key", server_key);
    ca_kept = pair_read(place->ca, ca_key, &ca);
    if (ca_kept && pair_read(server, server_key, &own) && X509_verify(own.certificate, X509_get0_pubkey(ca.certificate)) == 1)
        goto done;
    pair_clear(&own);
    demo_say("生成开发用证书 / making a development CA and a server certificate (localhost, 127.0.0.1)");
    if (!ca_kept) {
        result = pair_make("kam demo CA", CA_DAYS, NULL, &ca);
        if (result != DEMO_OK || (result = write_pem(ca_key, 0600, &ca, true)) != DEMO_OK ||
            (result = write_pem(place->ca, 0644, &ca, false)) != DEMO_OK)
            goto done;
    }
    result = pair_make("localhost", SERVER_DAYS, &ca, &own);
    if (result == DEMO_OK)
        result = write_pem(server_key, 0600, &own, true);
    if (result == DEMO_OK)
        result = write_pem(server, 0644, &own, false);
done:
    ERR_clear_error();
    pair_clear(&own);
    pair_clear(&ca);
    return result;
}
