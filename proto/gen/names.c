#include "proto/gen/names.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

char *names_c_type(struct pool *p, const char *full_name) {
    char *out = pool_alloc(p, strlen(full_name) * 2 + 1), *o = out;
    bool upper = true;
    for (const char *s = full_name; *s; s++) {
        if (*s == '.') {
            *o++ = '_';
            *o++ = '_';
            upper = true;
        } else if (*s == '_') {
            upper = true;
        } else {
            *o++ = (char)(upper ? toupper((unsigned char)*s) : *s);
            upper = false;
        }
    }
    return out;
}

char *names_c_lower(struct pool *p, const char *full_name) {
    char *out = pool_alloc(p, strlen(full_name) * 2 + 1), *o = out;
    bool was_upper = true; /* no underscore before the first letter of a part */
    for (const char *s = full_name; *s; s++) {
        if (*s == '.') {
            *o++ = '_';
            *o++ = '_';
            was_upper = true;
            continue;
        }
        bool upper = isupper((unsigned char)*s);
        if (upper && !was_upper)
            *o++ = '_';
        *o++ = (char)tolower((unsigned char)*s);
        was_upper = upper;
    }
    return out;
}

char *names_snake(struct pool *p, const char *name) {
    return names_c_lower(p, name);
}

char *names_value_label(struct pool *p, const char *enum_name, const char *value_name) {
    const char *prefix = names_snake(p, enum_name);
    size_t bytes = strlen(prefix);
    if (strncasecmp(value_name, prefix, bytes) != 0 || value_name[bytes] != '_' || value_name[bytes + 1] == 0)
        return NULL;
    char *label = pool_strdup(p, value_name + bytes + 1);
    for (char *c = label; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return label;
}

char *names_header(struct pool *p, const char *proto_path) {
    const char *dot = strrchr(proto_path, '.');
    size_t stem = dot ? (size_t)(dot - proto_path) : strlen(proto_path);
    return pool_printf(p, "%.*s.pb-c.h", (int)stem, proto_path);
}
