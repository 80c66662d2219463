/*
 * Files of documents: `kam documents upload` and `kam documents download`.
 *
 * An upload that was interrupted is gone on with by running the same command again: its request ids come from the file's hash and from
 * what is registered about it, and the server tells where the file ends so far.
 */
#ifndef CLI_DOCUMENTS_TRANSFER_H
#define CLI_DOCUMENTS_TRANSFER_H

#include "client/cli/app.h"

#include <openssl/evp.h>

int upload_run(struct app *app);
int download_run(struct app *app);

/* SHA-256 of what passes by; begin, add, and end with the 64 hexadecimal digits. Ends the program without memory. */
EVP_MD_CTX *transfer_hash_begin(void);
void transfer_hash_add(EVP_MD_CTX *hash, const void *bytes, size_t count);
void transfer_hash_end(EVP_MD_CTX *hash, char ret_digits[65]);

/* Prints the error of the last call. An exit code. */
int transfer_failed(struct app *app, const struct kam_method *method);

#endif
