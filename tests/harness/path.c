#include "tests/harness/path.h"

#include "tests/harness/bail.h"
#include <stdarg.h>
#include <stdio.h>

void path_format(char *ret_path, size_t room, const char *format, ...) {
    va_list arguments;
    int bytes;

    va_start(arguments, format);
    bytes = vsnprintf(ret_path, room, format, arguments);
    va_end(arguments);
    if (bytes < 0 || (size_t)bytes >= room)
        bail("path too long: %s…", ret_path);
}
