/*
 * Runs a program as a filter: bytes in by its standard input, bytes out from its standard output.
 */
#ifndef PROTO_GEN_CHILD_H
#define PROTO_GEN_CHILD_H

#include <stddef.h>
#include <stdint.h>

/*
 * Blocks until the program has ended. Both pipes are served at once, so neither side waits for the other whatever the sizes. Standard
 * error is shared with ours. On success *ret_output is the caller's to free(). Returns 0; -errno when the program could not be
 * started, spoken to, or its output exceeds 256 MiB; -EPROTO when it ended with another status than 0.
 */
int child_filter(const char *program, const uint8_t *input, size_t input_bytes, uint8_t **ret_output, size_t *ret_output_bytes)
    __attribute__((warn_unused_result));

/* Everything from fd up to its end, with the same bound; the caller frees it. */
int child_read_all(int fd, uint8_t **ret_output, size_t *ret_output_bytes) __attribute__((warn_unused_result));

#endif
