#include "tests/harness/certs.h"

#include "tests/harness/bail.h"
#include <fcntl.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DAY_SECONDS 86400L

struct pair {
    X509 *certificate;
    EVP_PKEY *key;
};

static void pair_deinit(struct pair *pair) {
    X509_free(pair->certificate);
    EVP_PKEY_free(pair->key);
}

static void extend(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509_EXTENSION *extension;

    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (!extension || X509_add_ext(certificate, extension, -1) != 1)
        bail("certificate extension %s", value);
    X509_EXTENSION_free(extension);
}

/* Signed by the issuer, or by itself when there is none; valid from begin_days to end_days from now. */
static struct pair make(const char *name, const struct pair *issuer, long begin_days, long end_days) {
    struct pair pair = {.certificate = X509_new(), .key = EVP_EC_gen("P-256")};
    const struct pair *signer = issuer ? issuer : &pair;
    uint64_t serial = 0;

    if (!pair.certificate || !pair.key || RAND_bytes((unsigned char *)&serial, sizeof(serial)) != 1)
        bail("certificate %s", name);
    X509_set_version(pair.certificate, X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(pair.certificate), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(pair.certificate), begin_days * DAY_SECONDS);
    X509_gmtime_adj(X509_getm_notAfter(pair.certificate), end_days * DAY_SECONDS);
    X509_set_pubkey(pair.certificate, pair.key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(pair.certificate), "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(pair.certificate, X509_get_subject_name(signer->certificate));
    if (issuer) {
        extend(pair.certificate, signer->certificate, NID_basic_constraints, "critical,CA:FALSE");
        extend(pair.certificate, signer->certificate, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
    } else {
        extend(pair.certificate, pair.certificate, NID_basic_constraints, "critical,CA:TRUE");
        extend(pair.certificate, pair.certificate, NID_key_usage, "critical,keyCertSign");
    }
    if (X509_sign(pair.certificate, signer->key, EVP_sha256()) == 0)
        bail("cannot sign certificate %s", name);
    return pair;
}

static void write_pem(const char *folder, const char *name, const struct pair *pair, bool key) {
    char path[PATH_MAX];
    FILE *file;
    int good;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "we");
    if (!file)
        bail("cannot write %s", path);
    good = key ? PEM_write_PrivateKey(file, pair->key, NULL, NULL, 0, NULL, NULL) : PEM_write_X509(file, pair->certificate);
    if (fclose(file) != 0 || good != 1)
        bail("cannot write %s", path);
}

void certs_factor_key(uint8_t ret_key[CERTS_FACTOR_KEY_BYTES]) {
    memset(ret_key, 'k', CERTS_FACTOR_KEY_BYTES);
}

static void write_factor_key(const char *folder) {
    uint8_t key[CERTS_FACTOR_KEY_BYTES];
    char path[PATH_MAX];
    int fd;

    certs_factor_key(key);
    snprintf(path, sizeof(path), "%s/factor.key", folder);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, key, sizeof(key)) != sizeof(key) || close(fd) != 0)
        bail("cannot write %s", path);
}

void certs_make(const char *folder) {
    struct pair ca = make("kam test authority", NULL, -1, 30), other = make("another authority", NULL, -1, 30);
    struct pair server = make("localhost", &ca, -1, 30), expired = make("localhost", &ca, -30, -1);

    write_pem(folder, "ca.pem", &ca, false);
    write_pem(folder, "other-ca.pem", &other, false);
    write_pem(folder, "server.pem", &server, false);
    write_pem(folder, "server.key", &server, true);
    write_pem(folder, "expired.pem", &expired, false);
    write_pem(folder, "expired.key", &expired, true);
    write_factor_key(folder);
    pair_deinit(&ca);
    pair_deinit(&other);
    pair_deinit(&server);
    pair_deinit(&expired);
}
