#include "client/cli/output/shape.h"

#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/suggest.h"
#include "client/cli/base/text.h"
#include "client/cli/grammar/field.h"

/* Does it count the rows? */
static bool is_total(const ProtobufCFieldDescriptor *field, const ProtobufCFieldDescriptor *rows) {
    size_t bytes = rows ? strlen(rows->name) : 0;

    return rows && strncmp(field->name, rows->name, bytes) == 0 && strcmp(field->name + bytes, "_total") == 0;
}

struct shape shape_of(const ProtobufCMessageDescriptor *response) {
    struct shape shape = {.type = response};
    unsigned others = 0;

    for (unsigned i = 0; i < response->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &response->fields[i];

        if (strcmp(field->name, "next_page_token") == 0)
            shape.next_page = field;
        else if (field_is_repeated(field) && field_kind(field) == FIELD_MESSAGE && !shape.rows)
            shape.rows = field;
        else if (is_total(field, shape.rows))
            shape.total = field;
        else if (field_is_leading(field) && !shape.record)
            shape.record = field;
        else
            others++;
    }
    if (others > 0 || (shape.rows && shape.record)) {
        shape.rows = NULL;
        shape.record = NULL;
    } else if (shape.rows) {
        shape.type = shape.rows->descriptor;
        shape.is_tree = protobuf_c_message_descriptor_get_field_by_name(shape.type, "id") &&
                        protobuf_c_message_descriptor_get_field_by_name(shape.type, "parent_id") &&
                        protobuf_c_message_descriptor_get_field_by_name(shape.type, "depth");
    } else if (shape.record) {
        shape.type = shape.record->descriptor;
    }
    return shape;
}

static const ProtobufCFieldDescriptor *find_column(const ProtobufCMessageDescriptor *type, const char *name) {
    struct field_path path = {0};

    return field_at(type, name, &path) == 0 && path.depth == 1 ? path.field[0] : NULL;
}

static int unknown_column(const ProtobufCMessageDescriptor *type, const char *name, struct complaint *complaint) {
    _cleanup_(freep) const char **names = xcalloc(type->n_fields, sizeof(*names));
    _cleanup_(freep) char *known = NULL;
    const char *meant;
    size_t bytes;
    FILE *stream = xmemstream(&known, &bytes);

    for (unsigned i = 0; i < type->n_fields; i++) {
        names[i] = type->fields[i].name;
        fprintf(stream, "%s%s", i ? ", " : "", names[i]);
    }
    fclose(stream);
    meant = suggest_nearest(name, names, type->n_fields);
    return complain(complaint, EXIT_USAGE, meant ? text_fill(TEXT_COLUMN_UNKNOWN_MEANT, name, meant) : text_fill(TEXT_COLUMN_UNKNOWN, name),
                    text_fill(TEXT_HINT_COLUMNS, known));
}

static size_t default_columns(const ProtobufCMessageDescriptor *type, bool all, const ProtobufCFieldDescriptor **columns) {
    static const char *const naming[] = {"id", "code", "login"};
    bool marked = false, named = false;
    size_t count = 0;

    for (unsigned i = 0; i < type->n_fields; i++) {
        bool column = field_rule(type, &type->fields[i])->column;

        marked = marked || column;
        for (size_t j = 0; j < ARRAY_SIZE(naming); j++)
            named = named || (column && strcmp(type->fields[i].name, naming[j]) == 0);
    }
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        const struct kam_field_rule *rule = field_rule(type, field);
        /* A row that could not be named in the next command would be a dead end. */
        bool names_row = marked && !named && strcmp(field->name, "id") == 0;

        if (!rule->secret && (all || !marked || rule->column || names_row))
            columns[count++] = field;
    }
    return count;
}

int shape_columns(const ProtobufCMessageDescriptor *type, const char *wanted, const ProtobufCFieldDescriptor ***ret_columns,
                  struct complaint *complaint) {
    const ProtobufCFieldDescriptor **columns = xcalloc(type->n_fields + 1, sizeof(*columns));
    size_t count = 0;

    if (!wanted || strcmp(wanted, "all") == 0) {
        default_columns(type, wanted != NULL, columns);
        *ret_columns = columns;
        return 0;
    }
    for (const char *at = wanted; *at;) {
        size_t bytes = strcspn(at, ",");
        _cleanup_(freep) char *name = xstrndup(at, bytes);
        const ProtobufCFieldDescriptor *field = find_column(type, name);

        if (!field || count == type->n_fields) {
            free(columns);
            return unknown_column(type, name, complaint);
        }
        columns[count++] = field;
        at += bytes;
        at += *at == ',';
    }
    *ret_columns = columns;
    return 0;
}
