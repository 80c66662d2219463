/*
 * Days and times as people write them: 2026-11-23, 2026年11月23日, 今天, 14:30, with an offset or local.
 */
#ifndef CLI_GRAMMAR_CALENDAR_H
#define CLI_GRAMMAR_CALENDAR_H

#include <time.h>

/* 0, or 1 when it is no day of the calendar. Also today, yesterday, tomorrow, 今天, 昨天, 明天. Year, month and day are set. */
int calendar_day_parse(const char *text, struct tm *ret_day) __attribute__((warn_unused_result));

/*
 * 0 with the seconds since the epoch, or 1. A local time ("2026-11-23 14:30"; "14:30" is today's; a day alone is its beginning; "昨天
 * 9:05"; now, 现在), or one with an offset ("2026-11-23T06:30:00Z", "…+08:00").
 */
int calendar_time_parse(const char *text, time_t *ret_time) __attribute__((warn_unused_result));

#endif
