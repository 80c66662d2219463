#include "client/cli/output/record.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/base/width.h"
#include "client/cli/output/cell.h"

enum { GAP = 2 };

/* "owner_id" has its name beside it in "owner_name": people read one line, 陈示例（5）. NULL when it has none. */
static const ProtobufCFieldDescriptor *name_of_id(const ProtobufCMessage *record, const ProtobufCFieldDescriptor *field) {
    size_t bytes = strlen(field->name);
    const ProtobufCFieldDescriptor *name;
    char wanted[64];

    if (bytes <= 3 || strcmp(field->name + bytes - 3, "_id") != 0)
        return NULL;
    snprintf(wanted, sizeof(wanted), "%.*s_name", (int)(bytes - 3), field->name);
    name = cell_field(record->descriptor, wanted);
    return name && *cell_string(record, name) && cell_integer(record, field) ? name : NULL;
}

static bool is_name_of_id(const ProtobufCMessage *record, const ProtobufCFieldDescriptor *field,
                          const ProtobufCFieldDescriptor *const *fields) {
    for (size_t i = 0; fields[i]; i++)
        if (name_of_id(record, fields[i]) == field)
            return true;
    return false;
}

/* Room for the labels of at most so many fields of a message, and what ends the list. */
enum { FIELDS_MAX = 64 };

static void fields_of(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *ret_fields[static FIELDS_MAX + 1]) {
    unsigned n = message->descriptor->n_fields < FIELDS_MAX ? message->descriptor->n_fields : FIELDS_MAX;

    for (unsigned i = 0; i < n; i++)
        ret_fields[i] = &message->descriptor->fields[i];
    ret_fields[n] = NULL;
}

/* A wrapped message that is not alone: its fields one after the other, under the same roof. */
static bool is_wrapped(const ProtobufCMessage *record, const ProtobufCFieldDescriptor *field) {
    return field_is_leading(field) && cell_count(record, field) > 0;
}

static size_t label_cells(const ProtobufCMessage *record, const ProtobufCFieldDescriptor *const *fields) {
    const ProtobufCFieldDescriptor *inner[FIELDS_MAX + 1];
    size_t widest = 0;

    for (size_t i = 0; fields[i]; i++) {
        size_t cells = width_of(field_label(record->descriptor, fields[i]));

        if (is_wrapped(record, fields[i])) {
            fields_of(cell_message(record, fields[i], 0), inner);
            cells = label_cells(cell_message(record, fields[i], 0), inner);
        }
        if (cell_count(record, fields[i]) > 0 && cells > widest && !is_name_of_id(record, fields[i], fields))
            widest = cells;
    }
    return widest;
}

void record_line(FILE *stream, bool color, const char *label, size_t cells, const char *value) {
    _cleanup_(freep) char *safe = width_safe(value, 1);

    if (color)
        fputs("\033[36m", stream);
    width_print(stream, label, cells + GAP);
    if (color)
        fputs("\033[0m", stream);
    for (const char *at = safe; *at; at++) {
        fputc(*at, stream);
        if (*at == '\n')
            width_print(stream, "", cells + GAP);
    }
    fputc('\n', stream);
}

static void print_fields(FILE *stream, bool color, const ProtobufCMessage *record, const ProtobufCFieldDescriptor *const *fields,
                         size_t cells) {
    const ProtobufCFieldDescriptor *inner[FIELDS_MAX + 1];

    for (size_t i = 0; fields[i]; i++) {
        const ProtobufCFieldDescriptor *field = fields[i];
        const char *label = field_label(record->descriptor, field);
        size_t count = cell_count(record, field);

        if (name_of_id(record, field)) {
            _cleanup_(freep) char *id = cell_text(record, field, CELL_HUMAN);
            _cleanup_(freep) char *value = text_fill(TEXT_HOLDER, cell_string(record, name_of_id(record, field)), id);

            record_line(stream, color, label, cells, value);
            continue;
        }
        if (is_name_of_id(record, field, fields))
            continue;
        if (is_wrapped(record, field)) {
            fields_of(cell_message(record, field, 0), inner);
            print_fields(stream, color, cell_message(record, field, 0), inner, cells);
            continue;
        }
        if (count && field_rule(record->descriptor, field)->show == KAM_SHOW_SPARK)
            count = 1; /* a line of columns, not a column of lines */
        for (size_t j = 0; j < count; j++) {
            _cleanup_(freep) char *value = count == 1 ? cell_text(record, field, CELL_HUMAN) : cell_item_text(record, field, j, CELL_HUMAN);

            if (value && *value)
                record_line(stream, color, j ? "" : label, cells, value);
        }
    }
}

void record_print(FILE *stream, bool color, const ProtobufCMessage *record, const ProtobufCFieldDescriptor *const *fields) {
    print_fields(stream, color, record, fields, label_cells(record, fields));
}
