#include "client/cli/documents/transfer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/newfile.h"
#include "client/cli/base/text.h"
#include "client/cli/import/progress.h"
#include "kam/client_methods.h"

/* A file on its way here. The texts are the piece's at hand. */
struct piece {
    ProtobufCMessage *message; /* owns the rest */
    const char *file_name, *sha256;
    int64_t size_bytes, next_offset;
    ProtobufCBinaryData content;
};

struct download {
    struct app *app;
    kam_client *client;
    int64_t id;
    const char *reason; /* NULL: the document is not confidential */
    struct progress progress;
};

/* One piece from this offset on; free its message. An exit code. */
static int fetch(struct download *download, int64_t offset, struct piece *ret_piece) {
    if (download->reason) {
        Kam__V1__RevealDocumentRequest request = KAM__V1__REVEAL_DOCUMENT_REQUEST__INIT;
        Kam__V1__RevealDocumentResponse *r = NULL;

        request.id = download->id;
        request.reason = (char *)download->reason;
        request.byte_offset = offset;
        if (kam_documents_reveal_document(download->client, &request, NULL, &r) != KAM_OK)
            return transfer_failed(download->app, kam_method_find("kam.v1.Documents/RevealDocument"));
        *ret_piece = (struct piece){&r->base, r->file_name, r->sha256, r->size_bytes, r->next_offset, r->content};
    } else {
        Kam__V1__DownloadDocumentRequest request = KAM__V1__DOWNLOAD_DOCUMENT_REQUEST__INIT;
        Kam__V1__DownloadDocumentResponse *r = NULL;

        request.id = download->id;
        request.byte_offset = offset;
        if (kam_documents_download_document(download->client, &request, NULL, &r) != KAM_OK)
            return transfer_failed(download->app, kam_method_find("kam.v1.Documents/DownloadDocument"));
        *ret_piece = (struct piece){&r->base, r->file_name, r->sha256, r->size_bytes, r->next_offset, r->content};
    }
    return 0;
}

static int local_complaint(const struct app *app, char *message) {
    struct complaint complaint = {0};

    complain(&complaint, EXIT_FILE, message, NULL);
    return app_complain(app, &complaint);
}

/* From the first piece on, which is freed; the hash of what was written must be the one the server names. An exit code. */
static int write_pieces(struct download *download, struct piece *piece, FILE *stream, const char *path) {
    EVP_MD_CTX *hash = transfer_hash_begin();
    char wanted[65], digits[65];
    int code = 0;

    snprintf(wanted, sizeof(wanted), "%s", piece->sha256);
    progress_init(&download->progress, stderr, (size_t)(piece->size_bytes >> 10), download->app->quiet, download->app->color_errors);
    for (;;) {
        int64_t next = piece->next_offset;
        bool more = next < piece->size_bytes && piece->content.len > 0;

        transfer_hash_add(hash, piece->content.data, piece->content.len);
        if (fwrite(piece->content.data, 1, piece->content.len, stream) != piece->content.len)
            code = local_complaint(download->app, text_fill(TEXT_FILE_WRITE, path, strerror(errno)));
        kam_message_free(piece->message);
        progress_show(&download->progress, (size_t)(next >> 10), text_of(TEXT_DOWNLOAD_DETAIL));
        if (!more || code != 0)
            break;
        code = fetch(download, next, piece);
        if (code != 0)
            break;
    }
    progress_end(&download->progress);
    transfer_hash_end(hash, digits);
    if (code == 0 && strcmp(digits, wanted) != 0)
        code = local_complaint(download->app, text_fill(TEXT_DOWNLOAD_HASH, path));
    return code;
}

/* The file appears only when it is whole and its hash is right. An exit code. */
static int to_file(struct download *download, struct piece *piece, const char *path) {
    struct newfile file;
    int code, broken = newfile_open(&file, path, false);

    if (broken != 0) {
        kam_message_free(piece->message);
        return local_complaint(download->app, text_fill(TEXT_FILE_WRITE, path, strerror(-broken)));
    }
    code = write_pieces(download, piece, file.stream, path);
    if (code == 0 && (broken = newfile_commit(&file)) != 0)
        code = local_complaint(download->app, text_fill(TEXT_FILE_WRITE, path, strerror(-broken)));
    newfile_drop(&file);
    if (code == 0)
        app_note(download->app, text_fill(TEXT_DOWNLOAD_DONE, path));
    return code;
}

/* Where it goes when no name was given: the name it was registered with, in this folder, and never over a file that is there. */
static char *own_name(const struct piece *piece, int64_t id) {
    const char *name = piece->file_name;

    if (!*name || strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return xasprintf("document-%lld", (long long)id);
    return xstrdup(name);
}

int download_run(struct app *app) {
    const char *reason = arguments_take_flag(&app->arguments, "reason", false);
    const char *id = arguments_take_word(&app->arguments), *path = arguments_take_word(&app->arguments);
    struct download download = {.app = app, .reason = reason};
    _cleanup_(freep) char *name = NULL;
    struct piece piece;
    char *end = NULL;
    int code = app_expect_no_more(app);

    if (code != 0)
        return code;
    if (id)
        download.id = strtoll(id, &end, 10);
    if (!id || *end || download.id <= 0)
        return app_usage(app, xstrdup(text_of(TEXT_DOWNLOAD_ID_MISSING)), xstrdup(text_of(TEXT_HINT_DOWNLOAD_HELP)));
    code = app_client(app, &download.client);
    if (code == 0)
        code = fetch(&download, 0, &piece);
    if (code != 0)
        return code;
    if (piece.size_bytes == 0) {
        kam_message_free(piece.message);
        return local_complaint(app, xstrdup(text_of(TEXT_DOWNLOAD_NO_FILE)));
    }
    if (path && strcmp(path, "-") == 0)
        return write_pieces(&download, &piece, stdout, "-");
    name = path ? xstrdup(path) : own_name(&piece, download.id);
    if (!path && access(name, F_OK) == 0) {
        kam_message_free(piece.message);
        return local_complaint(app, text_fill(TEXT_DOWNLOAD_EXISTS, name));
    }
    return to_file(&download, &piece, name);
}
