#include "client/cli/grammar/value.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/calendar.h"

bool value_bool_parse(const char *text, bool *ret_value) {
    static const char *const yes[] = {"true", "yes", "1", "是", "对"};
    static const char *const no[] = {"false", "no", "0", "否", "不"};

    for (size_t i = 0; i < ARRAY_SIZE(yes); i++)
        if (strcasecmp(text, yes[i]) == 0) {
            *ret_value = true;
            return true;
        }
    for (size_t i = 0; i < ARRAY_SIZE(no); i++)
        if (strcasecmp(text, no[i]) == 0) {
            *ret_value = false;
            return true;
        }
    return false;
}

const ProtobufCEnumValue *value_enum_find(const ProtobufCEnumDescriptor *enumeration, const char *text) {
    const struct kam_value_rule *rules = kam_value_rules(enumeration);
    char *end;
    long number;

    for (unsigned i = 0; i < enumeration->n_values; i++) {
        const struct kam_value_rule *rule = &rules[i];

        if (strcasecmp(text, enumeration->values[i].name) == 0 || (rule->label && strcasecmp(text, rule->label) == 0) ||
            (rule->zh && strcmp(text, rule->zh) == 0) || (rule->en && strcasecmp(text, rule->en) == 0))
            return &enumeration->values[i];
    }
    number = strtol(text, &end, 10);
    for (unsigned i = 0; *text && !*end && i < enumeration->n_values; i++)
        if (enumeration->values[i].value == number)
            return &enumeration->values[i];
    return NULL;
}

char *value_enum_choices(const ProtobufCEnumDescriptor *enumeration) {
    const struct kam_value_rule *rules = kam_value_rules(enumeration);
    char *choices = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&choices, &bytes);
    bool first = true;

    for (unsigned i = 0; i < enumeration->n_values; i++) {
        if (!rules[i].label)
            continue;
        fprintf(stream, "%s%s", first ? "" : " | ", rules[i].label);
        if (language_get() == LANGUAGE_ZH && rules[i].zh)
            fprintf(stream, "(%s)", rules[i].zh);
        first = false;
    }
    fclose(stream);
    return choices;
}

static int enum_parse(const ProtobufCEnumDescriptor *enumeration, const char *text, json_t **ret_value, char **ret_why) {
    const ProtobufCEnumValue *value = value_enum_find(enumeration, text);
    const struct kam_value_rule *rules = kam_value_rules(enumeration);
    _cleanup_(freep) const char **known = NULL;
    _cleanup_(freep) char *choices = NULL;
    const char *meant;
    size_t count = 0;

    if (value && rules[value - enumeration->values].label) {
        *ret_value = xjson(json_string(value->name));
        return 0;
    }
    known = xcalloc(enumeration->n_values * 2, sizeof(*known));
    for (unsigned i = 0; i < enumeration->n_values; i++) {
        known[count++] = rules[i].label;
        known[count++] = rules[i].zh;
    }
    choices = value_enum_choices(enumeration);
    meant = suggest_nearest(text, known, count);
    *ret_why = meant ? text_fill(TEXT_VALUE_ENUM_MEANT, text, choices, meant) : text_fill(TEXT_VALUE_ENUM, text, choices);
    return 1;
}

static int integer_parse(const ProtobufCFieldDescriptor *field, const char *text, json_t **ret_value, char **ret_why) {
    bool narrow = field->type == PROTOBUF_C_TYPE_INT32 || field->type == PROTOBUF_C_TYPE_SINT32 || field->type == PROTOBUF_C_TYPE_SFIXED32;
    intmax_t number;
    char *end;

    errno = 0;
    number = strtoimax(text, &end, 10);
    if (!*text || *end || isspace((unsigned char)*text) || errno != 0 || (narrow && (number < INT32_MIN || number > INT32_MAX))) {
        *ret_why = text_fill(TEXT_VALUE_INTEGER, text);
        return 1;
    }
    *ret_value = xjson(json_integer(number));
    return 0;
}

/* "1234.56", "1,234.5" and "1234" as minor units: 123456, 123450, 123400. Exactly, past what a double holds too. */
static int money_parse(const char *text, json_t **ret_value, char **ret_why) {
    const char *at = text + (*text == '-');
    int64_t number = 0;
    int decimals = -1;
    bool digits = false;

    for (; *at; at++) {
        if (*at == ',' && decimals < 0 && digits && strspn(at + 1, "0123456789") == 3) /* 1,5 is not fifteen */
            continue;
        if (*at == '.' && decimals < 0 && digits) {
            decimals = 0;
            continue;
        }
        if (!isdigit((unsigned char)*at) || decimals == 2 || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, *at - '0', &number))
            break;
        digits = true;
        decimals += decimals >= 0;
    }
    decimals += decimals < 0;
    while (!*at && digits && decimals < 2 && !__builtin_mul_overflow(number, 10, &number))
        decimals++;
    if (*at || decimals != 2) {
        *ret_why = text_fill(TEXT_VALUE_MONEY, text);
        return 1;
    }
    *ret_value = xjson(json_integer(*text == '-' ? -number : number));
    return 0;
}

static int decimal_parse(const char *text, json_t **ret_value, char **ret_why) {
    char *end;
    double number;

    errno = 0;
    number = strtod(text, &end);
    if (!*text || *end || errno != 0 || !(*ret_value = json_real(number))) {
        *ret_why = text_fill(TEXT_VALUE_DECIMAL, text);
        return 1;
    }
    return 0;
}

static int string_parse(const struct kam_field_rule *rule, const char *text, json_t **ret_value, char **ret_why) {
    json_t *value;
    char limit[16];

    if (rule->bytes_max && strlen(text) > rule->bytes_max) {
        snprintf(limit, sizeof(limit), "%u", rule->bytes_max);
        *ret_why = text_fill(TEXT_VALUE_LONG, limit);
        return 1;
    }
    /* jansson refuses what is not UTF-8. */
    value = json_string(text);
    if (!value) {
        *ret_why = xstrdup(text_of(TEXT_VALUE_UTF8));
        return 1;
    }
    *ret_value = value;
    return 0;
}

/* Bytes are typed in hexadecimal, as they are shown; the protocol's JSON has them in base64. */
static int bytes_parse(const char *text, json_t **ret_value, char **ret_why) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t digits = strlen(text), used = 0;
    _cleanup_(freep) char *encoded = xcalloc(digits + 8, 1);

    if (digits % 2 != 0 || strspn(text, "0123456789abcdefABCDEF") != digits) {
        *ret_why = text_fill(TEXT_VALUE_BYTES, text);
        return 1;
    }
    for (size_t i = 0; i < digits; i += 6) {
        unsigned group = 0, count = 0;

        for (size_t j = i; j < i + 6; j += 2) {
            unsigned byte = 0;

            if (j < digits) {
                char pair[3] = {text[j], text[j + 1], 0};

                byte = (unsigned)strtoul(pair, NULL, 16);
                count++;
            }
            group = group << 8 | byte;
        }
        for (unsigned k = 0; k < 4; k++)
            encoded[used++] = k <= count ? alphabet[group >> (18 - 6 * k) & 63] : '=';
    }
    *ret_value = xjson(json_string(encoded));
    return 0;
}

static int date_value(const char *text, json_t **ret_value, char **ret_why) {
    struct tm day;

    if (calendar_day_parse(text, &day) != 0) {
        *ret_why = text_fill(TEXT_VALUE_DATE, text);
        return 1;
    }
    *ret_value = xjson(json_pack("{s:i,s:i,s:i}", "year", day.tm_year + 1900, "month", day.tm_mon + 1, "day", day.tm_mday));
    return 0;
}

static int time_value(const char *text, json_t **ret_value, char **ret_why) {
    char written[64];
    struct tm utc;
    time_t moment;

    if (calendar_time_parse(text, &moment) != 0 || !gmtime_r(&moment, &utc)) {
        *ret_why = text_fill(TEXT_VALUE_TIME, text);
        return 1;
    }
    strftime(written, sizeof(written), "%Y-%m-%dT%H:%M:%SZ", &utc);
    *ret_value = xjson(json_string(written));
    return 0;
}

/* The two fields of a message that has no more to be filled in. */
static bool is_pair(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *ret_fields[2]) {
    size_t count = 0;

    for (unsigned i = 0; i < message->n_fields; i++) {
        if (field_rule(message, &message->fields[i])->output_only)
            continue;
        if (count < 2)
            ret_fields[count] = &message->fields[i];
        count++;
    }
    return count == 2;
}

/* A field of a message. A name that stands for an id stays a name: finding it is the business of lookup.h. */
static int member_parse(json_t *object, const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field, const char *text,
                        char **ret_why) {
    const struct kam_field_rule *rule = field_rule(message, field);
    json_t *parsed;

    if (rule->lookup && field_kind(field) == FIELD_INTEGER && *text && text[strspn(text, "0123456789")]) {
        if (string_parse(rule, text, &parsed, ret_why) != 0)
            return 1;
    } else if (value_parse(rule, field, text, &parsed, ret_why) != 0) {
        return 1;
    }
    json_object_set_new(object, field->name, parsed);
    return 0;
}

/* "uscc=9150…" for a message of two fields to fill in; "kind=uscc,value=9150…" for any; "{…}" as JSON. */
static int message_parse(const ProtobufCMessageDescriptor *message, const char *text, json_t **ret_value, char **ret_why) {
    _cleanup_(json_decrefp) json_t *object = xjson(json_object());
    const ProtobufCFieldDescriptor *pair[2];
    const char *at = text;

    if (*text == '{') {
        json_t *given = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

        if (!given)
            *ret_why = text_fill(TEXT_VALUE_JSON, text);
        else
            *ret_value = given;
        return given ? 0 : 1;
    }
    while (*at) {
        size_t name_bytes = strcspn(at, "=");
        _cleanup_(freep) char *name = xstrndup(at, name_bytes);
        _cleanup_(freep) char *value = NULL;
        struct field_path path = {0};

        if (!at[name_bytes]) {
            *ret_why = text_fill(TEXT_VALUE_PAIR, at);
            return 1;
        }
        if (field_at(message, name, &path) != 0 && at == text && is_pair(message, pair)) {
            /* The short form: first field = second field. */
            if (member_parse(object, message, pair[0], name, ret_why) != 0 ||
                member_parse(object, message, pair[1], at + name_bytes + 1, ret_why) != 0)
                return 1;
            break;
        }
        if (path.depth != 1 || field_is_repeated(path.field[0])) {
            *ret_why = text_fill(TEXT_VALUE_PAIR, at);
            return 1;
        }
        at += name_bytes + 1;
        value = xstrndup(at, strcspn(at, ","));
        if (member_parse(object, message, path.field[0], value, ret_why) != 0)
            return 1;
        at += strlen(value);
        at += *at == ',';
    }
    *ret_value = steal(object);
    return 0;
}

int value_parse(const struct kam_field_rule *rule, const ProtobufCFieldDescriptor *field, const char *text, json_t **ret_value,
                char **ret_why) {
    bool truth;

    switch (field_kind(field)) {
    case FIELD_BOOL:
        if (!value_bool_parse(text, &truth)) {
            *ret_why = text_fill(TEXT_VALUE_BOOL, text);
            return 1;
        }
        *ret_value = xjson(json_boolean(truth));
        return 0;
    case FIELD_INTEGER:
        return rule->show == KAM_SHOW_MONEY ? money_parse(text, ret_value, ret_why) : integer_parse(field, text, ret_value, ret_why);
    case FIELD_DECIMAL:
        return decimal_parse(text, ret_value, ret_why);
    case FIELD_ENUM:
        return enum_parse(field->descriptor, text, ret_value, ret_why);
    case FIELD_STRING:
        return string_parse(rule, text, ret_value, ret_why);
    case FIELD_BYTES:
        return bytes_parse(text, ret_value, ret_why);
    case FIELD_DATE:
        return date_value(text, ret_value, ret_why);
    case FIELD_TIME:
        return time_value(text, ret_value, ret_why);
    case FIELD_MASK:
        *ret_value = xjson(json_string(text));
        return 0;
    case FIELD_MESSAGE:
        return message_parse(field->descriptor, text, ret_value, ret_why);
    }
    return 1;
}

size_t value_split(const char *text, char ***ret_items) {
    static const char wide[] = "；";
    _cleanup_(freep) char *item = xcalloc(strlen(text) + 1, 1);
    char **items = NULL;
    size_t count = 0, bytes = 0;

    for (const char *at = text;; at++) {
        bool is_wide = strncmp(at, wide, sizeof(wide) - 1) == 0;

        if (*at == '\\' && at[1] == ';') {
            item[bytes++] = *++at;
        } else if (!*at || *at == ';' || is_wide) {
            const char *from = item;

            item[bytes] = '\0';
            while (*from == ' ')
                from++;
            while (bytes && item[bytes - 1] == ' ')
                item[--bytes] = '\0';
            if (*from) {
                items = xgrow(items, count, sizeof(*items));
                items[count++] = xstrdup(from);
            }
            bytes = 0;
            if (!*at)
                break;
            if (is_wide)
                at += sizeof(wide) - 2;
        } else {
            item[bytes++] = *at;
        }
    }
    *ret_items = items;
    return count;
}
