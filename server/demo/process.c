#include "server/demo/process.h"

#include "server/demo/say.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MS = 50, TOLD_EVERY_MS = 5000, LOG_TAIL_BYTES = 2000 };

void demo_sleep_ms(unsigned ms) {
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

    while (nanosleep(&pause, &pause) < 0 && errno == EINTR)
        ;
}

/* In the child: standard input from nowhere, output to the two descriptors, signals as a fresh program expects them. */
static _Noreturn void become(char *const argv[], int out, int err) {
    sigset_t none;
    int in = open("/dev/null", O_RDONLY);

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (in < 0 || dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
        _exit(126);
    execv(argv[0], argv);
    dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

/* The end of what has been written to the file since it was this long. */
static void show_tail(const char *path, off_t since) {
    char text[LOG_TAIL_BYTES + 1];
    ssize_t n = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    off_t size;

    if (fd < 0)
        return;
    size = lseek(fd, 0, SEEK_END);
    if (size > since)
        n = pread(fd, text, LOG_TAIL_BYTES, size - since > LOG_TAIL_BYTES ? size - LOG_TAIL_BYTES : since);
    close(fd);
    if (n <= 0)
        return;
    text[n] = 0;
    fprintf(stderr, "%s\n", text);
}

/* Waits for the child, and meanwhile says every few seconds that it still runs. Kills it at the limit. */
static int wait_for(pid_t pid, const char *name, unsigned timeout_seconds) {
    unsigned waited_ms = 0;
    int status;

    for (;;) {
        pid_t r = waitpid(pid, &status, WNOHANG);

        if (r == pid)
            break;
        if (r < 0 && errno != EINTR)
            return demo_fail("waitpid: %s", strerror(errno));
        if (waited_ms >= timeout_seconds * 1000) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return demo_fail("%s 超过 %u 秒 / %s did not end within %u s", name, timeout_seconds, name, timeout_seconds);
        }
        demo_sleep_ms(POLL_MS);
        waited_ms += POLL_MS;
        if (waited_ms % TOLD_EVERY_MS == 0)
            demo_say("  %s … %u s", name, waited_ms / 1000);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return DEMO_OK;
    if (WIFEXITED(status))
        return demo_fail("%s 失败，退出码 %d / failed with exit code %d", name, WEXITSTATUS(status), WEXITSTATUS(status));
    return demo_fail("%s 被信号 %d 终止 / ended by signal %d", name, WTERMSIG(status), WTERMSIG(status));
}

int demo_run(const struct demo_place *place, char *const argv[], unsigned timeout_seconds, char *ret_output, size_t output_bytes) {
    char log_path[DEMO_PATH_BYTES];
    char name[64];
    int log, output = -1, result;
    off_t log_bytes;
    pid_t pid;

    /* "pg_ctl start", "kamd migrate": the program and what it does. */
    snprintf(name, sizeof(name), "%s%s%s", strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0],
             argv[1] && argv[1][0] != '-' ? " " : "", argv[1] && argv[1][0] != '-' ? argv[1] : "");

    demo_place_path(place, "demo.log", log_path);
    log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (log < 0)
        return demo_fail("%s: %s", log_path, strerror(errno));
    log_bytes = lseek(log, 0, SEEK_END);
    if (ret_output) {
        output = memfd_create("output", MFD_CLOEXEC);
        if (output < 0) {
            close(log);
            return demo_fail("memfd_create: %s", strerror(errno));
        }
    }
    pid = fork();
    if (pid == 0)
        become(argv, ret_output ? output : log, log);
    result = pid < 0 ? demo_fail("fork: %s", strerror(errno)) : wait_for(pid, name, timeout_seconds);
    if (result != DEMO_OK)
        show_tail(log_path, log_bytes);
    if (ret_output && result == DEMO_OK) {
        ssize_t n = pread(output, ret_output, output_bytes - 1, 0);

        ret_output[n > 0 ? n : 0] = 0;
    }
    if (output >= 0)
        close(output);
    close(log);
    return result;
}

/* Start time of a process in clock ticks since boot, 0 when there is no such process or it has ended and waits to be collected. */
static unsigned long long start_ticks(pid_t pid) {
    char path[64], text[1024], *field;
    unsigned long long ticks = 0;
    char state = 0;
    ssize_t n;
    int fd;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    n = read(fd, text, sizeof(text) - 1);
    close(fd);
    if (n <= 0)
        return 0;
    text[n] = 0;
    /* The name is in parentheses and may hold anything; the fields begin after the last one. */
    field = strrchr(text, ')');
    if (!field ||
        sscanf(field + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &state, &ticks) != 2)
        return 0;
    return state == 'Z' || state == 'X' ? 0 : ticks;
}

int demo_start(char *const argv[], const char *out_path, const char *err_path, struct demo_process *ret_process) {
    int out, err;
    pid_t pid;

    out = open(out_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (out < 0)
        return demo_fail("%s: %s", out_path, strerror(errno));
    err = open(err_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (err < 0) {
        close(out);
        return demo_fail("%s: %s", err_path, strerror(errno));
    }
    pid = fork();
    if (pid == 0) {
        setsid();
        become(argv, out, err);
    }
    close(out);
    close(err);
    if (pid < 0)
        return demo_fail("fork: %s", strerror(errno));
    *ret_process = (struct demo_process){.pid = pid, .started_ticks = start_ticks(pid)};
    return DEMO_OK;
}

bool demo_process_alive(const struct demo_process *process) {
    if (process->pid <= 0)
        return false;
    /* Collects it when it is our own child; harmless otherwise. */
    waitpid(process->pid, NULL, WNOHANG);
    return process->started_ticks != 0 && start_ticks(process->pid) == process->started_ticks;
}

int demo_process_end(const struct demo_process *process, const char *name, unsigned timeout_seconds) {
    unsigned waited_ms = 0;

    if (!demo_process_alive(process))
        return DEMO_OK;
    if (kill(process->pid, SIGTERM) < 0)
        return demo_fail("无法停止 %s (%d) / cannot stop it: %s", name, (int)process->pid, strerror(errno));
    while (demo_process_alive(process)) {
        if (waited_ms >= timeout_seconds * 1000) {
            demo_say("  %s 未在 %u 秒内结束, 强制终止 / did not end within %u s, killed", name, timeout_seconds, timeout_seconds);
            kill(process->pid, SIGKILL);
            demo_sleep_ms(POLL_MS * 4);
            return demo_process_alive(process) ? demo_fail("%s (%d) 仍在 / is still there", name, (int)process->pid) : DEMO_OK;
        }
        demo_sleep_ms(POLL_MS);
        waited_ms += POLL_MS;
        if (waited_ms % TOLD_EVERY_MS == 0)
            demo_say("  等待 %s 结束 / waiting for it to end … %u s", name, waited_ms / 1000);
    }
    return DEMO_OK;
}

int demo_process_save(const struct demo_process *process, const char *path) {
    FILE *file = fopen(path, "we");

    if (!file)
        return demo_fail("%s: %s", path, strerror(errno));
    fprintf(file, "%d %llu\n", (int)process->pid, process->started_ticks);
    if (fclose(file) != 0)
        return demo_fail("%s: %s", path, strerror(errno));
    return DEMO_OK;
}

struct demo_process demo_process_load(const char *path) {
    struct demo_process process = {0};
    FILE *file = fopen(path, "re");
    int pid = 0;

    if (!file)
        return process;
    if (fscanf(file, "%d %llu", &pid, &process.started_ticks) == 2)
        process.pid = pid;
    else
        process.started_ticks = 0;
    fclose(file);
    return process;
}
