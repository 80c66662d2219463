#include "proto/gen/fault.h"

#include <stdarg.h>
#include <stdio.h>

void faults_add(struct faults *f, const char *file, int line, const char *subject, const char *format, ...) {
    char message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    const char *place = line ? pool_printf(f->pool, "%s:%d", file, line) : file;
    f->text = pool_printf(f->pool, "%s%s%s: %s: %s", f->text ? f->text : "", f->text ? "\n" : "", place, subject, message);
    f->count++;
}
