#include "proto/gen/tables.h"

#include "proto/gen/names.h"

void tables_write_includes(const struct model *m, FILE *f) {
    for (size_t i = 0; i < m->files_count; i++)
        if (m->files[i].generate)
            fprintf(f, "#include \"%s\"\n", names_header(m->pool, m->files[i].proto->name));
}

static const char *kind_name(Kam__MethodKind kind) {
    switch (kind) {
    case KAM__METHOD_KIND__METHOD_KIND_READ:
        return "KAM_METHOD_READ";
    case KAM__METHOD_KIND__METHOD_KIND_QUERY:
        return "KAM_METHOD_QUERY";
    case KAM__METHOD_KIND__METHOD_KIND_WRITE:
        return "KAM_METHOD_WRITE";
    default:
        return "KAM_METHOD_HANDLER";
    }
}

static const char *cardinality_name(Kam__Cardinality cardinality) {
    switch (cardinality) {
    case KAM__CARDINALITY__CARDINALITY_PAGE:
        return "KAM_CARDINALITY_PAGE";
    case KAM__CARDINALITY__CARDINALITY_BOUNDED:
        return "KAM_CARDINALITY_BOUNDED";
    default:
        return "KAM_CARDINALITY_ONE";
    }
}

static const char *audit_name(Kam__Audit audit) {
    switch (audit) {
    case KAM__AUDIT__AUDIT_WRITE:
        return "KAM_AUDIT_WRITE";
    case KAM__AUDIT__AUDIT_CONFIDENTIAL:
        return "KAM_AUDIT_CONFIDENTIAL";
    default:
        return "KAM_AUDIT_NONE";
    }
}

static void write_text(FILE *f, const char *name, const char *text) {
    fprintf(f, "        .%s = ", name);
    output_literal(f, text);
    fputs(",\n", f);
}

static void write_list(FILE *f, const char *name, char *const *items, size_t count) {
    fprintf(f, "        .%s = (const char *const[]){", name);
    for (size_t i = 0; i < count; i++) {
        output_literal(f, items[i]);
        fputs(", ", f);
    }
    fputs("NULL},\n", f);
}

static void write_method(FILE *f, const struct method *m) {
    const Kam__MethodRule *r = m->rule;
    fputs("    {\n", f);
    write_text(f, "path", m->path);
    write_text(f, "function", m->function);
    fprintf(f, "        .kind = %s,\n        .cardinality = %s,\n        .audit = %s,\n", kind_name(r->kind),
            cardinality_name(r->cardinality), audit_name(r->audit));
    fprintf(f, "        .is_public = %s,\n", r->public_ ? "true" : "false");
    write_text(f, "right", r->right);
    write_text(f, "subject", r->subject);
    write_text(f, "subject_kind", r->subject_kind);
    write_list(f, "keys", r->keys, r->n_keys);
    fprintf(f, "        .descending = %s,\n", r->descending ? "true" : "false");
    write_text(f, "noun", r->noun);
    write_text(f, "verb", r->verb);
    write_list(f, "args", r->args, r->n_args);
    write_text(f, "zh", r->zh);
    write_text(f, "en", r->en);
    fprintf(f, "        .request = &%s__descriptor,\n        .response = &%s__descriptor,\n    },\n", m->request->c_lower,
            m->response->c_lower);
}

static void write_methods(const struct model *m, FILE *f) {
    fputs("\nconst struct kam_method kam_methods[] = {\n", f);
    for (size_t i = 0; i < m->methods_count; i++)
        write_method(f, &m->methods[i]);
    if (m->methods_count == 0)
        fputs("    {0},\n", f);
    fprintf(f, "};\n\nconst size_t kam_methods_count = %zu;\n", m->methods_count);
}

static const char *label_or(const char *label, const char *name) {
    return label && *label ? label : name;
}

static const char *show_of(Kam__Show show) {
    switch (show) {
    case KAM__SHOW__SHOW_MONEY:
        return ", .show = KAM_SHOW_MONEY";
    case KAM__SHOW__SHOW_BAR:
        return ", .show = KAM_SHOW_BAR";
    case KAM__SHOW__SHOW_SPARK:
        return ", .show = KAM_SHOW_SPARK";
    default:
        return "";
    }
}

static void write_field(FILE *f, const struct field *field) {
    static const Kam__FieldRule none = KAM__FIELD_RULE__INIT;
    const Kam__FieldRule *r = field->rule ? field->rule : &none;
    fputs("    {.zh = ", f);
    output_literal(f, label_or(r->zh, field->proto->name));
    fputs(", .en = ", f);
    output_literal(f, label_or(r->en, field->proto->name));
    fprintf(f, ", .bytes_max = %u, .items_max = %u", r->bytes_max ? r->bytes_max : TABLES_BYTES_MAX_DEFAULT,
            r->items_max ? r->items_max : TABLES_ITEMS_MAX_DEFAULT);
    fputs(r->column ? ", .column = true" : "", f);
    fputs(r->secret ? ", .secret = true" : "", f);
    fputs(r->required ? ", .required = true" : "", f);
    fputs(r->output_only ? ", .output_only = true" : "", f);
    fputs(show_of(r->show), f);
    if (r->lookup && *r->lookup) {
        fputs(", .lookup = ", f);
        output_literal(f, r->lookup);
    }
    fprintf(f, "}, /* %s */\n", field->proto->name);
}

static void write_messages(const struct model *m, FILE *f) {
    size_t count = 0;
    for (size_t i = 0; i < m->messages_count; i++) {
        const struct message *msg = &m->messages[i];
        if (!msg->file->generate)
            continue;
        fprintf(f, "\nstatic const struct kam_field_rule fields_of_%s[] = {\n", msg->c_lower);
        for (size_t k = 0; k < msg->fields_count; k++)
            write_field(f, &msg->fields[k]);
        if (msg->fields_count == 0)
            fputs("    {0}, /* no fields */\n", f);
        fputs("};\n", f);
        count++;
    }
    fputs("\nconst struct kam_message_rules kam_message_rules[] = {\n", f);
    for (size_t i = 0; i < m->messages_count; i++)
        if (m->messages[i].file->generate)
            fprintf(f, "    {&%s__descriptor, fields_of_%s},\n", m->messages[i].c_lower, m->messages[i].c_lower);
    if (count == 0)
        fputs("    {0},\n", f);
    fprintf(f, "};\n\nconst size_t kam_message_rules_count = %zu;\n", count);
}

static void write_value(FILE *f, const struct value *v) {
    bool unspecified = v->proto->number == 0;
    fputs("    {.label = ", f);
    output_literal(f, unspecified ? NULL : v->label);
    fputs(", .zh = ", f);
    output_literal(f, v->rule ? v->rule->zh : "");
    fputs(", .en = ", f);
    output_literal(f, v->rule ? v->rule->en : "");
    fputs("},\n", f);
}

static void write_enumerations(const struct model *m, FILE *f) {
    size_t count = 0;
    for (size_t i = 0; i < m->enumerations_count; i++) {
        const struct enumeration *e = &m->enumerations[i];
        if (!e->file->generate)
            continue;
        fprintf(f, "\nstatic const struct kam_value_rule values_of_%s[] = {\n", e->c_lower);
        for (size_t k = 0; k < e->values_count; k++)
            write_value(f, &e->values[k]);
        fputs("};\n", f);
        count++;
    }
    fputs("\nconst struct kam_enum_rules kam_enum_rules[] = {\n", f);
    for (size_t i = 0; i < m->enumerations_count; i++)
        if (m->enumerations[i].file->generate)
            fprintf(f, "    {&%s__descriptor, values_of_%s},\n", m->enumerations[i].c_lower, m->enumerations[i].c_lower);
    if (count == 0)
        fputs("    {0},\n", f);
    fprintf(f, "};\n\nconst size_t kam_enum_rules_count = %zu;\n", count);
}

void tables_write(const struct model *m, struct output *o) {
    FILE *f = output_open(o, "kam_tables.c");
    fputs("/* Made by protoc-gen-kam from the protos; changes here are lost. */\n#include \"proto/rules.h\"\n\n", f);
    tables_write_includes(m, f);
    write_methods(m, f);
    write_messages(m, f);
    write_enumerations(m, f);
    output_close(o);
}
