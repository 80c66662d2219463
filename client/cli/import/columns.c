#include "client/cli/import/columns.h"

#include <string.h>
#include <strings.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"

static const struct {
    const char *name;
    const char *field;
    const char *zh;
} table[COLUMN_COUNT] = {
#define COLUMN(id, name, field, zh) [COLUMN_##id] = {name, field, zh},
#include "client/cli/import/columns.def"
#undef COLUMN
};

static const struct {
    const char *name;
    const char *zh;
} reject_table[REJECT_COUNT] = {[REJECT_LINE] = {"reject_line", "退回行号"},
                                [REJECT_COLUMN] = {"reject_column", "退回列"},
                                [REJECT_REASON] = {"reject_reason", "退回原因"}};

const char *column_name(enum column column) {
    return column < COLUMN_COUNT ? table[column].name : "";
}

const char *column_reject_name(size_t which) {
    return language_pick(reject_table[which].zh, reject_table[which].name);
}

char *column_title(enum column column) {
    if (column >= COLUMN_COUNT)
        return xstrdup("");
    if (language_get() == LANGUAGE_ZH)
        return xstrndup(table[column].zh, strcspn(table[column].zh, "|"));
    return xstrdup(table[column].name);
}

bool column_field(enum column column, struct field_path *ret_path) {
    static const char *const methods[] = {"kam.v1.Accounts/CreateAccount", "kam.v1.Contacts/CreateContact"};

    for (size_t i = 0; i < ARRAY_SIZE(methods) && *table[column].field; i++) {
        const struct kam_method *method = kam_method_find(methods[i]);
        struct field_path path = {0};

        if (method && field_at(method->request, table[column].field, &path) == 0) {
            *ret_path = path;
            return true;
        }
    }
    return false;
}

enum column column_of_field(const char *field) {
    size_t bytes = strcspn(field, "[");

    if (strncmp(field, "account.identifiers", 19) == 0)
        return COLUMN_USCC;
    if (strcmp(field, "account.parent_id") == 0)
        return COLUMN_PARENT_CODE;
    if (strcmp(field, "account.owner_id") == 0)
        return COLUMN_OWNER_LOGIN;
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (i != COLUMN_PARENT_CODE && strlen(table[i].field) == bytes && bytes && strncmp(table[i].field, field, bytes) == 0)
            return (enum column)i;
    return COLUMN_UNKNOWN;
}

/* Whether the header is one of the names separated by "|". */
static bool is_one_of(const char *header, const char *names) {
    size_t header_bytes = strlen(header);

    while (*names) {
        size_t bytes = strcspn(names, "|");

        if (bytes == header_bytes && strncmp(names, header, bytes) == 0)
            return true;
        names += bytes;
        names += *names == '|';
    }
    return false;
}

static enum column column_by_header(const char *cell) {
    const char *wide = strstr(cell, "（"); /* what stands in brackets explains the header */
    size_t narrow = strcspn(cell, "(");
    _cleanup_(freep) char *header = xstrndup(cell, wide && (size_t)(wide - cell) < narrow ? (size_t)(wide - cell) : narrow);
    size_t bytes = strlen(header);

    while (bytes && header[bytes - 1] == ' ')
        header[--bytes] = '\0';
    for (char *at = header; *at; at++)
        if (*at == '-' || *at == ' ')
            *at = '_';
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (strcasecmp(header, table[i].name) == 0 || is_one_of(header, table[i].zh))
            return (enum column)i;
    for (size_t i = 0; i < REJECT_COUNT; i++)
        if (strcasecmp(header, reject_table[i].name) == 0 || strcmp(header, reject_table[i].zh) == 0)
            return COLUMN_REJECTED;
    return COLUMN_UNKNOWN;
}

static int missing(const struct sheet_row *header, const char *wanted, struct complaint *complaint) {
    _cleanup_(freep) const char **cells = xcalloc(header->count, sizeof(*cells));
    const char *meant;

    for (size_t i = 0; i < header->count; i++)
        cells[i] = column_by_header(header->cells[i]) == COLUMN_UNKNOWN ? header->cells[i] : NULL;
    meant = suggest_nearest(wanted, cells, header->count);
    return complain(complaint, EXIT_FILE, text_fill(TEXT_IMPORT_COLUMN_MISSING, wanted),
                    meant ? text_fill(TEXT_IMPORT_COLUMN_NEAR, meant, wanted) : xstrdup(text_of(TEXT_HINT_IMPORT_HELP)));
}

int columns_map(const struct sheet_row *header, struct columns *ret_columns, struct complaint *complaint) {
    struct columns columns = {.count = header->count};
    bool seen[COLUMN_COUNT] = {false};

    for (size_t i = 0; i < header->count; i++) {
        enum column column = column_by_header(header->cells[i]);

        columns.of[i] = column;
        if (column >= COLUMN_COUNT)
            continue;
        if (seen[column])
            return complain(complaint, EXIT_FILE, text_fill(TEXT_IMPORT_COLUMN_TWICE, header->cells[i]), NULL);
        seen[column] = true;
    }
    if (!seen[COLUMN_NAME])
        return missing(header, language_pick("名称", "name"), complaint);
    if (!seen[COLUMN_KIND])
        return missing(header, language_pick("类型", "kind"), complaint);
    *ret_columns = columns;
    return 0;
}
