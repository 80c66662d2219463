/*
 * Numbers for people: money, bars and sparklines (SHOW_MONEY, SHOW_BAR and SHOW_SPARK of kam/options.proto). All results belong to the caller.
 */
#ifndef CLI_OUTPUT_CHART_H
#define CLI_OUTPUT_CHART_H

#include <stddef.h>
#include <stdint.h>

/* Minor units, with a mark between thousands: 123456 is "1,234.56", or "1234.56" for a spreadsheet. */
char *chart_money(int64_t minor, const char *mark);

/* Thousandths of the whole: 634 is "██████▎    63%"; what lies past the whole fills the bar and tells its per cent. */
char *chart_bar(int64_t thousandths);

/* One small column a number: "▁▃█"; the greatest is the highest, nothing and less is a blank. */
char *chart_spark(const int64_t *numbers, size_t count);

#endif
