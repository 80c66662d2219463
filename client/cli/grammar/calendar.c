#include "client/cli/grammar/calendar.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"

static int days_from_today(const char *text, int *ret_days) {
    static const struct {
        const char *name;
        int days;
    } names[] = {{"today", 0}, {"今天", 0}, {"yesterday", -1}, {"昨天", -1}, {"tomorrow", 1}, {"明天", 1}};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (strcasecmp(text, names[i].name) == 0) {
            *ret_days = names[i].days;
            return 0;
        }
    return 1;
}

/* Between min and max decimal digits; moves *at behind them. */
static bool number_read(const char **at, size_t digits_min, size_t digits_max, int *ret_number) {
    size_t digits = 0;
    int number = 0;

    for (; digits < digits_max && isdigit((unsigned char)(*at)[digits]); digits++)
        number = number * 10 + ((*at)[digits] - '0');
    if (digits < digits_min)
        return false;
    *at += digits;
    *ret_number = number;
    return true;
}

static bool mark_read(const char **at, const char *mark) {
    size_t bytes = strlen(mark);

    if (strncmp(*at, mark, bytes) != 0)
        return false;
    *at += bytes;
    return true;
}

static bool is_day(int year, int month, int day) {
    static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= month_days[month - 1] && (month != 2 || day != 29 || leap);
}

/* A day as 2026-11-23, 2026/11/23, 20261123 or 2026年11月23日; *ret_rest is what follows it. */
static int day_read(const char *text, struct tm *ret_day, const char **ret_rest) {
    static const char *const marks[][3] = {{"-", "-", ""}, {"/", "/", ""}, {"年", "月", "日"}, {"", "", ""}};

    for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
        size_t digits_min = *marks[i][0] ? 1 : 2;
        int year, month, day;
        const char *at = text;

        if (!number_read(&at, 4, 4, &year) || !mark_read(&at, marks[i][0]) || !number_read(&at, digits_min, 2, &month) ||
            !mark_read(&at, marks[i][1]) || !number_read(&at, digits_min, 2, &day) || !mark_read(&at, marks[i][2]))
            continue;
        if (!is_day(year, month, day))
            return 1;
        *ret_day = (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_isdst = -1};
        *ret_rest = at;
        return 0;
    }
    return 1;
}

enum { CHINA_AHEAD_S = 8 * 3600 };

int calendar_day_parse(const char *text, struct tm *ret_day) {
    struct tm day = {0};
    const char *rest;
    int days;

    if (days_from_today(text, &days) == 0) {
        time_t now = time(NULL);

        /* Today is today in China, wherever the client stands: the server counts its days there. */
        now += CHINA_AHEAD_S;
        gmtime_r(&now, &day);
        day = (struct tm){.tm_year = day.tm_year, .tm_mon = day.tm_mon, .tm_mday = day.tm_mday + days, .tm_hour = 12, .tm_isdst = -1};
        if (mktime(&day) == (time_t)-1)
            return 1;
    } else if (day_read(text, &day, &rest) != 0 || *rest) {
        return 1;
    }
    *ret_day = day;
    return 0;
}

/* "14:30", "14:30:05", and an offset: "Z", "+08:00", "+0800". */
static int clock_read(const char *text, struct tm *day, bool *ret_has_offset, long *ret_offset_s) {
    int hour, minute, second = 0, off_hour, off_minute;
    bool behind;

    if (!number_read(&text, 1, 2, &hour) || !mark_read(&text, ":") || !number_read(&text, 2, 2, &minute))
        return 1;
    if (mark_read(&text, ":") && !number_read(&text, 2, 2, &second))
        return 1;
    if (hour > 23 || minute > 59 || second > 59)
        return 1;
    day->tm_hour = hour;
    day->tm_min = minute;
    day->tm_sec = second;
    *ret_has_offset = *text != '\0';
    *ret_offset_s = 0;
    if (!*text || strcasecmp(text, "z") == 0)
        return 0;
    behind = *text == '-';
    if (!mark_read(&text, "+") && !mark_read(&text, "-"))
        return 1;
    if (!number_read(&text, 2, 2, &off_hour))
        return 1;
    mark_read(&text, ":");
    if (!number_read(&text, 2, 2, &off_minute) || *text || off_hour > 15 || off_minute > 59)
        return 1;
    *ret_offset_s = (off_hour * 60L + off_minute) * 60L * (behind ? -1 : 1);
    return 0;
}

int calendar_time_parse(const char *text, time_t *ret_time) {
    _cleanup_(freep) char *word = xstrndup(text, strcspn(text, " "));
    bool has_offset = false;
    const char *rest = "";
    struct tm day = {0};
    long offset_s = 0;
    time_t moment;

    if (strcasecmp(text, "now") == 0 || strcmp(text, "现在") == 0) {
        *ret_time = time(NULL);
        return 0;
    }
    if (day_read(text, &day, &rest) != 0) {
        if (calendar_day_parse(word, &day) == 0)
            rest = text + strlen(word);
        else if (calendar_day_parse("today", &day) == 0)
            rest = text; /* a clock time alone is today's */
        else
            return 1;
        day.tm_hour = 0;
        if (rest == text && !isdigit((unsigned char)*text))
            return 1;
    }
    if (*rest == ' ' || *rest == 'T' || *rest == 't')
        rest++;
    if (*rest && clock_read(rest, &day, &has_offset, &offset_s) != 0)
        return 1;
    day.tm_isdst = -1;
    moment = has_offset ? timegm(&day) - offset_s : mktime(&day);
    if (moment == (time_t)-1)
        return 1;
    *ret_time = moment;
    return 0;
}
