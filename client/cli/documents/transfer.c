#include "client/cli/documents/transfer.h"

#include <stdlib.h>

#include "client/cli/output/failure.h"

EVP_MD_CTX *transfer_hash_begin(void) {
    EVP_MD_CTX *hash = EVP_MD_CTX_new();

    if (!hash || EVP_DigestInit_ex(hash, EVP_sha256(), NULL) != 1)
        abort(); /* without SHA-256 there is no TLS either */
    return hash;
}

void transfer_hash_add(EVP_MD_CTX *hash, const void *bytes, size_t count) {
    if (EVP_DigestUpdate(hash, bytes, count) != 1)
        abort();
}

void transfer_hash_end(EVP_MD_CTX *hash, char ret_digits[65]) {
    uint8_t digest[32];

    if (EVP_DigestFinal_ex(hash, digest, NULL) != 1)
        abort();
    EVP_MD_CTX_free(hash);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(ret_digits + 2 * i, 3, "%02x", digest[i]);
}

int transfer_failed(struct app *app, const struct kam_method *method) {
    const struct kam_error *error = kam_client_error(app->client);

    failure_print(stderr, app->color_errors, method, error, app->has_session);
    return (int)failure_exit(error);
}
