#include "tests/matrix/cells.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const cell_names[] = {"ok", "hidden", "not-found", "denied", "no-session", "expired"};
static const char *const row_names[] = {"-", "own", "team", "unit", "branch", "company"};

const char *cell_name(enum cell cell) {
    return cell_names[cell];
}

const char *row_name(enum row row) {
    return row_names[row];
}

static int find(const char *const *names, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

/* Splits at commas, in place; the number of parts, or -1 when there are more than fit. */
static int split(char *line, char *parts[], int room) {
    int count = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *rest = line, *part; (part = strsep(&rest, ","));) {
        if (count == room)
            return -1;
        parts[count++] = part;
    }
    return count;
}

static bool read_header(char *const *parts, struct cells *c) {
    if (strcmp(parts[0], "method") != 0 || strcmp(parts[1], "row") != 0)
        return false;
    for (size_t i = 0; i < CELLS_COLUMNS; i++)
        snprintf(c->roles[i], sizeof(c->roles[i]), "%s", parts[i + 2]);
    return true;
}

static bool read_line(char *const *parts, struct cells *c) {
    int row = find(row_names, sizeof(row_names) / sizeof(row_names[0]), parts[1]);
    if (row < 0 || c->count == CELLS_LINES_MAX)
        return false;
    struct cells_line *line = &c->lines[c->count];
    snprintf(line->method, sizeof(line->method), "%s", parts[0]);
    line->row = (enum row)row;
    for (size_t i = 0; i < CELLS_COLUMNS; i++) {
        int cell = find(cell_names, sizeof(cell_names) / sizeof(cell_names[0]), parts[i + 2]);
        if (cell < 0)
            return false;
        line->cells[i] = (enum cell)cell;
    }
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->lines[i].method, line->method) == 0 && c->lines[i].row == line->row)
            return false;
    c->count++;
    return true;
}

const char *cells_read(const char *path, struct cells *ret) {
    static char why[256];
    char text[1024];
    bool header = false;
    int number = 0;
    FILE *f = fopen(path, "r");
    if (!f)
        return "cannot be read";
    *ret = (struct cells){0};
    *why = 0;
    while (!*why && fgets(text, sizeof(text), f)) {
        char *parts[CELLS_COLUMNS + 2];
        number++;
        if (*text == '#' || *text == '\n')
            continue;
        bool fits = split(text, parts, CELLS_COLUMNS + 2) == CELLS_COLUMNS + 2;
        if (!fits || !(header ? read_line(parts, ret) : read_header(parts, ret)))
            snprintf(why, sizeof(why), "line %d: wrong number of columns, an unknown word, or a line given twice", number);
        header = true;
    }
    fclose(f);
    return *why ? why : NULL;
}
