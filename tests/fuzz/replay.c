/*
 * Runs saved inputs through a fuzz target without a fuzzer: yesterday's crash is today's test. Arguments are folders; each is one TAP
 * line. The file being run is named when it crashes.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static char current[4096];

/* write() is all a signal handler may do here; the default action then ends the process as it would have. */
static void on_crash(int number) {
    static const char before[] = "# crashed on ", after[] = "\n";

    (void)signal(number, SIG_DFL);
    if (write(STDOUT_FILENO, before, sizeof before - 1) < 0 || write(STDOUT_FILENO, current, strlen(current)) < 0 ||
        write(STDOUT_FILENO, after, 1) < 0)
        _exit(99);
    (void)raise(number);
}

static void run_file(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    uint8_t *bytes;
    ssize_t got;

    if (fd < 0 || fstat(fd, &status) < 0) {
        perror(path);
        exit(1);
    }
    /* Exactly as large as the input, so that a sanitizer sees one byte too far. */
    bytes = malloc(status.st_size > 0 ? (size_t)status.st_size : 1);
    got = bytes ? read(fd, bytes, (size_t)status.st_size) : -1;
    if (got != status.st_size) {
        perror(path);
        exit(1);
    }
    (void)close(fd);
    (void)LLVMFuzzerTestOneInput(bytes, (size_t)got);
    free(bytes);
}

static int run_folder(const char *folder) {
    struct dirent **entries;
    int count, ran = 0;

    count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0) {
        perror(folder);
        exit(1);
    }
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            (void)snprintf(current, sizeof current, "%s/%s", folder, entries[i]->d_name);
            run_file(current);
            ran++;
        }
        free(entries[i]);
    }
    free(entries);
    return ran;
}

int main(int argc, char **argv) {
    const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};

    setvbuf(stdout, NULL, _IONBF, 0);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        (void)signal(signals[i], on_crash);
    /* Nothing at all is an input too. */
    (void)snprintf(current, sizeof current, "the empty input");
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        int ran = run_folder(argv[i]);

        printf("%s %d - %d inputs\n", ran > 0 ? "ok" : "not ok", i, ran);
    }
    return 0;
}
