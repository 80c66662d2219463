/*
 * Days and moments between the protos and PostgreSQL, whose epoch is 2000-01-01 in the proleptic Gregorian calendar.
 */
#ifndef KAM_SERVER_RPC_CALENDAR_H
#define KAM_SERVER_RPC_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* False when there is no such day between 0001-01-01 and 9999-12-31. */
bool calendar_day_of(int32_t year, int32_t month, int32_t day, int32_t *ret_days);

/* False for days outside that range, infinity among them. */
bool calendar_date_of(int32_t days, int32_t *ret_year, int32_t *ret_month, int32_t *ret_day);

/* Seconds and nanoseconds since 1970 to microseconds since 2000; false outside the range above or when nanos are not 0…999,999,999. */
bool calendar_moment_of(int64_t seconds, int32_t nanos, int64_t *ret_microseconds);

/* False outside the range, infinity among them. */
bool calendar_timestamp_of(int64_t microseconds, int64_t *ret_seconds, int32_t *ret_nanos);

#endif
