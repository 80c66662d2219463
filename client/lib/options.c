#include "client/lib/options.h"

#include <string.h>

/* What the first release had, without padding; never changed. */
enum {
    OPTIONS_BYTES_MIN = offsetof(struct kam_options, key_file) + sizeof(const char *),
    CALL_OPTIONS_BYTES_MIN = offsetof(struct kam_call_options, ret_replayed) + sizeof(bool *),
    BYTES_MAX = 4096,
};

static const struct kam_options defaults = {
    .connect_timeout_ms = 5000,
    .call_timeout_ms = 30000,
    .retries_max = 5,
};

void kam_options_fill(struct kam_options *options, size_t size) {
    memset(options, 0, size);
    memcpy(options, &defaults, size < sizeof(defaults) ? size : sizeof(defaults));
    options->size = size;
}

void kam_call_options_fill(struct kam_call_options *options, size_t size) {
    memset(options, 0, size);
    options->size = size;
}

static bool take(const void *given, size_t size, size_t size_min, void *taken, size_t size_known) {
    const unsigned char *bytes = given;

    if (size < size_min || size > BYTES_MAX)
        return false;
    for (size_t i = size_known; i < size; i++)
        if (bytes[i] != 0)
            return false;
    memcpy(taken, given, size < size_known ? size : size_known);
    return true;
}

bool options_take(const struct kam_options *given, struct kam_options *ret_taken) {
    *ret_taken = defaults;
    return take(given, given->size, OPTIONS_BYTES_MIN, ret_taken, sizeof(*ret_taken));
}

bool call_options_take(const struct kam_call_options *given, struct kam_call_options *ret_taken) {
    *ret_taken = (struct kam_call_options){0};
    return !given || take(given, given->size, CALL_OPTIONS_BYTES_MIN, ret_taken, sizeof(*ret_taken));
}
