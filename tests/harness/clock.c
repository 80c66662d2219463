#include "tests/harness/clock.h"

#include "tests/harness/bail.h"
#include "tests/harness/cluster.h"
#include "tests/harness/path.h"
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char clock_file[PATH_MAX];

void clock_set(const char *offset) {
    FILE *file = fopen(clock_file, "we");

    if (!file || fprintf(file, "%s\n", offset) < 0 || fclose(file) != 0)
        bail("%s", clock_file);
}

void clock_start(void) {
    static char preload_word[PATH_MAX + 16], clock_word[PATH_MAX + 32];
    static const char *const environment[] = {preload_word, clock_word, "FAKETIME_NO_CACHE=1", "DONT_FAKE_MONOTONIC=1", NULL};
    const char *tmp = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    glob_t found;
    int fd;

    if (glob("/usr/lib/*/faketime/libfaketime.so.1", 0, NULL, &found) != 0)
        bail("libfaketime is not installed");
    path_format(preload_word, sizeof(preload_word), "LD_PRELOAD=%s", found.gl_pathv[0]);
    globfree(&found);
    path_format(clock_file, sizeof(clock_file), "%s/kam-clock-XXXXXX", tmp);
    fd = mkstemp(clock_file);
    if (fd < 0 || fchmod(fd, 0644) < 0) /* PostgreSQL may be another user */
        bail("%s", clock_file);
    close(fd);
    clock_set("+0");
    path_format(clock_word, sizeof(clock_word), "FAKETIME_TIMESTAMP_FILE=%s", clock_file);
    (void)cluster_get_with(environment);
}

void clock_remove(void) {
    unlink(clock_file);
}
