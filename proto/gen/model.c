#include "proto/gen/model.h"

#include "proto/gen/names.h"

#include <stdlib.h>
#include <string.h>

/* Field numbers in descriptor.proto. */
enum {
    FILE_MESSAGE = 4,
    FILE_ENUM = 5,
    FILE_SERVICE = 6,
    MESSAGE_FIELD = 2,
    MESSAGE_NESTED = 3,
    MESSAGE_ENUM = 4,
    ENUM_VALUE = 2,
    SERVICE_METHOD = 2,
};

static int compare_fields(const void *a, const void *b) {
    const struct field *x = a, *y = b;
    return (x->proto->number > y->proto->number) - (x->proto->number < y->proto->number);
}

static int compare_values(const void *a, const void *b) {
    const struct value *x = a, *y = b;
    return (x->proto->number > y->proto->number) - (x->proto->number < y->proto->number);
}

static int compare_messages(const void *a, const void *b) {
    return strcmp(((const struct message *)a)->name, ((const struct message *)b)->name);
}

static int compare_enumerations(const void *a, const void *b) {
    return strcmp(((const struct enumeration *)a)->name, ((const struct enumeration *)b)->name);
}

static int compare_methods(const void *a, const void *b) {
    return strcmp(((const struct method *)a)->path, ((const struct method *)b)->path);
}

static void sort(void *base, size_t count, size_t bytes, int (*compare)(const void *, const void *)) {
    if (count > 1)
        qsort(base, count, bytes, compare);
}

static size_t count_messages(Google__Protobuf__DescriptorProto *const *list, size_t count, size_t *enums) {
    size_t total = count;
    for (size_t i = 0; i < count; i++) {
        *enums += list[i]->n_enum_type;
        total += count_messages(list[i]->nested_type, list[i]->n_nested_type, enums);
    }
    return total;
}

static const char *join(struct pool *p, const char *scope, const char *name) {
    return *scope ? pool_printf(p, "%s.%s", scope, name) : name;
}

static void add_enumeration(struct model *m, const struct file *file, const char *scope, const Google__Protobuf__EnumDescriptorProto *proto,
                            struct source_path path) {
    struct enumeration *e = &m->enumerations[m->enumerations_count++];
    *e = (struct enumeration){.file = file, .proto = proto, .name = join(m->pool, scope, proto->name), .path = path};
    e->c_lower = names_c_lower(m->pool, e->name);
    e->values = pool_array(m->pool, proto->n_value, sizeof(*e->values));
    e->values_count = proto->n_value;
    for (size_t i = 0; i < proto->n_value; i++)
        e->values[i] = (struct value){.proto = proto->value[i],
                                      .rule = rule_of_value(m->pool, proto->value[i]),
                                      .label = names_value_label(m->pool, proto->name, proto->value[i]->name),
                                      .path = source_path_add(path, ENUM_VALUE, i)};
    sort(e->values, e->values_count, sizeof(*e->values), compare_values);
}

static void add_message(struct model *m, const struct file *file, const char *scope, const Google__Protobuf__DescriptorProto *proto,
                        struct source_path path) {
    struct message *msg = &m->messages[m->messages_count++];
    *msg = (struct message){.file = file, .proto = proto, .name = join(m->pool, scope, proto->name), .path = path};
    msg->c_type = names_c_type(m->pool, msg->name);
    msg->c_lower = names_c_lower(m->pool, msg->name);
    msg->fields = pool_array(m->pool, proto->n_field, sizeof(*msg->fields));
    msg->fields_count = proto->n_field;
    for (size_t i = 0; i < proto->n_field; i++)
        msg->fields[i] = (struct field){
            .proto = proto->field[i], .rule = rule_of_field(m->pool, proto->field[i]), .path = source_path_add(path, MESSAGE_FIELD, i)};
    sort(msg->fields, msg->fields_count, sizeof(*msg->fields), compare_fields);
    const char *inner = msg->name;
    for (size_t i = 0; i < proto->n_enum_type; i++)
        add_enumeration(m, file, inner, proto->enum_type[i], source_path_add(path, MESSAGE_ENUM, i));
    for (size_t i = 0; i < proto->n_nested_type; i++)
        add_message(m, file, inner, proto->nested_type[i], source_path_add(path, MESSAGE_NESTED, i));
}

static const struct enumeration *find_enumeration(const struct model *m, const char *name) {
    struct enumeration key = {.name = *name == '.' ? name + 1 : name};
    return bsearch(&key, m->enumerations, m->enumerations_count, sizeof(key), compare_enumerations);
}

const struct message *model_message(const struct model *m, const char *name) {
    struct message key = {.name = *name == '.' ? name + 1 : name};
    return bsearch(&key, m->messages, m->messages_count, sizeof(key), compare_messages);
}

const struct method *model_method(const struct model *m, const char *path) {
    struct method key = {.path = path};
    return bsearch(&key, m->methods, m->methods_count, sizeof(key), compare_methods);
}

static void resolve_fields(struct model *m) {
    for (size_t i = 0; i < m->messages_count; i++)
        for (size_t k = 0; k < m->messages[i].fields_count; k++) {
            struct field *f = &m->messages[i].fields[k];
            f->owner = &m->messages[i];
            if (f->proto->type_name) {
                f->message = model_message(m, f->proto->type_name);
                f->enumeration = find_enumeration(m, f->proto->type_name);
            }
        }
}

static void add_service(struct model *m, const struct file *file, const Google__Protobuf__ServiceDescriptorProto *service,
                        struct source_path path) {
    for (size_t i = 0; i < service->n_method; i++) {
        const Google__Protobuf__MethodDescriptorProto *proto = service->method[i];
        m->methods[m->methods_count++] = (struct method){
            .file = file,
            .service = service,
            .proto = proto,
            .rule = rule_of_method(m->pool, proto),
            .path =
                pool_printf(m->pool, "%s/%s", join(m->pool, file->proto->package ? file->proto->package : "", service->name), proto->name),
            .function = names_snake(m->pool, proto->name),
            .request = model_message(m, proto->input_type),
            .response = model_message(m, proto->output_type),
            .source = source_path_add(path, SERVICE_METHOD, i),
        };
    }
}

static bool is_listed(const Google__Protobuf__Compiler__CodeGeneratorRequest *request, const char *name) {
    for (size_t i = 0; i < request->n_file_to_generate; i++)
        if (strcmp(request->file_to_generate[i], name) == 0)
            return true;
    return false;
}

static void reserve(struct model *m, const Google__Protobuf__Compiler__CodeGeneratorRequest *request) {
    size_t messages = 0, enums = 0, methods = 0;
    for (size_t i = 0; i < request->n_proto_file; i++) {
        const Google__Protobuf__FileDescriptorProto *f = request->proto_file[i];
        enums += f->n_enum_type;
        messages += count_messages(f->message_type, f->n_message_type, &enums);
        for (size_t k = 0; k < f->n_service; k++)
            methods += f->service[k]->n_method;
    }
    m->files = pool_array(m->pool, request->n_proto_file, sizeof(*m->files));
    m->messages = pool_array(m->pool, messages, sizeof(*m->messages));
    m->enumerations = pool_array(m->pool, enums, sizeof(*m->enumerations));
    m->methods = pool_array(m->pool, methods, sizeof(*m->methods));
}

void model_build(struct model *m, struct pool *p, const Google__Protobuf__Compiler__CodeGeneratorRequest *request) {
    *m = (struct model){.pool = p, .files_count = request->n_proto_file};
    reserve(m, request);
    for (size_t i = 0; i < request->n_proto_file; i++) {
        const Google__Protobuf__FileDescriptorProto *proto = request->proto_file[i];
        struct file *file = &m->files[i];
        *file = (struct file){.proto = proto, .generate = is_listed(request, proto->name)};
        const char *package = proto->package ? proto->package : "";
        for (size_t k = 0; k < proto->n_enum_type; k++)
            add_enumeration(m, file, package, proto->enum_type[k], source_path_add((struct source_path){0}, FILE_ENUM, k));
        for (size_t k = 0; k < proto->n_message_type; k++)
            add_message(m, file, package, proto->message_type[k], source_path_add((struct source_path){0}, FILE_MESSAGE, k));
    }
    sort(m->messages, m->messages_count, sizeof(*m->messages), compare_messages);
    sort(m->enumerations, m->enumerations_count, sizeof(*m->enumerations), compare_enumerations);
    resolve_fields(m);
    for (size_t i = 0; i < m->files_count; i++)
        for (size_t k = 0; m->files[i].generate && k < m->files[i].proto->n_service; k++)
            add_service(m, &m->files[i], m->files[i].proto->service[k], source_path_add((struct source_path){0}, FILE_SERVICE, k));
    sort(m->methods, m->methods_count, sizeof(*m->methods), compare_methods);
}

const struct field *message_field(const struct message *m, const char *name) {
    for (size_t i = 0; i < m->fields_count; i++)
        if (strcmp(m->fields[i].proto->name, name) == 0)
            return &m->fields[i];
    return NULL;
}

bool field_is_repeated(const struct field *f) {
    return f->proto->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
}

int field_line(const struct field *f) {
    return source_line(f->owner->file->proto, &f->path);
}
