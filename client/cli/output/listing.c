#include "client/cli/output/listing.h"

#include <jansson.h>
#include <stdlib.h>

#include "client/cli/base/memory.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/table.h"

struct listing {
    const struct print_style *style;
    const struct listing_column *columns;
    size_t columns_count;
    struct table *table;
    json_t *array;
};

struct listing *listing_new(const struct print_style *style, const struct listing_column *columns) {
    struct listing *listing = xcalloc(1, sizeof(*listing));
    const char *titles[LISTING_COLUMNS_MAX + 1] = {0};
    size_t count = 0;

    for (; columns[count].name && count < LISTING_COLUMNS_MAX; count++)
        titles[count] = columns[count].title;
    *listing = (struct listing){.style = style, .columns = columns, .columns_count = count};
    if (style->format == OUTPUT_TABLE)
        listing->table = table_new_plain(style->stream, style->color, titles);
    if (style->format == OUTPUT_JSON)
        listing->array = xjson(json_array());
    if (style->format == OUTPUT_CSV) {
        for (size_t i = 0; i < count; i++)
            csv_print_cell(style->stream, columns[i].name, i == 0);
        csv_print_end(style->stream);
    }
    return listing;
}

static json_t *row_object(const struct listing *listing, const char *const *cells) {
    json_t *object = xjson(json_object());

    for (size_t i = 0; i < listing->columns_count; i++)
        json_object_set_new(object, listing->columns[i].name, xjson(json_string(cells[i] ? cells[i] : "")));
    return object;
}

void listing_row(struct listing *listing, const char *const *cells) {
    const char *row[LISTING_COLUMNS_MAX + 1] = {0};

    for (size_t i = 0; i < listing->columns_count; i++)
        row[i] = cells[i] ? cells[i] : "";
    switch (listing->style->format) {
    case OUTPUT_TABLE:
        table_row_plain(listing->table, row);
        break;
    case OUTPUT_JSON:
        json_array_append_new(listing->array, row_object(listing, row));
        break;
    case OUTPUT_JSONL: {
        _cleanup_(json_decrefp) json_t *object = row_object(listing, row);

        json_dumpf(object, listing->style->stream, JSON_COMPACT);
        fputc('\n', listing->style->stream);
        break;
    }
    case OUTPUT_CSV:
        for (size_t i = 0; i < listing->columns_count; i++)
            csv_print_cell(listing->style->stream, row[i], i == 0);
        csv_print_end(listing->style->stream);
        break;
    }
}

void listing_end(struct listing *listing) {
    if (listing->table)
        table_print(listing->table);
    if (listing->array) {
        json_dumpf(listing->array, listing->style->stream, JSON_INDENT(2));
        fputc('\n', listing->style->stream);
    }
    table_free(listing->table);
    json_decref(listing->array);
    free(listing);
}
