#include "client/cli/documents/transfer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"
#include "client/cli/command/lookup.h"
#include "client/cli/import/key.h"
#include "client/cli/import/progress.h"
#include "client/cli/json/protojson.h"
#include "kam/client_methods.h"

enum {
    CHUNK_BYTES = 262144, /* as the protocol has it */
    WINDOW = 4,           /* chunks under way at once */
    PAUSE_FIRST_MS = 200, /* after a failure that may pass; doubled up to … */
    PAUSE_MAX_MS = 5000,
    PATIENCE_MS = 300000, /* how long a server may stay away without any progress */
    ATTEMPTS_MAX = 100,   /* uploads of one file that were given up */
};

/* One file on its way. Owns the stream. */
struct upload {
    struct app *app;
    kam_client *client;
    const char *path;
    FILE *stream;
    int64_t bytes;
    char sha256[65];
    int64_t id;
    struct progress progress;
};

static int file_complaint(const struct app *app, const char *path, int fault) {
    struct complaint complaint = {0};

    complain(&complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(fault)), NULL);
    return app_complain(app, &complaint);
}

/* Reads the whole file once, for its size and hash. An exit code. */
static int measure(struct upload *upload) {
    EVP_MD_CTX *hash;
    struct stat state;
    char buffer[1 << 16];
    size_t got;

    upload->stream = fopen(upload->path, "re");
    if (!upload->stream)
        return file_complaint(upload->app, upload->path, errno);
    if (fstat(fileno(upload->stream), &state) == 0 && !S_ISREG(state.st_mode))
        return file_complaint(upload->app, upload->path, S_ISDIR(state.st_mode) ? EISDIR : ESPIPE);
    hash = transfer_hash_begin();
    while ((got = fread(buffer, 1, sizeof(buffer), upload->stream)) > 0) {
        transfer_hash_add(hash, buffer, got);
        upload->bytes += (int64_t)got;
    }
    transfer_hash_end(hash, upload->sha256);
    if (ferror(upload->stream))
        return file_complaint(upload->app, upload->path, errno ? errno : EIO);
    if (upload->bytes == 0)
        return app_usage(upload->app, text_fill(TEXT_UPLOAD_EMPTY, upload->path), NULL);
    return 0;
}

/* What the name's ending says; the server keeps it for whoever opens the file. */
static const char *media_type(const char *name) {
    static const struct {
        const char *ending, *type;
    } known[] = {{".pdf", "application/pdf"},
                 {".jpg", "image/jpeg"},
                 {".jpeg", "image/jpeg"},
                 {".png", "image/png"},
                 {".tif", "image/tiff"},
                 {".tiff", "image/tiff"},
                 {".txt", "text/plain"},
                 {".zip", "application/zip"},
                 {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
                 {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
    const char *ending = strrchr(name, '.');

    for (size_t i = 0; ending && i < ARRAY_SIZE(known); i++)
        if (strcasecmp(known[i].ending, ending) == 0)
            return known[i].type;
    return "application/octet-stream";
}

/* The request to register it: the command line over what the file itself says. An exit code. */
static int build(struct upload *upload, json_t **ret_request) {
    const struct kam_method *method = kam_method_find("kam.v1.Documents/CreateDocument");
    struct request_lookup lookup = lookup_through(upload->app);
    const char *slash = strrchr(upload->path, '/'), *name = slash ? slash + 1 : upload->path;
    _cleanup_(json_decrefp) json_t *data =
        xjson(json_pack("{s:{s:s,s:s,s:s,s:I,s:s}}", "document", "title", name, "file_name", name, "media_type", media_type(name),
                        "size_bytes", (json_int_t)upload->bytes, "sha256", upload->sha256));
    struct complaint complaint = {0};

    if (request_build(method, &upload->app->arguments, data, &lookup, ret_request, &complaint) != 0)
        return app_complain(upload->app, &complaint);
    return 0;
}

/* The first 16 bytes of SHA-256 over the words, each ended by NUL. */
static void make_key(const char *first, const char *second, int64_t number, uint8_t ret_key[KEY_BYTES]) {
    uint8_t hash[FILE_HASH_BYTES];
    char *text = NULL;
    size_t bytes;
    FILE *stream = xmemstream(&text, &bytes);

    fprintf(stream, "%s%c%s%c%lld", first, 0, second, 0, (long long)number);
    fclose(stream);
    key_hash_file(text, bytes, hash);
    memcpy(ret_key, hash, KEY_BYTES);
    free(text);
}

/* Where the upload stands: KAM_OK with the document, which may be kept already, or the status of the call. */
static int look(struct upload *upload, Kam__V1__GetDocumentResponse **ret_response) {
    Kam__V1__GetDocumentRequest request = KAM__V1__GET_DOCUMENT_REQUEST__INIT;

    request.id = upload->id;
    return kam_documents_get_document(upload->client, &request, NULL, ret_response);
}

/* Registers the document, or finds it registered by an earlier run. An exit code; *ret_document is the caller's. */
static int register_it(struct upload *upload, json_t *registered, Kam__V1__GetDocumentResponse **ret_response) {
    const struct kam_method *method = kam_method_find("kam.v1.Documents/CreateDocument");
    _cleanup_(freep) char *words = json_dumps(registered, JSON_SORT_KEYS | JSON_COMPACT);
    struct protojson_fault fault;
    ProtobufCMessage *request = NULL;
    int code = 0;

    if (protojson_decode(registered, method->request, &request, &fault) != PROTOJSON_OK)
        return app_usage(upload->app, xstrdup(text_of(TEXT_VALUE_UTF8)), NULL);
    for (int attempt = 0; attempt < ATTEMPTS_MAX && !upload->id && code == 0; attempt++) {
        struct kam_call_options options;
        Kam__V1__CreateDocumentResponse *made = NULL;
        uint8_t key[KEY_BYTES];

        kam_call_options_init(&options);
        make_key("kam documents upload", words, attempt, key);
        options.request_id = key;
        if (kam_documents_create_document(upload->client, (Kam__V1__CreateDocumentRequest *)request, &options, &made) != KAM_OK) {
            code = transfer_failed(upload->app, method);
            continue;
        }
        upload->id = made->document->id;
        kam_message_free(&made->base);
        if (look(upload, ret_response) == KAM_OK)
            continue;
        if (kam_client_error(upload->client)->code == KAM_NOT_FOUND)
            upload->id = 0; /* an earlier upload that was given up */
        else
            code = transfer_failed(upload->app, kam_method_find("kam.v1.Documents/GetDocument"));
    }
    protobuf_c_message_free_unpacked(request, NULL);
    return code;
}

/* Reads one chunk and starts its call. 0, 1 when the file is not what it was, or a status. */
static int start_chunk(struct upload *upload, int64_t offset, uint64_t *ret_ticket) {
    static uint8_t content[CHUNK_BYTES];
    size_t bytes = upload->bytes - offset < CHUNK_BYTES ? (size_t)(upload->bytes - offset) : CHUNK_BYTES;
    Kam__V1__UploadChunkRequest request = KAM__V1__UPLOAD_CHUNK_REQUEST__INIT;
    struct kam_call_options options;
    uint8_t key[KEY_BYTES];
    char digits[65];
    EVP_MD_CTX *hash;

    if (fseeko(upload->stream, (off_t)offset, SEEK_SET) != 0 || fread(content, 1, bytes, upload->stream) != bytes)
        return -1;
    hash = transfer_hash_begin();
    transfer_hash_add(hash, content, bytes);
    transfer_hash_end(hash, digits);
    request.id = upload->id;
    request.byte_offset = offset;
    request.content = (ProtobufCBinaryData){.len = bytes, .data = content};
    request.sha256 = digits;
    make_key("kam documents chunk", digits, upload->id * 4096 + offset / CHUNK_BYTES, key);
    kam_call_options_init(&options);
    options.request_id = key;
    return kam_call_start(upload->client, kam_method_find("kam.v1.Documents/UploadChunk"), &request.base, &options, ret_ticket);
}

/* Sends from `offset` to the end, WINDOW chunks at a time. 0, -1 when the file is not what it was, or the status of a call. */
static int send_from(struct upload *upload, int64_t offset) {
    uint64_t tickets[WINDOW];
    int64_t first = offset;
    int status = KAM_OK;

    for (size_t begun = 0, done = 0; done < begun || (status == KAM_OK && offset < upload->bytes);) {
        ProtobufCMessage *answer = NULL;
        int ended;

        if (status == KAM_OK && offset < upload->bytes && begun - done < WINDOW) {
            status = start_chunk(upload, offset, &tickets[begun % WINDOW]);
            begun += status == KAM_OK;
            offset += CHUNK_BYTES;
            continue;
        }
        ended = kam_call_wait(upload->client, tickets[done % WINDOW], &answer);
        kam_message_free(answer);
        done++;
        if (ended != KAM_OK && status == KAM_OK)
            status = ended;
        if (status == KAM_OK) {
            int64_t there = first + (int64_t)done * CHUNK_BYTES;

            progress_show(&upload->progress, (size_t)((there < upload->bytes ? there : upload->bytes) >> 10), text_of(TEXT_UPLOAD_DETAIL));
        }
    }
    return status;
}

static bool may_pass(int status) {
    return status == KAM_UNAVAILABLE || status == KAM_UNKNOWN || status == KAM_DEADLINE_EXCEEDED || status == KAM_ABORTED ||
           status == KAM_RESOURCE_EXHAUSTED;
}

/* Until all is there, over whatever may pass. An exit code. */
static int send_all(struct upload *upload, int64_t offset) {
    int64_t progressed_ms = progress_now_ms(), pause_ms = PAUSE_FIRST_MS;

    while (offset < upload->bytes) {
        int status = send_from(upload, offset);
        Kam__V1__GetDocumentResponse *stands = NULL;
        struct timespec pause = {.tv_sec = pause_ms / 1000, .tv_nsec = pause_ms % 1000 * 1000000};

        if (status == KAM_OK)
            return 0;
        if (status < 0)
            return app_usage(upload->app, text_fill(TEXT_UPLOAD_CHANGED, upload->path), NULL);
        if (!may_pass(status) || progress_now_ms() - progressed_ms > PATIENCE_MS)
            return transfer_failed(upload->app, kam_method_find("kam.v1.Documents/UploadChunk"));
        nanosleep(&pause, NULL);
        pause_ms = pause_ms * 2 < PAUSE_MAX_MS ? pause_ms * 2 : PAUSE_MAX_MS;
        if (look(upload, &stands) != KAM_OK)
            continue;
        if (stands->document->next_offset > offset) {
            offset = stands->document->next_offset;
            progressed_ms = progress_now_ms();
            pause_ms = PAUSE_FIRST_MS;
        }
        kam_message_free(&stands->base);
    }
    return 0;
}

/* Ends the upload; what is not the file that was announced is given up at once. An exit code. */
static int finish(struct upload *upload, Kam__V1__FinishUploadResponse **ret_response) {
    const struct kam_method *method = kam_method_find("kam.v1.Documents/FinishUpload");
    Kam__V1__FinishUploadRequest request = KAM__V1__FINISH_UPLOAD_REQUEST__INIT;
    struct kam_call_options options;
    uint8_t key[KEY_BYTES];
    int code;

    request.id = upload->id;
    make_key("kam documents finish", upload->sha256, upload->id, key);
    kam_call_options_init(&options);
    options.request_id = key;
    if (kam_documents_finish_upload(upload->client, &request, &options, ret_response) == KAM_OK)
        return 0;
    code = transfer_failed(upload->app, method);
    if (strcmp(kam_client_error(upload->client)->reason, "FILE_HASH") == 0) {
        Kam__V1__CancelUploadRequest cancel = KAM__V1__CANCEL_UPLOAD_REQUEST__INIT;
        Kam__V1__CancelUploadResponse *cancelled = NULL;

        cancel.id = upload->id;
        if (kam_documents_cancel_upload(upload->client, &cancel, NULL, &cancelled) == KAM_OK)
            kam_message_free(&cancelled->base);
    }
    return code;
}

static int print_document(const struct app *app, const Kam__V1__Document *document) {
    struct print_style style = app_style(app);
    struct complaint complaint = {0};

    return print_record(&style, &document->base, &complaint) == 0 ? 0 : app_complain(app, &complaint);
}

static int transfer(struct upload *upload, json_t *registered) {
    Kam__V1__GetDocumentResponse *stands = NULL;
    Kam__V1__FinishUploadResponse *finished = NULL;
    int code = register_it(upload, registered, &stands);

    if (code != 0 || !stands)
        return code ? code : EXIT_GENERAL;
    if (stands->document->state != KAM__V1__DOCUMENT_STATE__DOCUMENT_STATE_UPLOADING) {
        app_note(upload->app, xstrdup(text_of(TEXT_UPLOAD_PRESENT)));
        code = print_document(upload->app, stands->document);
    } else {
        progress_init(&upload->progress, stderr, (size_t)(upload->bytes >> 10), upload->app->quiet, upload->app->color_errors);
        code = send_all(upload, stands->document->next_offset);
        progress_end(&upload->progress);
        if (code == 0)
            code = finish(upload, &finished);
        if (code == 0)
            code = print_document(upload->app, finished->document);
    }
    kam_message_free(&stands->base);
    if (finished)
        kam_message_free(&finished->base);
    return code;
}

int upload_run(struct app *app) {
    struct upload upload = {.app = app, .path = arguments_take_word(&app->arguments)};
    _cleanup_(json_decrefp) json_t *registered = NULL;
    int fault;

    if (!upload.path)
        return app_usage(app, xstrdup(text_of(TEXT_UPLOAD_FILE_MISSING)), xstrdup(text_of(TEXT_HINT_UPLOAD_HELP)));
    fault = measure(&upload);
    if (fault == 0)
        fault = build(&upload, &registered);
    if (fault == 0)
        fault = app_client(app, &upload.client);
    if (fault == 0)
        fault = transfer(&upload, registered);
    if (upload.stream)
        fclose(upload.stream);
    return fault;
}
