/*
 * Preloaded into PostgreSQL by a test: while the file named by KAM_DISK_FULL exists, tables and indexes cannot grow or be written, as on
 * a full disk. The write-ahead log is left alone, because PostgreSQL ends itself when that is full. No root and no small disk is needed.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* Exported, and found before the C library's. */
#define EXPORT __attribute__((visibility("default")))

static bool is_full(int fd) {
    const char *flag = getenv("KAM_DISK_FULL");
    char link[64], path[512];
    ssize_t bytes;

    if (!flag || access(flag, F_OK) != 0)
        return false;
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    bytes = readlink(link, path, sizeof(path) - 1);
    if (bytes < 0)
        return false;
    path[bytes] = 0;
    return strstr(path, "/base/") != NULL;
}

/* By label, because the headers may have pwrite() mean pwrite64(); off_t has 64 bits either way. */
EXPORT ssize_t full_pwrite(int fd, const void *bytes, size_t count, off_t at) __asm__("pwrite");
EXPORT ssize_t full_pwritev(int fd, const struct iovec *pieces, int count, off_t at) __asm__("pwritev");
EXPORT int full_posix_fallocate(int fd, off_t at, off_t count) __asm__("posix_fallocate");

ssize_t full_pwrite(int fd, const void *bytes, size_t count, off_t at) {
    static ssize_t (*next)(int, const void *, size_t, off_t);

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "pwrite");
    if (is_full(fd)) {
        errno = ENOSPC;
        return -1;
    }
    return next(fd, bytes, count, at);
}

ssize_t full_pwritev(int fd, const struct iovec *pieces, int count, off_t at) {
    static ssize_t (*next)(int, const struct iovec *, int, off_t);

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "pwritev");
    if (is_full(fd)) {
        errno = ENOSPC;
        return -1;
    }
    return next(fd, pieces, count, at);
}

int full_posix_fallocate(int fd, off_t at, off_t count) {
    static int (*next)(int, off_t, off_t);

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "posix_fallocate");
    return is_full(fd) ? ENOSPC : next(fd, at, count);
}
