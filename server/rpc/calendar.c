#include "server/rpc/calendar.h"

/* Days from 1970-01-01 to 2000-01-01. */
#define EPOCH_DAYS 10957
#define FIRST_DAY (-730119) /* 0001-01-01 */
#define LAST_DAY 2921939    /* 9999-12-31 */
#define DAY_SECONDS INT64_C(86400)

static bool is_leap(int32_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t days_of_month(int32_t year, int32_t month) {
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Years begin in March here, so that the leap day is the last of its year and a month's first day is a formula. */
bool calendar_day_of(int32_t year, int32_t month, int32_t day, int32_t *ret_days) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) {
        return false;
    }
    int32_t y = year - (month <= 2);
    int32_t m = month + (month <= 2 ? 9 : -3);
    int32_t days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
    *ret_days = days - 730425; /* of 2000-01-01 in this count */
    return true;
}

bool calendar_date_of(int32_t days, int32_t *ret_year, int32_t *ret_month, int32_t *ret_day) {
    if (days < FIRST_DAY || days > LAST_DAY) {
        return false;
    }
    int32_t since_march_0 = days + 730425;
    int32_t era = since_march_0 / 146097;
    int32_t in_era = since_march_0 - era * 146097;
    int32_t year_in_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int32_t in_year = in_era - (year_in_era * 365 + year_in_era / 4 - year_in_era / 100);
    int32_t m = (in_year * 5 + 2) / 153;
    *ret_day = in_year - (m * 153 + 2) / 5 + 1;
    *ret_month = m < 10 ? m + 3 : m - 9;
    *ret_year = year_in_era + era * 400 + (m >= 10);
    return true;
}

bool calendar_moment_of(int64_t seconds, int32_t nanos, int64_t *ret_microseconds) {
    int64_t since_2000 = 0;
    if (nanos < 0 || nanos > 999999999 || __builtin_sub_overflow(seconds, EPOCH_DAYS * DAY_SECONDS, &since_2000) ||
        since_2000 < FIRST_DAY * DAY_SECONDS || since_2000 >= (LAST_DAY + 1) * DAY_SECONDS) {
        return false;
    }
    *ret_microseconds = since_2000 * 1000000 + nanos / 1000;
    return true;
}

bool calendar_timestamp_of(int64_t microseconds, int64_t *ret_seconds, int32_t *ret_nanos) {
    if (microseconds < FIRST_DAY * DAY_SECONDS * 1000000 || microseconds >= (LAST_DAY + 1) * DAY_SECONDS * 1000000) {
        return false;
    }
    int64_t seconds = microseconds / 1000000;
    int64_t rest = microseconds % 1000000;
    if (rest < 0) {
        rest += 1000000;
        seconds--;
    }
    *ret_seconds = seconds + EPOCH_DAYS * DAY_SECONDS;
    *ret_nanos = (int32_t)(rest * 1000);
    return true;
}
