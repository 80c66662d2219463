#include "tests/harness/certs.h"

#include "tests/harness/bail.h"
#include <dirent.h>
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

/* Signed by the issuer for these names, or by itself when there is none; valid from begin_days to end_days from now. */
static struct pair make(const char *name, const struct pair *issuer, const char *names, long begin_days, long end_days) {
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
        extend(pair.certificate, signer->certificate, NID_subject_alt_name, names);
    } else {
        extend(pair.certificate, pair.certificate, NID_basic_constraints, "critical,CA:TRUE");
        extend(pair.certificate, pair.certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
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

/* The authority's list of revoked certificates, with this one on it. */
static void write_crl(const char *folder, const struct pair *authority, const struct pair *revoked) {
    char path[PATH_MAX];
    X509_CRL *crl = X509_CRL_new();
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *now = X509_gmtime_adj(NULL, -60), *next = X509_gmtime_adj(NULL, 30 * DAY_SECONDS);
    FILE *file;

    snprintf(path, sizeof(path), "%s/client.crl", folder);
    file = fopen(path, "we");
    if (!file || X509_CRL_set_version(crl, 1) != 1 || X509_CRL_set_issuer_name(crl, X509_get_subject_name(authority->certificate)) != 1 ||
        X509_CRL_set1_lastUpdate(crl, now) != 1 || X509_CRL_set1_nextUpdate(crl, next) != 1 ||
        X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(revoked->certificate)) != 1 ||
        X509_REVOKED_set_revocationDate(entry, now) != 1 || X509_CRL_add0_revoked(crl, entry) != 1 || X509_CRL_sort(crl) != 1 ||
        X509_CRL_sign(crl, authority->key, EVP_sha256()) == 0 || PEM_write_X509_CRL(file, crl) != 1 || fclose(file) != 0)
        bail("cannot write %s", path);
    ASN1_TIME_free(now);
    ASN1_TIME_free(next);
    X509_CRL_free(crl);
}

static void make_client(const char *folder, const char *file, const struct pair *issuer, const char *names, long begin_days, long end_days,
                        struct pair *ret_pair) {
    struct pair pair = make(file, issuer, names, begin_days, end_days);
    char name[64];

    snprintf(name, sizeof(name), "%s.pem", file);
    write_pem(folder, name, &pair, false);
    snprintf(name, sizeof(name), "%s.key", file);
    write_pem(folder, name, &pair, true);
    if (ret_pair)
        *ret_pair = pair;
    else
        pair_deinit(&pair);
}

static void make_clients(const char *folder, const struct pair *stranger) {
    struct pair authority = make("kam test authority for clients", NULL, NULL, -1, 30), revoked;

    write_pem(folder, "client-ca.pem", &authority, false);
    make_client(folder, "client-service", &authority, "URI:spiffe://pt.example/outbox,DNS:outbox.pt.example", -1, 30, NULL);
    make_client(folder, "client-person", &authority, "email:sp1@kam.example", -1, 30, NULL);
    make_client(folder, "client-both", &authority, "URI:spiffe://pt.example/outbox,email:sp1@kam.example", -1, 30, NULL);
    make_client(folder, "client-expired", &authority, "URI:spiffe://pt.example/outbox", -30, -1, NULL);
    make_client(folder, "client-foreign", stranger, "URI:spiffe://pt.example/outbox", -1, 30, NULL);
    make_client(folder, "client-revoked", &authority, "URI:spiffe://pt.example/outbox", -1, 30, &revoked);
    write_crl(folder, &authority, &revoked);
    pair_deinit(&revoked);
    pair_deinit(&authority);
}

void certs_remove(const char *folder) {
    char path[PATH_MAX];
    DIR *files = opendir(folder);

    for (struct dirent *entry; files && (entry = readdir(files));) {
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    if (files)
        closedir(files);
    (void)rmdir(folder);
}

void certs_make(const char *folder) {
    static const char here[] = "DNS:localhost,IP:127.0.0.1,IP:::1";
    struct pair ca = make("kam test authority", NULL, NULL, -1, 30), other = make("another authority", NULL, NULL, -1, 30);
    struct pair server = make("localhost", &ca, here, -1, 30), expired = make("localhost", &ca, here, -30, -1);

    write_pem(folder, "ca.pem", &ca, false);
    write_pem(folder, "other-ca.pem", &other, false);
    write_pem(folder, "server.pem", &server, false);
    write_pem(folder, "server.key", &server, true);
    write_pem(folder, "expired.pem", &expired, false);
    write_pem(folder, "expired.key", &expired, true);
    make_clients(folder, &other);
    write_factor_key(folder);
    pair_deinit(&ca);
    pair_deinit(&other);
    pair_deinit(&server);
    pair_deinit(&expired);
}
