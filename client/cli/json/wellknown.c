#include "client/cli/json/wellknown.h"

#include "google/protobuf/field_mask.pb-c.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "kam/v1/common.pb-c.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MASK_PATHS_MAX = 256 };

static const int64_t seconds_min = -62135596800; /* 0001-01-01T00:00:00Z */
static const int64_t seconds_max = 253402300799; /* 9999-12-31T23:59:59Z */

struct day {
    int year, month, day;
};

bool wellknown_is_written(const ProtobufCMessageDescriptor *d) {
    return d == &google__protobuf__timestamp__descriptor || d == &google__protobuf__field_mask__descriptor;
}

bool wellknown_is_read(const ProtobufCMessageDescriptor *d) {
    return wellknown_is_written(d) || d == &kam__v1__date__descriptor;
}

/* Days since 1970-01-01 in the Gregorian calendar; years are counted from March so that the leap day comes last. */
static int64_t days_of(struct day d) {
    int64_t y = d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static struct day day_of(int64_t days) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct day d = {.day = (int)(day_of_year - (153 * month + 2) / 5 + 1), .month = (int)(month < 10 ? month + 3 : month - 9)};
    d.year = (int)(year_of_era + era * 400 + (d.month <= 2));
    return d;
}

/* Exactly `digits` digits; advances *s. */
static bool read_number(const char **s, int digits, int *ret) {
    int n = 0;
    for (int i = 0; i < digits; i++, (*s)++) {
        if (!isdigit((unsigned char)**s))
            return false;
        n = n * 10 + (**s - '0');
    }
    *ret = n;
    return true;
}

static bool skip(const char **s, char c) {
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

static bool read_day(const char **s, struct day *ret) {
    struct day d;
    if (!read_number(s, 4, &d.year) || !skip(s, '-') || !read_number(s, 2, &d.month) || !skip(s, '-') || !read_number(s, 2, &d.day))
        return false;
    if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
        return false;
    struct day same = day_of(days_of(d)); /* the 31st of June comes back as the 1st of July */
    if (same.month != d.month || same.day != d.day)
        return false;
    *ret = d;
    return true;
}

/* ".5" to ".123456789"; nothing is fine too. */
static bool read_nanos(const char **s, int32_t *ret) {
    *ret = 0;
    if (!skip(s, '.'))
        return true;
    int digits = 0;
    for (; isdigit((unsigned char)**s); (*s)++, digits++) {
        if (digits == 9)
            return false;
        *ret = *ret * 10 + (**s - '0');
    }
    if (digits == 0)
        return false;
    for (; digits < 9; digits++)
        *ret *= 10;
    return true;
}

/* "Z" or "+08:00", in seconds east. */
static bool read_offset(const char **s, int *ret) {
    *ret = 0;
    if (skip(s, 'Z') || skip(s, 'z'))
        return true;
    int sign = **s == '-' ? -1 : 1, hours, minutes;
    if ((!skip(s, '+') && !skip(s, '-')) || !read_number(s, 2, &hours) || !skip(s, ':') || !read_number(s, 2, &minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *ret = sign * (hours * 3600 + minutes * 60);
    return true;
}

static bool read_time(const char *s, Google__Protobuf__Timestamp *ret) {
    struct day day;
    int hour, minute, second, offset;
    int32_t nanos;
    if (!read_day(&s, &day) || (!skip(&s, 'T') && !skip(&s, 't')) || !read_number(&s, 2, &hour) || !skip(&s, ':') ||
        !read_number(&s, 2, &minute) || !skip(&s, ':') || !read_number(&s, 2, &second) || !read_nanos(&s, &nanos) ||
        !read_offset(&s, &offset) || *s != 0)
        return false;
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    int64_t seconds = days_of(day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    if (seconds < seconds_min || seconds > seconds_max)
        return false;
    ret->seconds = seconds;
    ret->nanos = nanos;
    return true;
}

static json_t *encode_time(const Google__Protobuf__Timestamp *t) {
    if (t->seconds < seconds_min || t->seconds > seconds_max || t->nanos < 0 || t->nanos > 999999999)
        return json_null();
    int64_t days = t->seconds / 86400, rest = t->seconds % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    struct day d = day_of(days);
    char fraction[16] = "";
    if (t->nanos % 1000000 == 0 && t->nanos != 0)
        snprintf(fraction, sizeof(fraction), ".%03d", t->nanos / 1000000);
    else if (t->nanos % 1000 == 0 && t->nanos != 0)
        snprintf(fraction, sizeof(fraction), ".%06d", t->nanos / 1000);
    else if (t->nanos != 0)
        snprintf(fraction, sizeof(fraction), ".%09d", t->nanos);
    return json_sprintf("%04d-%02d-%02dT%02d:%02d:%02d%sZ", d.year, d.month, d.day, (int)(rest / 3600), (int)(rest / 60 % 60),
                        (int)(rest % 60), fraction);
}

static json_t *encode_mask(const Google__Protobuf__FieldMask *mask) {
    size_t bytes = 1;
    for (size_t i = 0; i < mask->n_paths; i++)
        bytes += strlen(mask->paths[i]) + 1;
    char *text = malloc(bytes), *out = text;
    if (!text)
        return NULL;
    *out = 0;
    for (size_t i = 0; i < mask->n_paths; i++)
        out += sprintf(out, "%s%s", i ? "," : "", mask->paths[i]);
    json_t *v = json_string(text);
    free(text);
    return v;
}

json_t *wellknown_encode(const ProtobufCMessage *m) {
    if (m->descriptor == &google__protobuf__timestamp__descriptor)
        return encode_time((const Google__Protobuf__Timestamp *)m);
    return encode_mask((const Google__Protobuf__FieldMask *)m);
}

/* "parentId" or "parent_id", into "parent_id"; false when that is no path of names. */
static bool copy_path(const char *s, size_t bytes, char *out) {
    if (bytes == 0)
        return false;
    for (size_t i = 0; i < bytes; i++) {
        unsigned char c = (unsigned char)s[i];
        if (!isalnum(c) && c != '_' && c != '.')
            return false;
        if (isupper(c))
            *out++ = '_';
        *out++ = (char)tolower(c);
    }
    *out = 0;
    return true;
}

static int add_path(const char *s, size_t bytes, Google__Protobuf__FieldMask *mask, const json_t *v, const struct place *at,
                    struct protojson_fault *f) {
    if (mask->n_paths == MASK_PATHS_MAX) {
        fault_set(f, PROTOJSON_TOO_MANY, at, v);
        fault_detail(f, "%d", MASK_PATHS_MAX);
        return PROTOJSON_TOO_MANY;
    }
    char *path = malloc(bytes * 2 + 1);
    if (!path)
        return fault_set(f, PROTOJSON_NO_MEMORY, at, NULL);
    mask->paths[mask->n_paths++] = path;
    *path = 0;
    return copy_path(s, bytes, path) ? 0 : fault_set(f, PROTOJSON_NOT_MASK, at, v);
}

static int decode_mask(const json_t *v, Google__Protobuf__FieldMask *mask, const struct place *at, struct protojson_fault *f) {
    const char *s = json_string_value(v);
    if (!s)
        return fault_set(f, PROTOJSON_NOT_MASK, at, v);
    if (*s == 0)
        return 0;
    mask->paths = calloc(MASK_PATHS_MAX, sizeof(*mask->paths));
    if (!mask->paths)
        return fault_set(f, PROTOJSON_NO_MEMORY, at, NULL);
    for (;;) {
        while (*s == ' ')
            s++;
        size_t bytes = strcspn(s, ","), trimmed = bytes;
        while (trimmed > 0 && s[trimmed - 1] == ' ')
            trimmed--;
        int r = add_path(s, trimmed, mask, v, at, f);
        if (r != 0)
            return r;
        s += bytes;
        if (*s == 0)
            return 0;
        s++;
    }
}

static int decode_date(const json_t *v, Kam__V1__Date *date, const struct place *at, struct protojson_fault *f) {
    const char *s = json_string_value(v);
    struct day d;
    if (!s || !read_day(&s, &d) || *s != 0)
        return fault_set(f, PROTOJSON_NOT_DATE, at, v);
    date->year = d.year;
    date->month = d.month;
    date->day = d.day;
    return 0;
}

int wellknown_decode(const json_t *v, ProtobufCMessage *m, const struct place *at, struct protojson_fault *f) {
    if (m->descriptor == &google__protobuf__field_mask__descriptor)
        return decode_mask(v, (Google__Protobuf__FieldMask *)m, at, f);
    if (m->descriptor == &kam__v1__date__descriptor)
        return decode_date(v, (Kam__V1__Date *)m, at, f);
    if (!json_is_string(v) || !read_time(json_string_value(v), (Google__Protobuf__Timestamp *)m))
        return fault_set(f, PROTOJSON_NOT_TIME, at, v);
    return 0;
}
