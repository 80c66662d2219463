/*
 * Request ids of an import: from the file's content, the row and the step, so that the same file run again asks for the same writes and
 * the server answers what it did the first time.
 */
#ifndef CLI_IMPORT_KEY_H
#define CLI_IMPORT_KEY_H

#include <stddef.h>
#include <stdint.h>

enum { KEY_BYTES = 16, FILE_HASH_BYTES = 32 };

enum key_step {
    KEY_STEP_ACCOUNT = 1,
    KEY_STEP_CONTACT = 2,
    KEY_STEP_CALL = 3,
};

void key_hash_file(const void *content, size_t bytes, uint8_t ret_hash[FILE_HASH_BYTES]);

/* The first 16 bytes of SHA-256(file hash ‖ row, 8 bytes big-endian ‖ step, 1 byte); rows count from 1 below the header. */
void key_make(const uint8_t file_hash[FILE_HASH_BYTES], uint64_t row, enum key_step step, uint8_t ret_key[KEY_BYTES]);

#endif
