#include "client/cli/json/scalar.h"

#include "common/method.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int not_integer(const json_t *v, const struct place *at, struct protojson_fault *f, enum protojson_fault_kind kind, int64_t min,
                       uint64_t max) {
    fault_set(f, kind, at, v);
    fault_detail(f, "%" PRId64 " … %" PRIu64, min, max);
    return (int)kind;
}

/* An optional minus and digits, nothing else: strtoll alone would also take blanks and a plus. */
static bool is_integer_text(const char *s) {
    s += *s == '-';
    return *s && s[strspn(s, "0123456789")] == 0;
}

int scalar_int64(const json_t *v, int64_t min, int64_t max, const struct place *at, struct protojson_fault *f, int64_t *ret) {
    int64_t n = 0;
    bool fits = true;
    if (json_is_integer(v)) {
        n = json_integer_value(v);
    } else if (json_is_real(v)) {
        double d = json_real_value(v);
        if (trunc(d) != d)
            return not_integer(v, at, f, PROTOJSON_NOT_INTEGER, min, (uint64_t)max);
        /* 2^63 is the first double beyond; the cast is defined below it. */
        fits = d >= -0x1p63 && d < 0x1p63;
        n = fits ? (int64_t)d : 0;
    } else if (json_is_string(v) && is_integer_text(json_string_value(v))) {
        errno = 0;
        n = strtoll(json_string_value(v), NULL, 10);
        fits = errno == 0;
    } else {
        return not_integer(v, at, f, PROTOJSON_NOT_INTEGER, min, (uint64_t)max);
    }
    if (!fits || n < min || n > max)
        return not_integer(v, at, f, PROTOJSON_RANGE, min, (uint64_t)max);
    *ret = n;
    return 0;
}

int scalar_uint64(const json_t *v, uint64_t max, const struct place *at, struct protojson_fault *f, uint64_t *ret) {
    uint64_t n = 0;
    bool fits = true;
    if (json_is_string(v) && is_integer_text(json_string_value(v))) {
        errno = 0;
        n = strtoull(json_string_value(v), NULL, 10);
        fits = errno == 0 && *json_string_value(v) != '-';
    } else if (json_is_integer(v)) {
        fits = json_integer_value(v) >= 0;
        n = fits ? (uint64_t)json_integer_value(v) : 0;
    } else if (json_is_real(v) && trunc(json_real_value(v)) == json_real_value(v)) {
        fits = json_real_value(v) >= 0 && json_real_value(v) < 0x1p64;
        n = fits ? (uint64_t)json_real_value(v) : 0;
    } else {
        return not_integer(v, at, f, PROTOJSON_NOT_INTEGER, 0, max);
    }
    if (!fits || n > max)
        return not_integer(v, at, f, PROTOJSON_RANGE, 0, max);
    *ret = n;
    return 0;
}

int scalar_double(const json_t *v, double max, const struct place *at, struct protojson_fault *f, double *ret) {
    const char *s = json_string_value(v);
    if (json_is_number(v)) {
        double d = json_number_value(v);
        if (fabs(d) > max) {
            fault_set(f, PROTOJSON_RANGE, at, v);
            fault_detail(f, "±%g", max);
            return PROTOJSON_RANGE;
        }
        *ret = d;
    } else if (s && strcmp(s, "NaN") == 0) {
        *ret = (double)NAN;
    } else if (s && strcmp(s, "Infinity") == 0) {
        *ret = (double)INFINITY;
    } else if (s && strcmp(s, "-Infinity") == 0) {
        *ret = -(double)INFINITY;
    } else {
        return fault_set(f, PROTOJSON_NOT_NUMBER, at, v);
    }
    return 0;
}

int scalar_bool(const json_t *v, const struct place *at, struct protojson_fault *f, bool *ret) {
    if (!json_is_boolean(v))
        return fault_set(f, PROTOJSON_NOT_BOOL, at, v);
    *ret = json_is_true(v);
    return 0;
}

int scalar_string(const json_t *v, const struct place *at, struct protojson_fault *f, char **ret) {
    if (!json_is_string(v))
        return fault_set(f, PROTOJSON_NOT_STRING, at, v);
    /* The parser refuses NUL inside a text; a value made by hand could still hold one, and C would cut it there. */
    if (strlen(json_string_value(v)) != json_string_length(v))
        return fault_set(f, PROTOJSON_NOT_STRING, at, v);
    char *copy = strdup(json_string_value(v));
    if (!copy)
        return fault_set(f, PROTOJSON_NO_MEMORY, at, NULL);
    *ret = copy;
    return 0;
}

static int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

int scalar_bytes(const json_t *v, const struct place *at, struct protojson_fault *f, ProtobufCBinaryData *ret) {
    const char *s = json_string_value(v);
    size_t digits = s ? json_string_length(v) : 0;
    size_t padding = 0;
    while (digits > 0 && padding < 2 && s[digits - 1] == '=') {
        digits--;
        padding++;
    }
    /* One digit is six bits, not a byte; padding, when there is any, fills up a group of four. */
    if (!s || digits % 4 == 1 || (padding && (digits + padding) % 4 != 0))
        return fault_set(f, PROTOJSON_NOT_BASE64, at, v);
    uint8_t *bytes = malloc(digits / 4 * 3 + 3);
    if (!bytes)
        return fault_set(f, PROTOJSON_NO_MEMORY, at, NULL);
    size_t used = 0;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < digits; i++) {
        int d = base64_digit(s[i]);
        if (d < 0) {
            free(bytes);
            return fault_set(f, PROTOJSON_NOT_BASE64, at, v);
        }
        bits = (bits << 6 | (uint32_t)d) & 0xFFFFFF;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes[used++] = (uint8_t)(bits >> held);
        }
    }
    if (used == 0) {
        free(bytes);
        bytes = NULL;
    }
    *ret = (ProtobufCBinaryData){.data = bytes, .len = used};
    return 0;
}

char *scalar_base64(const ProtobufCBinaryData *bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = malloc((bytes->len + 2) / 3 * 4 + 1), *out = text;
    if (!text)
        return NULL;
    for (size_t i = 0; i < bytes->len; i += 3) {
        size_t left = bytes->len - i;
        uint32_t bits = (uint32_t)bytes->data[i] << 16;
        bits |= left > 1 ? (uint32_t)bytes->data[i + 1] << 8 : 0;
        bits |= left > 2 ? (uint32_t)bytes->data[i + 2] : 0;
        *out++ = digits[bits >> 18];
        *out++ = digits[bits >> 12 & 63];
        *out++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *out++ = left > 2 ? digits[bits & 63] : '=';
    }
    *out = 0;
    return text;
}

static int not_enum(const json_t *v, const ProtobufCEnumDescriptor *d, const struct place *at, struct protojson_fault *f) {
    enum { CHOICES_MAX = 64 };
    const struct kam_value_rule *rules = kam_value_rules(d);
    const char *choices[CHOICES_MAX];
    size_t count = 0;
    char list[512] = "";
    for (unsigned i = 0; i < d->n_values && count < CHOICES_MAX; i++) {
        const char *label = rules ? rules[i].label : d->values[i].name;
        if (!label)
            continue;
        choices[count++] = label;
        size_t used = strlen(list);
        snprintf(list + used, sizeof(list) - used, "%s%s", used ? ", " : "", label);
    }
    fault_set(f, PROTOJSON_NOT_ENUM, at, v);
    fault_detail(f, "%s", list);
    if (json_is_string(v))
        fault_suggest(f, json_string_value(v), choices, count);
    return PROTOJSON_NOT_ENUM;
}

int scalar_enum(const json_t *v, const ProtobufCEnumDescriptor *d, const struct place *at, struct protojson_fault *f, int *ret) {
    if (json_is_integer(v)) {
        int64_t n;
        int r = scalar_int64(v, INT32_MIN, INT32_MAX, at, f, &n);
        if (r == 0)
            *ret = (int)n; /* also one this program does not know: a newer server may */
        return r;
    }
    const char *s = json_string_value(v);
    if (!s)
        return not_enum(v, d, at, f);
    const struct kam_value_rule *rules = kam_value_rules(d);
    for (unsigned i = 0; i < d->n_values; i++)
        if (strcmp(d->values[i].name, s) == 0 || (rules && rules[i].label && strcmp(rules[i].label, s) == 0)) {
            *ret = d->values[i].value;
            return 0;
        }
    return not_enum(v, d, at, f);
}

size_t scalar_item_bytes(ProtobufCType type) {
    switch (type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return 8;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    default:
        return 4;
    }
}
