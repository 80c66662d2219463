#include "client/cli/base/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/base/memory.h"

static bool is_special(const char *path) {
    struct stat state;

    return stat(path, &state) == 0 && !S_ISREG(state.st_mode);
}

void newfile_put_aside(const char *path) {
    _cleanup_(freep) char *aside = xasprintf("%s~", path);

    if (!is_special(path) && rename(path, aside) != 0)
        errno = 0; /* there was none */
}

int newfile_open(struct newfile *ret_file, const char *path, bool keep_older) {
    struct newfile file = {.keep_older = keep_older};
    int fd, fault;

    if (is_special(path)) {
        fd = open(path, O_WRONLY | O_CLOEXEC);
    } else {
        file.fresh = xasprintf("%s.XXXXXX", path);
        fd = mkostemp(file.fresh, O_CLOEXEC);
    }
    file.stream = fd < 0 ? NULL : fdopen(fd, "w");
    if (!file.stream) {
        fault = -errno;
        if (fd >= 0)
            close(fd);
        free(file.fresh);
        return fault;
    }
    file.path = xstrdup(path);
    *ret_file = file;
    return 0;
}

void newfile_drop(struct newfile *file) {
    if (file->stream)
        fclose(file->stream);
    if (file->fresh)
        unlink(file->fresh);
    free(file->fresh);
    free(file->path);
    *file = (struct newfile){0};
}

int newfile_commit(struct newfile *file) {
    int fault = 0;

    errno = 0;
    if (fflush(file->stream) != 0 || ferror(file->stream) || (file->fresh && fsync(fileno(file->stream)) != 0))
        fault = errno ? -errno : -EIO;
    if (fclose(file->stream) != 0 && fault == 0)
        fault = -errno;
    file->stream = NULL;
    if (fault == 0 && file->fresh) {
        if (file->keep_older)
            newfile_put_aside(file->path);
        if (rename(file->fresh, file->path) != 0) {
            fault = -errno;
        } else {
            free(file->fresh);
            file->fresh = NULL;
        }
    }
    return fault;
}
