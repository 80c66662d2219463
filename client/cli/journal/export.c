#include "client/cli/journal/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/import/progress.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"

enum { PART_ROWS = 1000 };

struct journal_export {
    struct app *app;
    FILE *stream;
    int64_t until;  /* the head when the export began: it does not chase the records it makes itself */
    int64_t before; /* the record before the part: asked for, not written, for its hash is what the first one follows from; 0: none */
    uint8_t before_hash[DIGEST_BYTES];
    struct chain chain;
    enum chain_finding finding;
    int64_t bad_seq;
};

char *journal_head_text(int64_t seq, const uint8_t hash[DIGEST_BYTES]) {
    char digits[2 * DIGEST_BYTES + 1];

    for (size_t i = 0; i < DIGEST_BYTES; i++)
        snprintf(digits + 2 * i, 3, "%02x", hash[i]);
    return xasprintf("%" PRId64 ":%s", seq, digits);
}

static int read_head(struct journal_export *export) {
    const struct kam_method *method = kam_method_find("kam.v1.Journal/GetJournalHead");
    _cleanup_(json_decrefp) json_t *request = xjson(json_object());
    ProtobufCMessage *response = NULL;
    int fault = app_call(export->app, method, request, &response);

    if (fault != 0)
        return fault;
    export->until = ((const Kam__V1__GetJournalHeadResponse *)response)->seq;
    kam_message_free(response);
    return 0;
}

static void print_part(struct journal_export *export, const Kam__V1__ExportJournalResponse *part) {
    for (size_t i = 0; i < part->n_records; i++) {
        const Kam__V1__JournalRecord *record = part->records[i];
        _cleanup_(json_decrefp) json_t *value = NULL;

        if (record->seq == export->before && record->hash.len == DIGEST_BYTES) {
            export->chain.seq = record->seq;
            memcpy(export->chain.hash, record->hash.data, DIGEST_BYTES);
            memcpy(export->before_hash, record->hash.data, DIGEST_BYTES);
            continue;
        }
        value = xjson(protojson_encode(&record->base, 0));
        json_dumpf(value, export->stream, JSON_COMPACT);
        fputc('\n', export->stream);
        if (export->finding == CHAIN_SOUND)
            export->finding = chain_add(&export->chain, record, &export->bad_seq);
    }
}

static int export_parts(struct journal_export *export, int64_t after, const char *reason) {
    const struct kam_method *method = kam_method_find("kam.v1.Journal/ExportJournal");
    struct progress progress;
    int fault = read_head(export);

    progress_init(&progress, stderr, (size_t) export->until, export->app->quiet, export->app->color_errors);
    for (bool more = fault == 0; more && fault == 0 && !ferror(export->stream);) {
        _cleanup_(json_decrefp) json_t *request = xjson(json_pack("{s:I,s:I,s:i,s:s}", "after_seq", (json_int_t)after, "until_seq",
                                                                  (json_int_t) export->until, "records_max", PART_ROWS, "reason", reason));
        ProtobufCMessage *response = NULL;

        fault = app_call(export->app, method, request, &response);
        if (fault != 0)
            break;
        print_part(export, (const Kam__V1__ExportJournalResponse *)response);
        after = ((const Kam__V1__ExportJournalResponse *)response)->next_seq;
        more = after != 0;
        progress_show(&progress, (size_t) export->chain.seq, text_of(TEXT_JOURNAL_PROGRESS));
        kam_message_free(response);
    }
    progress_end(&progress);
    return fault;
}

static int write_file(struct journal_export *export, const char *path, int64_t after, const char *reason) {
    struct complaint complaint = {0};
    struct newfile file;
    int fault, broken = newfile_open(&file, path, false);

    if (broken == 0) {
        export->stream = file.stream;
        fault = export_parts(export, after, reason);
        if (fault == 0)
            broken = newfile_commit(&file);
        newfile_drop(&file);
        if (fault != 0)
            return fault;
    }
    if (broken == 0)
        return 0;
    complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_WRITE, path, strerror(-broken)), NULL);
    return app_complain(export->app, &complaint);
}

int journal_export_run(struct app *app) {
    const char *reason = arguments_take_flag(&app->arguments, "reason", false);
    const char *path = arguments_take_word(&app->arguments);
    struct journal_export export = {.app = app, .stream = stdout};
    int64_t from;
    int fault = journal_number(app, "from", 1, &from);

    if (fault == 0)
        fault = app_expect_no_more(app);
    if (fault != 0)
        return fault;
    if (!path)
        return app_usage(app, xstrdup(text_of(TEXT_EXPORT_FILE_MISSING)), xstrdup(text_of(TEXT_HINT_JOURNAL_HELP)));
    if (!reason || !*reason)
        return app_usage(app, xstrdup(text_of(TEXT_EXPORT_REASON_MISSING)), xstrdup(text_of(TEXT_HINT_JOURNAL_HELP)));
    export.before = from > 1 ? from - 1 : 0;
    if (strcmp(path, "-") == 0)
        fault = export_parts(&export, from > 1 ? from - 2 : 0, reason);
    else
        fault = write_file(&export, path, from > 1 ? from - 2 : 0, reason);
    if (fault == 0) {
        _cleanup_(freep) char *head = journal_head_text(export.chain.seq, export.chain.hash);

        app_note(app, text_fill(TEXT_JOURNAL_EXPORTED, head, path));
        if (export.before) {
            _cleanup_(freep) char *before = journal_head_text(export.before, export.before_hash);

            app_note(app, text_fill(TEXT_JOURNAL_EXPORTED_FROM, before));
        }
    }
    return fault;
}
