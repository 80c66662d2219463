#include "common/status.h"

#include <assert.h>
#include <stddef.h>

#define STATUS(name, number, zh, en) static_assert(KAM_##name == (number), "status.def and status.h disagree on " #name);
#include "common/status.def"
#undef STATUS

static const char *const names[] = {
#define STATUS(name, number, zh, en) [number] = #name,
#include "common/status.def"
#undef STATUS
};

const char *kam_status_name(enum kam_status status) {
    size_t i = (size_t)status;

    return i < sizeof(names) / sizeof(names[0]) ? names[i] : "UNKNOWN";
}
