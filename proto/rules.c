#include "proto/rules.h"

#include <stdlib.h>
#include <string.h>

static int compare_path(const void *key, const void *entry) {
    return strcmp(key, ((const struct kam_method *)entry)->path);
}

const struct kam_method *kam_method_find(const char *path) {
    return bsearch(path, kam_methods, kam_methods_count, sizeof(kam_methods[0]), compare_path);
}

static int compare_message(const void *key, const void *entry) {
    return strcmp(key, ((const struct kam_message_rules *)entry)->message->name);
}

const struct kam_field_rule *kam_field_rules(const ProtobufCMessageDescriptor *message) {
    const struct kam_message_rules *r =
        bsearch(message->name, kam_message_rules, kam_message_rules_count, sizeof(kam_message_rules[0]), compare_message);
    return r ? r->fields : NULL;
}

static int compare_enum(const void *key, const void *entry) {
    return strcmp(key, ((const struct kam_enum_rules *)entry)->enumeration->name);
}

const struct kam_value_rule *kam_value_rules(const ProtobufCEnumDescriptor *enumeration) {
    const struct kam_enum_rules *r =
        bsearch(enumeration->name, kam_enum_rules, kam_enum_rules_count, sizeof(kam_enum_rules[0]), compare_enum);
    return r ? r->values : NULL;
}
