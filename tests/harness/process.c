#include "tests/harness/process.h"

#include "tests/harness/bail.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void sleep_ms(int ms) {
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

    while (nanosleep(&pause, &pause) < 0 && errno == EINTR)
        ;
}

long long monotonic_ms(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static _Noreturn void child_fail(const char *what) {
    dprintf(STDERR_FILENO, "%s: %s\n", what, strerror(errno));
    _exit(127);
}

static void become_postgres(void) {
    struct passwd *user;

    if (geteuid() != 0)
        return;
    user = getpwnam("postgres");
    if (!user || initgroups("postgres", user->pw_gid) < 0 || setgid(user->pw_gid) < 0 || setuid(user->pw_uid) < 0)
        child_fail("user postgres");
    if (chdir("/") < 0)
        child_fail("/");
}

static _Noreturn void become(const struct process_spec *spec, pid_t parent) {
    int in = open("/dev/null", O_RDONLY), log = -1;
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (spec->log_path)
        log = open(spec->log_path, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (in < 0 || dup2(in, STDIN_FILENO) < 0 || (spec->log_path && log < 0))
        child_fail(spec->log_path ? spec->log_path : "/dev/null");
    if (log >= 0 && (dup2(log, STDERR_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0))
        child_fail("dup2");
    if (spec->output_fd > 0 && dup2(spec->output_fd, STDOUT_FILENO) < 0)
        child_fail("dup2");
    if (spec->as_postgres)
        become_postgres();
    for (const char *const *variable = spec->environment; variable && *variable; variable++)
        putenv((char *)*variable);
    /* After the change of user, which clears it; and a parent that has died meanwhile sends nothing any more. */
    if (prctl(PR_SET_PDEATHSIG, spec->death_signal ? spec->death_signal : SIGKILL) < 0 || getppid() != parent)
        child_fail("parent");
    execv(spec->argv[0], (char *const *)spec->argv);
    child_fail(spec->argv[0]);
}

pid_t process_start(const struct process_spec *spec) {
    pid_t parent = getpid(), pid;

    fflush(stdout);
    pid = fork();
    if (pid < 0)
        bail("fork: %s", strerror(errno));
    if (pid == 0)
        become(spec, parent);
    return pid;
}

bool process_wait(pid_t pid, int timeout_ms, int *ret_status) {
    long long until = monotonic_ms() + timeout_ms;

    for (;;) {
        int status;
        pid_t ended = waitpid(pid, &status, WNOHANG);

        if (ended == pid) {
            if (ret_status)
                *ret_status = status;
            return true;
        }
        if (ended < 0 && errno != EINTR)
            bail("waitpid %d: %s", (int)pid, strerror(errno));
        if (monotonic_ms() >= until)
            return false;
        sleep_ms(2);
    }
}

static void show_end(const char *path) {
    char text[4096];
    FILE *file = path ? fopen(path, "re") : NULL;
    size_t n;

    if (!file)
        return;
    if (fseek(file, -(long)sizeof(text) + 1, SEEK_END) < 0)
        rewind(file);
    n = fread(text, 1, sizeof(text) - 1, file);
    text[n] = 0;
    fclose(file);
    fprintf(stderr, "--- %s\n%s\n", path, text);
}

void process_run(const struct process_spec *spec, int timeout_ms) {
    pid_t pid = process_start(spec);
    int status;

    if (!process_wait(pid, timeout_ms, &status)) {
        kill(pid, SIGKILL);
        (void)process_wait(pid, 5000, NULL);
        show_end(spec->log_path);
        bail("%s did not end within %d ms", spec->argv[0], timeout_ms);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        show_end(spec->log_path);
        bail("%s %s ended with status 0x%x", spec->argv[0], spec->argv[1] ? spec->argv[1] : "", (unsigned)status);
    }
}

void process_end(pid_t pid, int signal_number, int timeout_ms) {
    if (kill(pid, signal_number) < 0 && errno != ESRCH)
        bail("kill %d: %s", (int)pid, strerror(errno));
    if (process_wait(pid, timeout_ms, NULL))
        return;
    kill(pid, SIGKILL);
    (void)process_wait(pid, 5000, NULL);
    bail("process %d did not end within %d ms of signal %d", (int)pid, timeout_ms, signal_number);
}

int process_fds(pid_t pid) {
    char path[64];
    int count = 0;
    DIR *entries;

    snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
    entries = opendir(path);
    if (!entries)
        return -1;
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
        count += entry->d_name[0] != '.';
    closedir(entries);
    return count;
}
