#include "client/cli/import/rows.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/value.h"
#include "client/cli/output/csv.h"

bool uscc_is_valid(const char *code) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int sum = 0, weight = 1;

    if (strlen(code) != 18)
        return false;
    for (int i = 0; i < 18; i++) {
        const char *place = strchr(alphabet, code[i]);

        if (!place)
            return false;
        if (i == 17)
            return (31 - sum % 31) % 31 == place - alphabet;
        sum += (int)(place - alphabet) * weight;
        weight = weight * 3 % 31;
    }
    return false;
}

void row_reject(struct import_row *row, enum column column, char *fault) {
    if (row->state == ROW_REJECTED) {
        free(fault);
        return;
    }
    row->state = ROW_REJECTED;
    row->fault_column = column;
    row->fault = fault;
}

static void check_required(struct import_row *row, enum column column) {
    _cleanup_(freep) char *title = NULL;

    if (*row->cell[column])
        return;
    title = column_title(column);
    row_reject(row, column, text_fill(TEXT_IMPORT_EMPTY, title));
}

/* The value against its field's rule: length, enum value, items. */
static void check_value(struct import_row *row, enum column column) {
    struct field_path path = {0};
    json_t *value = NULL;
    char *why = NULL;
    char **items = NULL;
    size_t count;

    if (!*row->cell[column] || !column_field(column, &path))
        return;
    if (!field_is_repeated(field_last(&path))) {
        if (value_parse(field_last_rule(&path), field_last(&path), row->cell[column], &value, &why) != 0)
            row_reject(row, column, why);
        json_decref(value);
        return;
    }
    count = value_split(row->cell[column], &items);
    for (size_t i = 0; i < count; i++) {
        value = NULL;
        if (value_parse(field_last_rule(&path), field_last(&path), items[i], &value, &why) != 0)
            row_reject(row, column, why);
        json_decref(value);
        free(items[i]);
    }
    free(items);
}

static void check_contact(struct import_row *row) {
    static const enum column details[] = {COLUMN_CONTACT_ROLE, COLUMN_CONTACT_TITLE, COLUMN_CONTACT_PHONE, COLUMN_CONTACT_EMAIL};

    for (size_t i = 0; i < ARRAY_SIZE(details) && !*row->cell[COLUMN_CONTACT_NAME]; i++)
        if (*row->cell[details[i]])
            check_required(row, COLUMN_CONTACT_NAME);
}

char *row_source(const struct import_row *row) {
    const char *source = row->cell[COLUMN_SOURCE], *known = row->cell[COLUMN_KNOWN_FROM];

    return xasprintf("%s%s%s", source, *source && *known ? ";" : "", known);
}

/* The two columns share a field, and so its limit. */
static void check_source(struct import_row *row) {
    _cleanup_(freep) char *source = row_source(row);
    struct field_path path = {0};
    char limit[16];

    if (!column_field(COLUMN_SOURCE, &path) || strlen(source) <= field_last_rule(&path)->bytes_max)
        return;
    snprintf(limit, sizeof(limit), "%u", field_last_rule(&path)->bytes_max);
    row_reject(row, COLUMN_KNOWN_FROM, text_fill(TEXT_VALUE_LONG, limit));
}

static void check_row(struct import_row *row) {
    check_required(row, COLUMN_NAME);
    check_required(row, COLUMN_KIND);
    for (int i = 0; i < COLUMN_COUNT; i++)
        check_value(row, (enum column)i);
    if (*row->cell[COLUMN_USCC] && !uscc_is_valid(row->cell[COLUMN_USCC]))
        row_reject(row, COLUMN_USCC, xstrdup(text_of(TEXT_IMPORT_USCC)));
    check_contact(row);
    check_source(row);
}

static void read_row(const struct sheet_row *source, const struct columns *columns, size_t number, struct import_row *row) {
    *row = (struct import_row){.line = source->line, .number = number, .parent = ROW_NO_PARENT, .fault_column = COLUMN_UNKNOWN};
    for (size_t i = 0; i < source->count; i++) {
        if (i >= columns->count) {
            if (*source->cells[i])
                row_reject(row, COLUMN_UNKNOWN, xstrdup(text_of(TEXT_IMPORT_SURPLUS)));
        } else if (columns->of[i] < COLUMN_COUNT) {
            row->cell[columns->of[i]] = csv_unguard(source->cells[i]);
        }
    }
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (!row->cell[i])
            row->cell[i] = xstrdup("");
    for (char *at = row->cell[COLUMN_USCC]; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    check_row(row);
}

void rows_read(const struct sheet *sheet, const struct columns *columns, struct rows *ret_rows) {
    struct rows rows = {.count = sheet->count > 0 ? sheet->count - 1 : 0};

    rows.rows = xcalloc(rows.count, sizeof(*rows.rows));
    for (size_t i = 0; i < rows.count; i++)
        read_row(&sheet->rows[i + 1], columns, i + 1, &rows.rows[i]);
    *ret_rows = rows;
}

void rows_deinit(struct rows *rows) {
    for (size_t i = 0; i < rows->count; i++) {
        for (int j = 0; j < COLUMN_COUNT; j++)
            free(rows->rows[i].cell[j]);
        free(rows->rows[i].fault);
    }
    free(rows->rows);
    *rows = (struct rows){0};
}

/* A row by its code, for a sorted array. */
struct code_entry {
    const char *code;
    size_t index;
};

static int by_code(const void *a, const void *b) {
    const struct code_entry *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    if (order != 0)
        return order;
    return x->index < y->index ? -1 : x->index > y->index;
}

static const struct code_entry *find_code(const struct code_entry *entries, size_t count, const char *code) {
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(entries[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && strcmp(entries[low].code, code) == 0 ? &entries[low] : NULL;
}

static void link_parents(struct rows *rows) {
    _cleanup_(freep) struct code_entry *entries = xcalloc(rows->count, sizeof(*entries));
    size_t count = 0;

    for (size_t i = 0; i < rows->count; i++)
        if (*rows->rows[i].cell[COLUMN_CODE])
            entries[count++] = (struct code_entry){rows->rows[i].cell[COLUMN_CODE], i};
    qsort(entries, count, sizeof(*entries), by_code);
    for (size_t i = 1; i < count; i++) {
        char line[32];

        if (strcmp(entries[i - 1].code, entries[i].code) != 0)
            continue;
        snprintf(line, sizeof(line), "%zu", rows->rows[find_code(entries, count, entries[i].code)->index].line);
        row_reject(&rows->rows[entries[i].index], COLUMN_CODE, text_fill(TEXT_IMPORT_CODE_TWICE, line));
    }
    for (size_t i = 0; i < rows->count; i++) {
        const char *parent = rows->rows[i].cell[COLUMN_PARENT_CODE];
        const struct code_entry *entry = *parent ? find_code(entries, count, parent) : NULL;

        if (entry)
            rows->rows[i].parent = (long)entry->index;
    }
}

enum { CIRCLE_NAMES_MAX = 6 };

/* "A → B → A" for a row that is its own ancestor; long circles are cut short. */
static char *circle_text(const struct rows *rows, size_t index) {
    char *chain = NULL;
    size_t bytes, at = index, names = 0;
    FILE *stream = xmemstream(&chain, &bytes);

    do {
        if (names++ < CIRCLE_NAMES_MAX)
            fprintf(stream, "%s → ", rows->rows[at].cell[COLUMN_CODE]);
        at = (size_t)rows->rows[at].parent;
    } while (at != index && names <= CIRCLE_NAMES_MAX);
    fputs(at == index ? rows->rows[index].cell[COLUMN_CODE] : "…", stream);
    fclose(stream);
    return chain;
}

/* Finds every circle among the rows not yet placed in one walk over them: a walk that meets its own steps has found one. */
static void reject_circles(struct rows *rows, const bool *placed) {
    _cleanup_(freep) size_t *walk = xcalloc(rows->count, sizeof(*walk));

    for (size_t i = 0; i < rows->count; i++) {
        size_t at = i;

        if (placed[i])
            continue;
        while (walk[at] == 0) {
            walk[at] = i + 1;
            at = (size_t)rows->rows[at].parent; /* a row without parent would have been placed */
        }
        if (walk[at] != i + 1)
            continue;
        for (size_t member = at;;) {
            _cleanup_(freep) char *chain = circle_text(rows, member);

            row_reject(&rows->rows[member], COLUMN_PARENT_CODE, text_fill(TEXT_IMPORT_CIRCLE, chain));
            member = (size_t)rows->rows[member].parent;
            if (member == at)
                break;
        }
    }
}

bool row_reject_orphan(struct rows *rows, struct import_row *row) {
    const struct import_row *parent = row->parent == ROW_NO_PARENT ? NULL : &rows->rows[row->parent];
    char line[32];

    /* A parent refused only for its contact has its account, and children may hang on it. */
    if (!parent || parent->state != ROW_REJECTED || parent->account_id || row->state == ROW_REJECTED)
        return false;
    snprintf(line, sizeof(line), "%zu", parent->line);
    row_reject(row, COLUMN_PARENT_CODE, text_fill(TEXT_IMPORT_PARENT_REJECTED, line));
    return true;
}

/* Appends the rows below those from `from` on, level by level. */
static size_t place_children(const size_t *first_child, const size_t *next_sibling, bool *placed, size_t *order, size_t from,
                             size_t count) {
    for (size_t at = from; at < count; at++)
        for (size_t child = first_child[order[at]]; child; child = next_sibling[child - 1])
            if (!placed[child - 1]) {
                placed[child - 1] = true;
                order[count++] = child - 1;
            }
    return count;
}

size_t *rows_order(struct rows *rows) {
    size_t *order = xcalloc(rows->count, sizeof(*order)), count = 0, above;
    _cleanup_(freep) bool *placed = xcalloc(rows->count, sizeof(*placed));
    _cleanup_(freep) size_t *first_child = xcalloc(rows->count, sizeof(*first_child));
    _cleanup_(freep) size_t *next_sibling = xcalloc(rows->count, sizeof(*next_sibling));

    link_parents(rows);
    /* Children of each row as a list of index + 1, built backwards so that it runs as in the file. */
    for (size_t i = rows->count; i-- > 0;) {
        long parent = rows->rows[i].parent;

        if (parent == ROW_NO_PARENT)
            continue;
        next_sibling[i] = first_child[parent];
        first_child[parent] = i + 1;
    }
    for (size_t i = 0; i < rows->count; i++)
        if (rows->rows[i].parent == ROW_NO_PARENT) {
            placed[i] = true;
            order[count++] = i;
        }
    count = place_children(first_child, next_sibling, placed, order, 0, count);
    /* What is left is in a circle or hangs below one: the circles first, then what is below. */
    reject_circles(rows, placed);
    above = count;
    for (size_t i = 0; i < rows->count; i++)
        if (!placed[i] && rows->rows[i].state == ROW_REJECTED) {
            placed[i] = true;
            order[count++] = i;
        }
    count = place_children(first_child, next_sibling, placed, order, above, count);
    for (size_t i = 0; i < count; i++)
        row_reject_orphan(rows, &rows->rows[order[i]]);
    return order;
}
