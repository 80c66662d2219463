/*
 * A file that appears only when it is whole: written under a temporary name beside its place, mode 0600, and renamed. What stands there
 * and is no regular file (a pipe, a terminal, /dev/null) is written to as it is, and never replaced.
 */
#ifndef CLI_BASE_NEWFILE_H
#define CLI_BASE_NEWFILE_H

#include <stdbool.h>
#include <stdio.h>

/* Owns its stream and its name. */
struct newfile {
    FILE *stream;
    char *path;
    char *fresh;     /* the temporary name; NULL when it is written in place */
    bool keep_older; /* what stands there is put aside as PATH~ instead of being replaced */
};

/* 0 or a negative errno; with it there is nothing to clean up. */
int newfile_open(struct newfile *ret_file, const char *path, bool keep_older) __attribute__((warn_unused_result));
/* Syncs and puts it in its place. 0 or a negative errno, of any write since the opening too; then nothing has changed there. */
int newfile_commit(struct newfile *file) __attribute__((warn_unused_result));
/* Gives it up; what stands there stays. Also after a failed commit, and after a successful one, when it does nothing. */
void newfile_drop(struct newfile *file);

/* Puts a regular file aside as PATH~; that there is none is fine. */
void newfile_put_aside(const char *path);

#endif
