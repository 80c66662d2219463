#include "client/cli/output/chart.h"

#include <inttypes.h>
#include <string.h>

#include "client/cli/base/memory.h"

enum { BAR_CELLS = 10 };

char *chart_money(int64_t minor, const char *mark) {
    uint64_t size = minor < 0 ? -(uint64_t)minor : (uint64_t)minor;
    char digits[24], grouped[32];
    size_t count, out = 0;

    snprintf(digits, sizeof(digits), "%" PRIu64, size / 100);
    count = strlen(digits);
    for (size_t i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0)
            out += (size_t)snprintf(grouped + out, sizeof(grouped) - out, "%s", mark);
        grouped[out++] = digits[i];
    }
    grouped[out] = '\0';
    return xasprintf("%s%s.%02" PRIu64, minor < 0 ? "-" : "", grouped, size % 100);
}

char *chart_bar(int64_t thousandths) {
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    int64_t shown = thousandths < 0 ? 0 : thousandths > 1000 ? 1000 : thousandths;
    size_t filled = (size_t)shown * BAR_CELLS * 8 / 1000;
    char *bar = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&bar, &bytes);

    for (size_t i = 0; i < BAR_CELLS; i++) {
        if (filled >= (i + 1) * 8)
            fputs("█", stream);
        else if (filled > i * 8)
            fputs(eighths[filled - i * 8], stream);
        else
            fputs(" ", stream);
    }
    /* Nothing is rounded to all or to none. */
    fprintf(stream, " %3" PRId64 "%%", thousandths > 0 && thousandths < 10 ? 1 : thousandths / 10);
    fclose(stream);
    return bar;
}

/* From 0 to 7; what a double rounds up to the whole is the whole. */
static size_t column_of(int64_t number, int64_t greatest) {
    size_t column = (size_t)((double)number / (double)greatest * 8);

    return column > 7 ? 7 : column;
}

char *chart_spark(const int64_t *numbers, size_t count) {
    static const char *const columns[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    int64_t greatest = 0;
    char *spark = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&spark, &bytes);

    for (size_t i = 0; i < count; i++)
        greatest = numbers[i] > greatest ? numbers[i] : greatest;
    for (size_t i = 0; i < count; i++)
        fputs(numbers[i] <= 0 ? " " : columns[column_of(numbers[i], greatest)], stream);
    fclose(stream);
    return spark;
}
