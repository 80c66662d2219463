#include "client/cli/context/token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"

static char *token_name(const char *context) {
    return xasprintf("session-%s", context);
}

static bool token_decode(const char *digits, uint8_t ret_token[TOKEN_BYTES]) {
    uint8_t token[TOKEN_BYTES];

    if (strspn(digits, "0123456789abcdef") < 2 * TOKEN_BYTES)
        return false;
    for (size_t i = 0; i < TOKEN_BYTES; i++) {
        char pair[3] = {digits[2 * i], digits[2 * i + 1], 0};

        token[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    memcpy(ret_token, token, TOKEN_BYTES);
    explicit_bzero(token, sizeof(token));
    return true;
}

int token_load(const struct config *config, const char *context, const char *server, uint8_t ret_token[TOKEN_BYTES], bool *ret_found,
               struct complaint *complaint) {
    _cleanup_(freep) char *name = token_name(context);
    _cleanup_(freep) char *path = xasprintf("%s/%s", config->folder, name);
    char content[1024] = {0};
    struct stat state;
    const char *from;
    ssize_t bytes;
    int fd;

    *ret_found = false;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        if (errno == ENOENT)
            return 0;
        return complain(complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(errno)), NULL);
    }
    if (fstat(fd, &state) != 0 || (state.st_mode & 077) != 0 || state.st_uid != geteuid()) {
        close(fd);
        return complain(complaint, EXIT_FILE, text_fill(TEXT_TOKEN_EXPOSED, path), xstrdup(text_of(TEXT_HINT_TOKEN_EXPOSED)));
    }
    bytes = read(fd, content, sizeof(content) - 1);
    close(fd);
    /* Two lines: the server, then the token. */
    from = bytes > 0 ? strchr(content, '\n') : NULL;
    if (from && strlen(server) == (size_t)(from - content) && strncmp(content, server, strlen(server)) == 0)
        *ret_found = token_decode(from + 1, ret_token);
    explicit_bzero(content, sizeof(content));
    return 0;
}

int token_save(const struct config *config, const char *context, const char *server, const uint8_t token[TOKEN_BYTES],
               struct complaint *complaint) {
    _cleanup_(freep) char *name = token_name(context);
    char digits[2 * TOKEN_BYTES + 1];
    char *content;
    int fault;

    for (size_t i = 0; i < TOKEN_BYTES; i++)
        sprintf(digits + 2 * i, "%02x", token[i]);
    content = xasprintf("%s\n%s\n", server, digits);
    fault = config_write_file(config->folder, name, content, strlen(content), complaint);
    explicit_bzero(content, strlen(content));
    explicit_bzero(digits, sizeof(digits));
    free(content);
    return fault;
}

void token_forget(const struct config *config, const char *context) {
    _cleanup_(freep) char *name = token_name(context);
    _cleanup_(freep) char *path = xasprintf("%s/%s", config->folder, name);

    unlink(path);
}
