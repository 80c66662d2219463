#include "client/cli/journal/journal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/import/progress.h"
#include "client/cli/json/protojson.h"
#include "client/cli/output/cell.h"

enum { PART_ROWS = 2000 };

/* --NAME SEQ:HASH, or neither. An exit code. */
static int take_place(struct app *app, const char *name, int64_t *ret_seq, uint8_t ret_hash[DIGEST_BYTES]) {
    const char *text = arguments_take_flag(&app->arguments, name, false);
    const char *digits;
    char *end;

    if (!text)
        return 0;
    errno = 0;
    *ret_seq = strtoll(text, &end, 10);
    digits = end + 1;
    if (end == text || *end != ':' || errno || *ret_seq < 1 || *ret_seq == INT64_MAX || strlen(digits) != 2 * DIGEST_BYTES ||
        strspn(digits, "0123456789abcdefABCDEF") != 2 * DIGEST_BYTES)
        return app_usage(app, text_fill(TEXT_JOURNAL_HEAD_INVALID, text), xstrdup(text_of(TEXT_HINT_JOURNAL_HELP)));
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        char pair[3] = {digits[2 * i], digits[2 * i + 1], 0};

        ret_hash[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return 0;
}

static int tell_fault(struct app *app, const char *what, int64_t bad_seq) {
    struct complaint complaint = {0};
    char seq[24];

    snprintf(seq, sizeof(seq), "%" PRId64, bad_seq);
    complain(&complaint, EXIT_TAMPERED, text_fill(TEXT_JOURNAL_BROKEN, seq, what), NULL);
    return app_complain(app, &complaint);
}

/* {1} and {2} of a text are the first and the last of these records. */
static char *fill_range(enum text_id text, int64_t first, int64_t last) {
    char from[24], to[24];

    snprintf(from, sizeof(from), "%" PRId64, first);
    snprintf(to, sizeof(to), "%" PRId64, last);
    return text_fill(text, from, to);
}

/* No fault was found, but hidden records without a leaf are in between: which part nothing vouches for. */
static int tell_unproved(struct app *app, const struct chain *chain, int64_t first) {
    struct complaint complaint = {0};

    if (chain->loose_to < chain->head_seq)
        app_note(app, fill_range(TEXT_JOURNAL_PROVED, chain->loose_to ? chain->loose_to + 1 : first, chain->head_seq));
    if (chain->loose_to == 0)
        complain(&complaint, EXIT_UNPROVED, fill_range(TEXT_JOURNAL_UNPROVED, chain->head_seq + 1, chain->seq), NULL);
    else
        complain(&complaint, EXIT_UNPROVED, fill_range(TEXT_JOURNAL_UNPROVED, first, chain->loose_to), NULL);
    return app_complain(app, &complaint);
}

/* No fault was found: as far as this, and what that rests on. */
static int tell_sound(struct app *app, const struct chain *chain, int64_t first) {
    _cleanup_(freep) char *head = journal_head_text(chain->seq, chain->hash);
    char hidden[24];

    snprintf(hidden, sizeof(hidden), "%" PRIu64, chain->loose ? chain->loose : chain->hidden);
    printf("%s\n", head);
    if (chain->loose)
        app_note(app, text_fill(TEXT_JOURNAL_LOOSE, hidden));
    else
        app_note(app, xstrdup(text_of(first > 1 ? TEXT_JOURNAL_SOUND_PART : TEXT_JOURNAL_SOUND)));
    if (chain->hidden && !chain->loose)
        app_note(app, text_fill(TEXT_JOURNAL_HIDDEN, hidden));
    if (!chain->head_seq)
        app_note(app, xstrdup(text_of(TEXT_JOURNAL_NO_HEAD)));
    else if (chain->met_head && chain->seq > chain->head_seq)
        app_note(app, fill_range(TEXT_JOURNAL_BEYOND, chain->head_seq + 1, chain->seq));
    return chain->loose ? tell_unproved(app, chain, first) : 0;
}

static const char *finding_text(enum chain_finding finding) {
    switch (finding) {
    case CHAIN_MISSING:
        return text_of(TEXT_JOURNAL_MISSING);
    case CHAIN_REPEATED:
        return text_of(TEXT_JOURNAL_REPEATED);
    case CHAIN_OTHER:
        return text_of(TEXT_JOURNAL_OTHER);
    default:
        return text_of(TEXT_JOURNAL_ALTERED);
    }
}

/* What cannot be read as a record of the journal is where the chain is not sound. */
static int verify_lines(struct app *app, FILE *stream, struct chain *chain) {
    enum chain_finding finding = CHAIN_SOUND;
    int64_t bad_seq = 0, first = chain->seq + 1;
    _cleanup_(freep) char *line = NULL;
    size_t room = 0;
    ssize_t bytes;

    while (finding == CHAIN_SOUND && (bytes = getline(&line, &room, stream)) > 0) {
        struct protojson_fault fault;
        ProtobufCMessage *record = NULL;

        if (protojson_parse(line, (size_t)bytes, &kam__v1__journal_record__descriptor, &record, &fault) != PROTOJSON_OK) {
            char why[512];

            protojson_fault_text(&fault, language_code(), why, sizeof(why));
            return tell_fault(app, why, chain->seq + 1);
        }
        finding = chain_add(chain, (const Kam__V1__JournalRecord *)record, &bad_seq);
        protobuf_c_message_free_unpacked(record, NULL);
    }
    if (finding == CHAIN_SOUND)
        finding = chain_end(chain, &bad_seq);
    return finding == CHAIN_SOUND ? tell_sound(app, chain, first) : tell_fault(app, finding_text(finding), bad_seq);
}

static int verify_file(struct app *app, const char *path, struct chain *chain) {
    struct complaint complaint = {0};
    FILE *stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    int fault;

    if (!stream) {
        complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(errno)), NULL);
        return app_complain(app, &complaint);
    }
    fault = verify_lines(app, stream, chain);
    if (stream != stdin)
        fclose(stream);
    return fault;
}

/* One part on the server. More: there may be another. An exit code. */
static int verify_part(struct app *app, struct chain *chain, bool *ret_more) {
    const struct kam_method *method = kam_method_find("kam.v1.Journal/VerifyJournal");
    Kam__V1__VerifyJournalRequest request = KAM__V1__VERIFY_JOURNAL_REQUEST__INIT;
    ProtobufCMessage *message = NULL;
    const Kam__V1__VerifyJournalResponse *response;
    int fault;

    request.from_seq = chain->seq + 1;
    request.records_max = PART_ROWS;
    request.head_seq = chain->head_seq;
    request.head_hash = (ProtobufCBinaryData){chain->head_seq ? DIGEST_BYTES : 0, chain->head_hash};
    fault = app_call_message(app, method, &request.base, &message);
    if (fault != 0)
        return fault;
    response = (const Kam__V1__VerifyJournalResponse *)message;
    *ret_more = response->checked_to >= chain->seq + PART_ROWS;
    if (response->_bad_seq_case == KAM__V1__VERIFY_JOURNAL_RESPONSE___BAD_SEQ_BAD_SEQ) {
        _cleanup_(freep) char *what = cell_text(message, cell_field(message->descriptor, "finding"), CELL_HUMAN);

        fault = tell_fault(app, what ? what : "", response->bad_seq);
    } else if (response->hash.len == DIGEST_BYTES) {
        chain->seq = response->checked_to;
        memcpy(chain->hash, response->hash.data, DIGEST_BYTES);
    }
    kam_message_free(message);
    return fault;
}

static int verify_on_server(struct app *app, struct chain *chain) {
    struct progress progress;
    bool more = true;
    int fault = 0;

    progress_init(&progress, stderr, 0, app->quiet, app->color_errors);
    while (more && fault == 0) {
        fault = verify_part(app, chain, &more);
        progress_show(&progress, (size_t)chain->seq, text_of(TEXT_JOURNAL_PROGRESS));
    }
    progress_end(&progress);
    return fault ? fault : tell_sound(app, chain, 1);
}

int journal_verify_run(struct app *app) {
    const char *path = arguments_take_flag(&app->arguments, "file", false);
    struct chain chain = {0};
    int fault = take_place(app, "head", &chain.head_seq, chain.head_hash);

    if (fault == 0 && path)
        fault = take_place(app, "from", &chain.seq, chain.hash);
    if (fault == 0)
        fault = app_expect_no_more(app);
    if (fault != 0)
        return fault;
    return path ? verify_file(app, path, &chain) : verify_on_server(app, &chain);
}
