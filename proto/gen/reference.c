#include "proto/gen/reference.h"

#include "proto/gen/errors.h"

#include <ctype.h>
#include <string.h>

static const char *kind_word(Kam__MethodKind kind) {
    switch (kind) {
    case KAM__METHOD_KIND__METHOD_KIND_READ:
        return "read";
    case KAM__METHOD_KIND__METHOD_KIND_QUERY:
        return "query";
    case KAM__METHOD_KIND__METHOD_KIND_WRITE:
        return "write (request id, journalled, kept for a retry)";
    default:
        return "handler";
    }
}

static const char *cardinality_word(Kam__Cardinality cardinality) {
    switch (cardinality) {
    case KAM__CARDINALITY__CARDINALITY_PAGE:
        return "a page";
    case KAM__CARDINALITY__CARDINALITY_BOUNDED:
        return "a bounded list";
    default:
        return "one";
    }
}

/* The name of a message or enum, as a link to its own section when it has one: GitHub's anchors leave out dots. */
static void write_type_name(FILE *out, const struct file *file, const char *name, const char *full_name) {
    if (!file->generate) {
        fputs(name, out);
        return;
    }
    fprintf(out, "[%s](#", name);
    for (; *full_name; full_name++)
        if (*full_name != '.')
            fputc(tolower((unsigned char)*full_name), out);
    fputc(')', out);
}

static const char *scalar_word(Google__Protobuf__FieldDescriptorProto__Type type) {
    switch (type) {
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING:
        return "text";
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES:
        return "bytes";
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BOOL:
        return "bool";
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64:
        return "int64";
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32:
        return "int32";
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT32:
        return "uint32";
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT64:
        return "uint64";
    default:
        return "number";
    }
}

static void write_type(FILE *out, const struct field *f) {
    fputs(field_is_repeated(f) ? "list of " : "", out);
    if (f->message)
        write_type_name(out, f->message->file, f->message->proto->name, f->message->name);
    else if (f->enumeration)
        write_type_name(out, f->enumeration->file, f->enumeration->proto->name, f->enumeration->name);
    else
        fputs(scalar_word(f->proto->type), out);
    fputs(f->proto->proto3_optional ? ", optional" : "", out);
}

static void write_notes(const struct field *f, FILE *out) {
    const char *separator = "";
    if (!f->rule)
        return;
    if (f->rule->required) {
        fputs("required", out);
        separator = ", ";
    }
    if (f->rule->output_only) {
        fprintf(out, "%sfilled by the server", separator);
        separator = ", ";
    }
    if (f->rule->secret) {
        fprintf(out, "%ssecret", separator);
        separator = ", ";
    }
    if (f->rule->bytes_max) {
        fprintf(out, "%sat most %u bytes", separator, f->rule->bytes_max);
        separator = ", ";
    }
    if (f->rule->items_max)
        fprintf(out, "%sat most %u items", separator, f->rule->items_max);
}

/* A bar would end the cell. */
static void write_cell(FILE *out, const char *text) {
    for (; *text; text++) {
        if (*text == '|')
            fputc('\\', out);
        fputc(*text, out);
    }
}

static void write_fields(struct pool *p, const struct message *m, FILE *out) {
    if (m->fields_count == 0) {
        fputs("No fields.\n", out);
        return;
    }
    fputs("| Field | Type | Label | Bounds | Meaning |\n|---|---|---|---|---|\n", out);
    for (size_t i = 0; i < m->fields_count; i++) {
        const struct field *f = &m->fields[i];
        fprintf(out, "| `%s` | ", f->proto->name);
        write_type(out, f);
        fputs(" | ", out);
        if (f->rule && *f->rule->zh)
            fprintf(out, "%s · %s", f->rule->zh, f->rule->en);
        fputs(" | ", out);
        write_notes(f, out);
        fputs(" | ", out);
        write_cell(out, errors_strip(p, source_comment(m->file->proto, &f->path)));
        fputs(" |\n", out);
    }
}

static void write_command(const struct method *m, FILE *out) {
    fprintf(out, "- Command: `kam %s %s", m->rule->noun, m->rule->verb);
    for (size_t i = 0; i < m->rule->n_args; i++) {
        const char *dot = strrchr(m->rule->args[i], '.');
        fprintf(out, " <%s>", dot ? dot + 1 : m->rule->args[i]);
    }
    fputs("`\n", out);
}

static void write_method(struct pool *p, const struct method *m, FILE *out) {
    const Kam__MethodRule *r = m->rule;
    const char *comment = source_comment(m->file->proto, &m->source);
    fprintf(out, "\n### %s\n\n%s · %s\n", m->path, r->zh, r->en);
    const char *prose = errors_strip(p, comment);
    if (*prose)
        fprintf(out, "\n%s\n", prose);
    fprintf(out, "\n- Kind: %s; answers with %s\n", kind_word(r->kind), cardinality_word(r->cardinality));
    if (*r->right)
        fprintf(out, "- Right: `%s`\n", r->right);
    else
        fprintf(out, "- Right: %s\n", r->public_ ? "none, and no session" : "none; any live session");
    if (r->audit == KAM__AUDIT__AUDIT_CONFIDENTIAL)
        fputs("- Confidential: each call is journalled\n", out);
    if (*r->subject)
        fprintf(out, "- Subject: %s `%s`\n", r->subject_kind, r->subject);
    if (r->n_keys) {
        fputs("- Order:", out);
        for (size_t i = 0; i < r->n_keys; i++)
            fprintf(out, " `%s`", r->keys[i]);
        fputs(r->descending ? ", downwards\n" : "\n", out);
    }
    write_command(m, out);
    char *errors[ERRORS_MAX];
    size_t count = errors_parse(p, comment, errors);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s  - %s\n", i == 0 ? "- Errors of its own:\n" : "", errors[i]);
    fputs("\n**Request**\n\n", out);
    write_fields(p, m->request, out);
    fputs("\n**Response**\n\n", out);
    write_fields(p, m->response, out);
}

static bool is_request_or_response(const struct model *m, const struct message *msg) {
    for (size_t i = 0; i < m->methods_count; i++)
        if (m->methods[i].request == msg || m->methods[i].response == msg)
            return true;
    return false;
}

static void write_types(const struct model *m, FILE *out) {
    fputs("\n## Messages\n", out);
    for (size_t i = 0; i < m->messages_count; i++) {
        const struct message *msg = &m->messages[i];
        if (!msg->file->generate || is_request_or_response(m, msg))
            continue;
        const char *comment = errors_strip(m->pool, source_comment(msg->file->proto, &msg->path));
        fprintf(out, "\n### %s\n\n%s%s", msg->name, comment, *comment ? "\n\n" : "");
        write_fields(m->pool, msg, out);
    }
    fputs("\n## Enums\n", out);
    for (size_t i = 0; i < m->enumerations_count; i++) {
        const struct enumeration *e = &m->enumerations[i];
        if (!e->file->generate)
            continue;
        fprintf(out, "\n### %s\n\n| Number | Name | Label | 名称 | English |\n|---|---|---|---|---|\n", e->name);
        for (size_t k = 0; k < e->values_count; k++)
            if (e->values[k].rule)
                fprintf(out, "| %d | `%s` | `%s` | %s | %s |\n", e->values[k].proto->number, e->values[k].proto->name, e->values[k].label,
                        e->values[k].rule->zh, e->values[k].rule->en);
    }
}

void reference_write(const struct model *m, struct output *o) {
    FILE *f = output_open(o, "METHODS.md");
    fputs(
        "# Methods\n\nMade from the protos by the build. Every call may also end with UNAUTHENTICATED, PERMISSION_DENIED (when it needs a "
        "right), INVALID_ARGUMENT (a field beyond its bounds), RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, INTERNAL or, "
        "for writes, UNKNOWN/OUTCOME_UNKNOWN.\n",
        f);
    const Google__Protobuf__ServiceDescriptorProto *service = NULL;
    for (size_t i = 0; i < m->methods_count; i++) {
        if (m->methods[i].service != service) {
            service = m->methods[i].service;
            fprintf(f, "\n## %s\n", service->name);
        }
        write_method(m->pool, &m->methods[i], f);
    }
    write_types(m, f);
    output_close(o);
}
