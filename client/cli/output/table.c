#include "client/cli/output/table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/width.h"
#include "client/cli/output/cell.h"

/* Owns the smartcols table and the ids of a tree's lines. */
struct table {
    struct libscols_table *scols;
    const ProtobufCFieldDescriptor *const *columns;
    bool is_tree;
    struct node {
        int64_t id;
        struct libscols_line *line;
    } * nodes;
    size_t nodes_count;
};

static struct table *table_open(FILE *stream, bool is_tree) {
    struct table *table = xcalloc(1, sizeof(*table));

    table->is_tree = is_tree;
    table->scols = scols_new_table();
    if (!table->scols)
        abort();
    scols_table_set_stream(table->scols, stream);
    scols_table_enable_noencoding(table->scols, 1); /* cells are made harmless by width_safe() already */
    scols_table_set_termforce(table->scols, isatty(fileno(stream)) ? SCOLS_TERMFORCE_AUTO : SCOLS_TERMFORCE_NEVER);
    return table;
}

static void add_column(struct table *table, const char *title, int flags, bool color) {
    struct libscols_column *column = scols_table_new_column(table->scols, title, 0, flags);

    if (!column)
        abort();
    if (color)
        scols_cell_set_color(scols_column_get_header(column), "\033[1m");
}

/* A name cut short can still be read; half a code or telephone number is of no use to anybody. */
static bool may_be_cut(const ProtobufCFieldDescriptor *column) {
    static const char *const whole[] = {"code", "login", "phone", "region", "matched"};

    if (field_kind(column) == FIELD_MESSAGE)
        return true;
    if (field_kind(column) != FIELD_STRING)
        return false;
    for (size_t i = 0; i < ARRAY_SIZE(whole); i++)
        if (strcmp(column->name, whole[i]) == 0)
            return false;
    return true;
}

/* A tree hangs on the column people read first. */
static bool is_tree_column(const ProtobufCFieldDescriptor *const *columns, size_t index) {
    for (size_t i = 0; columns[i]; i++)
        if (strcmp(columns[i]->name, "name") == 0)
            return i == index;
    return index == 0;
}

struct table *table_new(FILE *stream, bool color, const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *const *columns,
                        bool is_tree) {
    struct table *table = table_open(stream, is_tree);

    table->columns = columns;
    scols_table_enable_colors(table->scols, color);
    for (size_t i = 0; columns[i]; i++) {
        int flags = may_be_cut(columns[i]) ? SCOLS_FL_TRUNC : 0;

        if (field_kind(columns[i]) == FIELD_INTEGER && !field_is_repeated(columns[i]))
            flags = SCOLS_FL_RIGHT;
        if (is_tree && is_tree_column(columns, i))
            flags = SCOLS_FL_TREE;
        add_column(table, field_label(type, columns[i]), flags, color);
    }
    return table;
}

struct table *table_new_plain(FILE *stream, bool color, const char *const *titles) {
    struct table *table = table_open(stream, false);

    scols_table_enable_colors(table->scols, color);
    for (size_t i = 0; titles[i]; i++)
        add_column(table, titles[i], titles[i + 1] ? 0 : SCOLS_FL_TRUNC, color);
    return table;
}

void table_free(struct table *table) {
    if (!table)
        return;
    scols_unref_table(table->scols);
    free(table->nodes);
    free(table);
}

static struct libscols_line *line_of(const struct table *table, int64_t id) {
    for (size_t i = table->nodes_count; i-- > 0;)
        if (table->nodes[i].id == id)
            return table->nodes[i].line;
    return NULL;
}

/* The line of a row, below its parent's when that is shown too; parents come first. */
static struct libscols_line *new_line(struct table *table, const ProtobufCMessage *row) {
    const ProtobufCMessageDescriptor *type = row->descriptor;
    struct libscols_line *parent = NULL, *line;

    if (table->is_tree) {
        int64_t parent_id = cell_integer(row, cell_field(type, "parent_id"));

        parent = parent_id ? line_of(table, parent_id) : NULL;
    }
    line = scols_table_new_line(table->scols, parent);
    if (!line)
        abort();
    if (table->is_tree) {
        table->nodes = xgrow(table->nodes, table->nodes_count, sizeof(*table->nodes));
        table->nodes[table->nodes_count++] = (struct node){cell_integer(row, cell_field(type, "id")), line};
    }
    return line;
}

void table_row(struct table *table, const ProtobufCMessage *row) {
    struct libscols_line *line = new_line(table, row);

    for (size_t i = 0; table->columns[i]; i++) {
        _cleanup_(freep) char *value = cell_text(row, table->columns[i], CELL_HUMAN);
        _cleanup_(freep) char *safe = width_safe(value ? value : "", 0);

        if (scols_line_set_data(line, i, safe) != 0)
            abort();
    }
}

void table_row_plain(struct table *table, const char *const *cells) {
    struct libscols_line *line = scols_table_new_line(table->scols, NULL);

    for (size_t i = 0; cells[i]; i++) {
        _cleanup_(freep) char *safe = width_safe(cells[i], 0);

        if (!line || scols_line_set_data(line, i, safe) != 0)
            abort();
    }
}

void table_print(struct table *table) {
    if (scols_table_get_nlines(table->scols) > 0)
        scols_print_table(table->scols);
}
