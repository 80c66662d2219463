/*
 * The session of a context, kept between commands: the token in a file of its own, mode 0600, bound to the server it came from.
 */
#ifndef CLI_CONTEXT_TOKEN_H
#define CLI_CONTEXT_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "client/cli/context/config.h"

enum { TOKEN_BYTES = 32 };

/*
 * Reads the session of this context. 0 with *ret_found; a file that others may read counts as exposed and is refused with EXIT_FILE.
 * A token that came from another server than `server` is not found.
 */
int token_load(const struct config *config, const char *context, const char *server, uint8_t ret_token[TOKEN_BYTES], bool *ret_found,
               struct complaint *complaint) __attribute__((warn_unused_result));
int token_save(const struct config *config, const char *context, const char *server, const uint8_t token[TOKEN_BYTES],
               struct complaint *complaint) __attribute__((warn_unused_result));
void token_forget(const struct config *config, const char *context);

#endif
