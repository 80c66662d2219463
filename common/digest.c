#include "common/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>

/* Looking the algorithm up costs more than hashing a request, so it and the context are kept for the life of the process. */
void digest_sha256(const void *bytes, size_t count, uint8_t ret_digest[DIGEST_BYTES]) {
    static EVP_MD *algorithm;
    static EVP_MD_CTX *context;
    if (!context) {
        algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
        context = EVP_MD_CTX_new();
    }
    if (!algorithm || !context || EVP_DigestInit_ex2(context, algorithm, NULL) != 1 || EVP_DigestUpdate(context, bytes, count) != 1 ||
        EVP_DigestFinal_ex(context, ret_digest, NULL) != 1) {
        abort();
    }
}
