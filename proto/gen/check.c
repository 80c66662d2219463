#include "proto/gen/check.h"

#include "proto/gen/check_method.h"

#include <string.h>

static void fault_field(struct faults *f, const struct field *field, const char *what, const char *detail) {
    const char *subject = pool_printf(f->pool, "%s.%s", field->owner->name, field->proto->name);
    faults_add(f, field->owner->file->proto->name, field_line(field), subject, "%s%s", what, detail);
}

static bool is_scalar_of(const struct field *f, Google__Protobuf__FieldDescriptorProto__Type type) {
    return f && !field_is_repeated(f) && f->proto->type == type;
}

static bool has_text(const char *s) {
    return s && *s;
}

/* A look-up must take what people type and answer with ids and names. */
static void check_lookup(const struct model *m, const struct field *field, struct faults *f) {
    const char *path = field->rule->lookup;
    const struct method *lookup = model_method(m, path);
    if (!lookup) {
        fault_field(f, field, "there is no method for its lookup ", path);
        return;
    }
    if (!lookup->request ||
        !is_scalar_of(message_field(lookup->request, "query"), GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING))
        fault_field(f, field, "the request of its lookup needs a text field query: ", path);
    const struct message *item = NULL;
    for (size_t i = 0; lookup->response && i < lookup->response->fields_count; i++)
        if (field_is_repeated(&lookup->response->fields[i]) && lookup->response->fields[i].message)
            item = lookup->response->fields[i].message;
    if (!item || !is_scalar_of(message_field(item, "id"), GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64) ||
        !is_scalar_of(message_field(item, "name"), GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING))
        fault_field(f, field, "the items of its lookup need an int64 id and a text name: ", path);
}

/* What is shown in a way of its own has the type that way is for. */
static bool show_fits(const struct field *field, Kam__Show show) {
    Google__Protobuf__FieldDescriptorProto__Type type = field->proto->type;

    if (show == KAM__SHOW__SHOW_UNSPECIFIED)
        return true;
    if (show == KAM__SHOW__SHOW_BAR)
        return type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32 && !field_is_repeated(field);
    return type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64 && field_is_repeated(field) == (show == KAM__SHOW__SHOW_SPARK);
}

static void check_field(const struct model *m, const struct field *field, struct faults *f) {
    const Kam__FieldRule *r = field->rule;
    Google__Protobuf__FieldDescriptorProto__Type type = field->proto->type;
    if (field->message && field->message->proto->options && field->message->proto->options->map_entry)
        fault_field(f, field, "a map has no database type; use a repeated message", "");
    if (!r)
        return;
    if (has_text(r->zh) != has_text(r->en))
        fault_field(f, field, "a label needs both zh and en", "");
    if (r->bytes_max && type != GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING &&
        type != GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES)
        fault_field(f, field, "bytes_max is for text and bytes", "");
    if (r->items_max && !field_is_repeated(field))
        fault_field(f, field, "items_max is for repeated fields", "");
    if (r->required && r->output_only)
        fault_field(f, field, "a field the server fills cannot be required", "");
    if (!show_fits(field, r->show))
        fault_field(f, field, "money is an int64, a bar an int32, a spark a list of int64", "");
    if (has_text(r->lookup))
        check_lookup(m, field, f);
}

static void check_enumeration(const struct enumeration *e, struct faults *f) {
    for (size_t i = 0; i < e->values_count; i++) {
        const struct value *v = &e->values[i];
        const char *file = e->file->proto->name;
        int line = source_line(e->file->proto, &v->path);
        const char *subject = pool_printf(f->pool, "%s.%s", e->name, v->proto->name);
        if (!v->label)
            faults_add(f, file, line, subject, "the name of a value begins with that of its enum, in capitals");
        if (v->proto->number < 0)
            faults_add(f, file, line, subject, "the number of a value is not negative");
        if (i > 0 && v->proto->number == e->values[i - 1].proto->number)
            faults_add(f, file, line, subject, "two values with one number");
        if (v->proto->number == 0) {
            if (v->label && strcmp(v->label, "unspecified") != 0)
                faults_add(f, file, line, subject, "the value 0 is named UNSPECIFIED");
        } else if (!v->rule || !has_text(v->rule->zh) || !has_text(v->rule->en)) {
            faults_add(f, file, line, subject, "a value needs zh and en");
        }
    }
}

void check_model(const struct model *m, struct faults *f) {
    for (size_t i = 0; i < m->files_count; i++) {
        const Google__Protobuf__FileDescriptorProto *proto = m->files[i].proto;
        if (m->files[i].generate && (!proto->syntax || strcmp(proto->syntax, "proto3") != 0))
            faults_add(f, proto->name, 1, "syntax", "only proto3 is read");
        if (m->files[i].generate && (proto->n_public_dependency || proto->n_weak_dependency))
            faults_add(f, proto->name, 1, "import", "public and weak imports are not read");
    }
    for (size_t i = 0; i < m->messages_count; i++)
        for (size_t k = 0; m->messages[i].file->generate && k < m->messages[i].fields_count; k++)
            check_field(m, &m->messages[i].fields[k], f);
    for (size_t i = 0; i < m->enumerations_count; i++)
        if (m->enumerations[i].file->generate)
            check_enumeration(&m->enumerations[i], f);
    for (size_t i = 0; i < m->methods_count; i++)
        check_method(m, &m->methods[i], f);
}
