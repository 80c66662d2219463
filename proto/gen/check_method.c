#include "proto/gen/check_method.h"

#include "proto/gen/errors.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TYPE(name) GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_##name

static void fault(struct faults *f, const struct method *m, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void fault(struct faults *f, const struct method *m, const char *format, ...) {
    char message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    faults_add(f, m->file->proto->name, source_line(m->file->proto, &m->source), m->path, "%s", message);
}

static bool has_text(const char *s) {
    return s && *s;
}

static bool is_made_of(const char *s, const char *letters) {
    return has_text(s) && s[strspn(s, letters)] == 0;
}

/* Follows "account.identifiers" down from the request; a fault and NULL when it leads nowhere. */
static const struct field *follow(const struct method *m, const char *what, const char *path, struct faults *f) {
    const struct message *at = m->request;
    const struct field *field = NULL;
    for (const char *s = path; at;) {
        size_t bytes = strcspn(s, ".");
        field = message_field(at, pool_strndup(f->pool, s, bytes));
        if (!field) {
            fault(f, m, "%s \"%s\": %s has no field %.*s", what, path, at->name, (int)bytes, s);
            return NULL;
        }
        s += bytes;
        if (*s == 0)
            return field;
        if (field_is_repeated(field) || !field->message) {
            fault(f, m, "%s \"%s\": %s is not a single message", what, path, field->proto->name);
            return NULL;
        }
        at = field->message;
        s++;
    }
    return NULL;
}

static void check_names(const struct method *m, struct faults *f) {
    const char *request = pool_printf(f->pool, "%sRequest", m->proto->name), *response = pool_printf(f->pool, "%sResponse", m->proto->name);
    if (strcmp(m->request->proto->name, request) != 0)
        fault(f, m, "its request is named %s, not %s", request, m->request->proto->name);
    if (strcmp(m->response->proto->name, response) != 0)
        fault(f, m, "its response is named %s, not %s", response, m->response->proto->name);
    if (m->proto->client_streaming || m->proto->server_streaming)
        fault(f, m, "streams are not served");
}

static void check_labels(const struct method *m, struct faults *f) {
    static const char word[] = "abcdefghijklmnopqrstuvwxyz-";
    const Kam__MethodRule *r = m->rule;
    if (!has_text(r->zh) || !has_text(r->en))
        fault(f, m, "it needs zh and en");
    if (!is_made_of(r->noun, word) || !is_made_of(r->verb, word))
        fault(f, m, "it needs a noun and a verb of small letters and dashes");
}

static void check_kind(const struct method *m, struct faults *f) {
    const Kam__MethodRule *r = m->rule;
    bool handler = r->kind == KAM__METHOD_KIND__METHOD_KIND_HANDLER;
    if (r->kind == KAM__METHOD_KIND__METHOD_KIND_UNSPECIFIED || r->kind > KAM__METHOD_KIND__METHOD_KIND_HANDLER)
        fault(f, m, "it needs a kind: READ, QUERY, WRITE or HANDLER");
    if (r->cardinality == KAM__CARDINALITY__CARDINALITY_UNSPECIFIED || r->cardinality > KAM__CARDINALITY__CARDINALITY_BOUNDED)
        fault(f, m, "it needs a cardinality: ONE, PAGE or BOUNDED");
    if (r->public_ && (!handler || has_text(r->right)))
        fault(f, m, "a public method is a handler and needs no right");
    if (has_text(r->right) && !is_made_of(r->right, "abcdefghijklmnopqrstuvwxyz_."))
        fault(f, m, "right \"%s\": small letters, dots and underscores only", r->right);
    bool write = r->kind == KAM__METHOD_KIND__METHOD_KIND_WRITE;
    if (write != (r->audit == KAM__AUDIT__AUDIT_WRITE))
        fault(f, m, "AUDIT_WRITE goes with writes, and only with them");
    if (r->audit == KAM__AUDIT__AUDIT_CONFIDENTIAL && r->kind != KAM__METHOD_KIND__METHOD_KIND_QUERY)
        fault(f, m, "a confidential read is journalled by its function: its kind is QUERY");
    if (write && r->cardinality != KAM__CARDINALITY__CARDINALITY_ONE)
        fault(f, m, "a write answers with ONE, which is kept for a retry");
}

static void check_subject(const struct method *m, struct faults *f) {
    const Kam__MethodRule *r = m->rule;
    if (has_text(r->subject) != has_text(r->subject_kind)) {
        fault(f, m, "subject and subject_kind go together");
        return;
    }
    if (!has_text(r->subject))
        return;
    const struct field *field = follow(m, "subject", r->subject, f);
    if (field && (field_is_repeated(field) || field->proto->type != TYPE(INT64)))
        fault(f, m, "subject \"%s\" is not a single int64", r->subject);
}

static void check_args(const struct method *m, struct faults *f) {
    for (size_t i = 0; i < m->rule->n_args; i++) {
        const struct field *field = follow(m, "args", m->rule->args[i], f);
        if (field && (field_is_repeated(field) || field->message))
            fault(f, m, "args \"%s\" is not a single value", m->rule->args[i]);
    }
}

/* The one repeated message of a list's response; a fault and NULL otherwise. */
static const struct message *list_item(const struct method *m, struct faults *f) {
    const struct message *item = NULL;
    for (size_t i = 0; i < m->response->fields_count; i++) {
        const struct field *field = &m->response->fields[i];
        bool token = m->rule->cardinality == KAM__CARDINALITY__CARDINALITY_PAGE && strcmp(field->proto->name, "next_page_token") == 0;
        if (token)
            continue;
        if (item || !field_is_repeated(field) || !field->message) {
            fault(f, m, "the response of a list holds one repeated message; %s is too much", field->proto->name);
            return NULL;
        }
        item = field->message;
    }
    if (!item)
        fault(f, m, "the response of a list holds one repeated message");
    return item;
}

static void need_field(const struct method *m, const struct message *where, const char *name,
                       Google__Protobuf__FieldDescriptorProto__Type type, const char *type_name, struct faults *f) {
    const struct field *field = message_field(where, name);
    if (!field || field_is_repeated(field) || field->proto->type != type || field->proto->proto3_optional)
        fault(f, m, "a page needs %s.%s, a plain %s", where->proto->name, name, type_name);
}

static void check_keys(const struct method *m, const struct message *item, struct faults *f) {
    const Kam__MethodRule *r = m->rule;
    if (r->n_keys == 0)
        fault(f, m, "a page needs keys: the fields of %s that order it", item->name);
    for (size_t i = 0; i < r->n_keys; i++) {
        const struct field *key = message_field(item, r->keys[i]);
        bool time = key && key->message &&
                    (strcmp(key->message->name, "google.protobuf.Timestamp") == 0 || strcmp(key->message->name, "kam.v1.Date") == 0);
        if (!key)
            fault(f, m, "keys \"%s\": %s has no such field", r->keys[i], item->name);
        else if (field_is_repeated(key) || (key->message && !time))
            fault(f, m, "keys \"%s\" is not a single value", r->keys[i]);
    }
}

static void check_cardinality(const struct method *m, struct faults *f) {
    const Kam__MethodRule *r = m->rule;
    bool page = r->cardinality == KAM__CARDINALITY__CARDINALITY_PAGE;
    if (!page && (r->n_keys || r->descending))
        fault(f, m, "keys and descending are for pages");
    if (!page && r->cardinality != KAM__CARDINALITY__CARDINALITY_BOUNDED)
        return;
    const struct message *item = list_item(m, f);
    if (!page)
        return;
    need_field(m, m->request, "page_size", TYPE(INT32), "int32", f);
    need_field(m, m->request, "page_token", TYPE(STRING), "string", f);
    need_field(m, m->response, "next_page_token", TYPE(STRING), "string", f);
    if (item)
        check_keys(m, item, f);
}

enum { DEPTH_MAX = 16 };

/* A request that holds itself could be nested without end by a hostile peer. */
static bool nests_too_deep(const struct message *m, int depth) {
    if (depth > DEPTH_MAX)
        return true;
    for (size_t i = 0; i < m->fields_count; i++)
        if (m->fields[i].message && nests_too_deep(m->fields[i].message, depth + 1))
            return true;
    return false;
}

static void check_against_others(const struct model *all, const struct method *m, struct faults *f) {
    for (const struct method *other = all->methods; other < m; other++) {
        if (strcmp(other->function, m->function) == 0)
            fault(f, m, "its database function %s is that of %s too", m->function, other->path);
        if (other->rule && strcmp(other->rule->noun, m->rule->noun) == 0 && strcmp(other->rule->verb, m->rule->verb) == 0)
            fault(f, m, "the command \"%s %s\" is that of %s too", m->rule->noun, m->rule->verb, other->path);
    }
}

void check_method(const struct model *all, const struct method *m, struct faults *f) {
    if (!m->rule) {
        fault(f, m, "it needs option (kam.method)");
        return;
    }
    check_names(m, f);
    check_labels(m, f);
    check_kind(m, f);
    check_subject(m, f);
    check_args(m, f);
    check_cardinality(m, f);
    check_against_others(all, m, f);
    if (nests_too_deep(m->request, 0))
        fault(f, m, "the request nests deeper than %d, or holds itself", DEPTH_MAX);
    const char *unknown = errors_first_unknown(f->pool, source_comment(m->file->proto, &m->source));
    if (unknown)
        fault(f, m, "its comment names the error \"%s\", which is no status code", unknown);
}
