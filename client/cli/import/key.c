#include "client/cli/import/key.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

void key_hash_file(const void *content, size_t bytes, uint8_t ret_hash[FILE_HASH_BYTES]) {
    if (EVP_Digest(content, bytes, ret_hash, NULL, EVP_sha256(), NULL) != 1)
        abort(); /* without SHA-256 there is no TLS either */
}

void key_make(const uint8_t file_hash[FILE_HASH_BYTES], uint64_t row, enum key_step step, uint8_t ret_key[KEY_BYTES]) {
    uint8_t input[FILE_HASH_BYTES + 8 + 1], hash[FILE_HASH_BYTES];

    memcpy(input, file_hash, FILE_HASH_BYTES);
    for (int i = 0; i < 8; i++)
        input[FILE_HASH_BYTES + i] = (uint8_t)(row >> (56 - 8 * i));
    input[FILE_HASH_BYTES + 8] = (uint8_t)step;
    key_hash_file(input, sizeof(input), hash);
    memcpy(ret_key, hash, KEY_BYTES);
}
