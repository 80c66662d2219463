/*
 * The writes a client has begun and nobody has been told the outcome of, each a file in one folder: its request id, its method, its
 * body. The file is on disk before the first send and goes when the outcome has been given, so that a write cut short by a crash of
 * this program, or of the machine, can be asked for again under its id. The file of a call under way is locked by the process that
 * makes it, which the system undoes however that ends; a file whose body is not whole was never sent.
 *
 * Folder names are borrowed.
 */
#ifndef KAM_CLIENT_PENDING_H
#define KAM_CLIENT_PENDING_H

#include "kam/kam.h"

#include "common/cleanup.h"

/* More lie in a folder only by accident; they wait until some of these are settled. */
#define PENDING_MAX 1024

/* Makes the folder (mode 0700; what is above it must be there) and sees that nobody else can write in it. 0 or a negative errno. */
_must_check_ int pending_open(const char *folder);

/* Whether a method's writes are kept: not those with a secret in their request. */
bool pending_keeps(const struct kam_method *method);

/* Puts a write on disk. 0 with *ret_fd, whose closing ends the lock; or a negative errno, with nothing left behind. */
_must_check_ int pending_add(const char *folder, const char *endpoints, const char *path, const uint8_t request_id[KAM_REQUEST_ID_BYTES],
                             const void *body, size_t body_bytes, int *ret_fd);

/* Takes it away. That there is none is fine. */
void pending_remove(const char *folder, const uint8_t request_id[KAM_REQUEST_ID_BYTES]);

/* Reads one. 0; -ENOENT when there is none or it is not whole; another negative errno. Free by pending_deinit(). */
_must_check_ int pending_read(const char *folder, const uint8_t request_id[KAM_REQUEST_ID_BYTES], struct kam_pending *ret_pending);
void pending_deinit(struct kam_pending *pending);

/* All of them, the oldest first. 0 or a negative errno. */
_must_check_ int pending_list(const char *folder, struct kam_pending **ret_list, size_t *ret_count);

#endif
