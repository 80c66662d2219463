#include "client/cli/output/failure.h"

#include <stdlib.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/base/width.h"
#include "client/cli/grammar/field.h"

/* Faults of the settings on this machine, whatever their status: mending them is the caller's, waiting helps nobody. */
static bool is_of_settings(const struct kam_error *error) {
    static const char *const reasons[] = {"ENDPOINTS_INVALID", "CA_FILE_UNREADABLE", "CERTIFICATE_REJECTED", "PENDING_FOLDER"};

    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
        if (strcmp(error->reason, reasons[i]) == 0)
            return true;
    return false;
}

enum exit_code failure_exit(const struct kam_error *error) {
    if (is_of_settings(error))
        return EXIT_FILE;
    switch (error->code) {
    case KAM_OK:
        return EXIT_DONE;
    case KAM_NOT_FOUND:
        return EXIT_NOT_FOUND;
    case KAM_PERMISSION_DENIED:
        return EXIT_DENIED;
    case KAM_UNAUTHENTICATED:
        return EXIT_LOGIN;
    case KAM_ALREADY_EXISTS:
    case KAM_ABORTED:
        return EXIT_CONFLICT;
    case KAM_FAILED_PRECONDITION:
        return EXIT_STATE;
    case KAM_INVALID_ARGUMENT:
    case KAM_OUT_OF_RANGE:
        return EXIT_INVALID;
    case KAM_UNAVAILABLE:
        return EXIT_UNAVAILABLE;
    case KAM_UNKNOWN:
        return EXIT_OUTCOME_UNKNOWN;
    case KAM_DEADLINE_EXCEEDED:
        return EXIT_DEADLINE;
    case KAM_RESOURCE_EXHAUSTED:
        return EXIT_LIMIT;
    case KAM_CANCELLED:
        return EXIT_INTERRUPTED;
    case KAM_UNIMPLEMENTED:
    case KAM_INTERNAL:
    case KAM_DATA_LOSS:
        break;
    }
    return EXIT_GENERAL;
}

static void headline(FILE *stream, bool color, const char *message) {
    _cleanup_(freep) char *safe = width_safe(message, 1);

    fprintf(stream, "%s%s%s%s\n", color ? "\033[1;31m" : "", text_of(TEXT_ERROR), color ? "\033[0m" : "", safe);
}

/* A line below the headline: "  提示  …"; further lines of the value stand under its first. */
static void line(FILE *stream, bool color, enum text_id label, const char *value) {
    _cleanup_(freep) char *safe = width_safe(value, 1);
    size_t cells = 0;

    /* As wide as the widest of them in this language, so that they stand in a column. */
    static const enum text_id labels[] = {TEXT_LABEL_REASON, TEXT_LABEL_FIELD, TEXT_LABEL_RIGHT, TEXT_LABEL_HOLDERS, TEXT_LABEL_HINT};

    for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
        if (width_of(text_of(labels[i])) > cells)
            cells = width_of(text_of(labels[i]));
    fputs(color ? "  \033[2m" : "  ", stream);
    width_print(stream, text_of(label), cells + 2);
    fputs(color ? "\033[0m" : "", stream);
    for (const char *at = safe; *at; at++) {
        fputc(*at, stream);
        if (*at == '\n')
            width_print(stream, "", cells + 4);
    }
    fputc('\n', stream);
}

void failure_print_complaint(FILE *stream, bool color, const struct complaint *complaint) {
    if (complaint->message)
        headline(stream, color, complaint->message);
    if (complaint->hint)
        line(stream, color, TEXT_LABEL_HINT, complaint->hint);
}

/* "account.name" with its label: 名称(account.name). */
static char *violation_text(const struct kam_method *method, const struct kam_violation *violation, const char *said) {
    _cleanup_(freep) char *plain = xstrdup(violation->field);
    struct field_path path = {0};
    size_t kept = 0;

    for (const char *at = violation->field; *at; at++) {
        if (*at == '[') /* a list's item: the label is the list's */
            at += strcspn(at, "]");
        else
            plain[kept++] = *at;
        if (!*at)
            break;
    }
    plain[kept] = '\0';
    /* Inside a list's item the list is what people know by name. */
    while (method && field_at(method->request, plain, &path) != 0 && strrchr(plain, '.'))
        *strrchr(plain, '.') = '\0';
    /* What the headline says already need not be said again. */
    if (path.depth && strcmp(violation->message, said) == 0)
        return text_fill(TEXT_HOLDER, field_label(path.message[path.depth - 1], field_last(&path)), violation->field);
    if (path.depth)
        return text_fill(TEXT_VIOLATION, field_label(path.message[path.depth - 1], field_last(&path)), violation->field,
                         violation->message);
    return xasprintf("%s: %s", violation->field, violation->message);
}

static char *holders_text(const struct kam_error *error) {
    char *joined = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&joined, &bytes);

    for (size_t i = 0; i < error->holders_count; i++) {
        _cleanup_(freep) char *holder = *error->holders[i].post ? text_fill(TEXT_HOLDER, error->holders[i].name, error->holders[i].post)
                                                                : xstrdup(error->holders[i].name);

        fprintf(stream, "%s%s", i ? text_of(TEXT_LIST_MARK) : "", holder);
    }
    fclose(stream);
    return joined;
}

static char *hint_for(const struct kam_method *method, const struct kam_error *error, bool had_session) {
    char digits[2 * KAM_REQUEST_ID_BYTES + 1] = "", seconds[16];

    for (size_t i = 0; error->request_id && i < KAM_REQUEST_ID_BYTES; i++)
        sprintf(digits + 2 * i, "%02x", error->request_id[i]);
    snprintf(seconds, sizeof(seconds), "%u", (error->retry_after_ms + 999) / 1000);

    if (is_of_settings(error))
        return xstrdup(text_of(TEXT_HINT_SETTINGS));
    if (strcmp(error->reason, "PASSWORD_EXPIRED") == 0)
        return xstrdup(text_of(TEXT_HINT_PASSWORD_EXPIRED));
    if (strcmp(error->reason, "SECOND_FACTOR_DUE") == 0)
        return xstrdup(text_of(TEXT_HINT_SECOND_FACTOR_DUE));
    if (strcmp(error->reason, "ETAG_MISMATCH") == 0)
        return xstrdup(text_of(TEXT_HINT_ETAG));
    switch (error->code) {
    case KAM_UNAUTHENTICATED:
        if (method && method->is_public)
            return NULL;
        return xstrdup(text_of(had_session ? TEXT_HINT_LOGIN_AGAIN : TEXT_HINT_LOGIN));
    case KAM_UNKNOWN:
        return *digits ? text_fill(TEXT_HINT_OUTCOME, digits) : NULL;
    case KAM_UNAVAILABLE:
        return xstrdup(text_of(TEXT_HINT_UNAVAILABLE));
    case KAM_DEADLINE_EXCEEDED:
        return xstrdup(text_of(TEXT_HINT_DEADLINE));
    case KAM_RESOURCE_EXHAUSTED:
        return error->retry_after_ms ? text_fill(TEXT_HINT_LATER, seconds) : NULL;
    case KAM_NOT_FOUND:
        return xstrdup(text_of(TEXT_HINT_NOT_FOUND));
    case KAM_PERMISSION_DENIED:
        return error->holders_count == 0 ? xstrdup(text_of(TEXT_HINT_DENIED)) : NULL;
    case KAM_UNIMPLEMENTED:
        return xstrdup(text_of(TEXT_HINT_UNIMPLEMENTED));
    default:
        return NULL;
    }
}

void failure_print(FILE *stream, bool color, const struct kam_method *method, const struct kam_error *error, bool had_session) {
    _cleanup_(freep) char *reason = NULL;
    _cleanup_(freep) char *holders = holders_text(error);
    _cleanup_(freep) char *hint = hint_for(method, error, had_session);

    headline(stream, color, *error->message ? error->message : kam_status_name(error->code));
    for (size_t i = 0; i < error->violations_count; i++) {
        _cleanup_(freep) char *violation = violation_text(method, &error->violations[i], error->message);

        line(stream, color, TEXT_LABEL_FIELD, violation);
    }
    if (*error->required_right)
        line(stream, color, TEXT_LABEL_RIGHT, error->required_right);
    if (error->holders_count)
        line(stream, color, TEXT_LABEL_HOLDERS, holders);
    if (hint)
        line(stream, color, TEXT_LABEL_HINT, hint);
    reason = *error->reason ? xasprintf("%s/%s", kam_status_name(error->code), error->reason) : xstrdup(kam_status_name(error->code));
    line(stream, color, TEXT_LABEL_REASON, reason);
}
