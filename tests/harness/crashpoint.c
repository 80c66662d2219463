/*
 * Runs a program and kills it right before its Nth system call: kam-crashpoint [+]N PROGRAM ARGUMENT… What a process does to the world it
 * does by system calls, so killing it before each of them in turn tries every moment at which its crash can make a difference.
 *
 * Counting begins at once with a +, otherwise when this process gets SIGUSR1; the line "crashpoint armed" on standard error says so. N 0
 * only counts. Counted is the program's first thread. The last line on standard error is "crashpoint at COUNT"; the exit code is the
 * program's, or 128 + the signal that ended it. SIGTERM and SIGINT are handed on.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t arm, hand_on;

static void note_signal(int number) {
    if (number == SIGUSR1)
        arm = 1;
    else
        hand_on = number;
}

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "crashpoint: %s: %s\n", what, strerror(errno));
    exit(126);
}

static _Noreturn void become(char **argv) {
    char options[512];
    const char *given = getenv("ASAN_OPTIONS");

    /* The leak check of a sanitizer traces, too, and there is room for one. */
    snprintf(options, sizeof(options), "%s%sdetect_leaks=0", given ? given : "", given ? ":" : "");
    setenv("ASAN_OPTIONS", options, 1);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
        fail("traceme");
    execv(argv[0], argv);
    fail(argv[0]);
}

static bool at_entry(pid_t pid) {
    struct __ptrace_syscall_info info;

    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) < 0)
        fail("syscall info");
    return info.op == PTRACE_SYSCALL_INFO_ENTRY;
}

static void go_on(pid_t pid, bool counting, int signal_number) {
    if (ptrace(counting ? PTRACE_SYSCALL : PTRACE_CONT, pid, NULL, (void *)(long)signal_number) < 0 && errno != ESRCH)
        fail("continue");
}

/* What was asked of this process meanwhile. */
static void take_orders(pid_t pid, bool *stopping) {
    if (hand_on) {
        kill(pid, hand_on);
        hand_on = 0;
    }
    if (arm) {
        arm = 0;
        *stopping = true;
        syscall(SYS_tgkill, pid, pid, SIGSTOP);
    }
}

/* Until the program's end; its exit code. */
static int follow(pid_t pid, unsigned long wanted, bool counting, unsigned long *count) {
    bool stopping = false;
    int status;

    for (;;) {
        int deliver = 0;

        take_orders(pid, &stopping);
        if (waitpid(pid, &status, 0) < 0) {
            if (errno != EINTR)
                fail("wait");
            continue;
        }
        if (WIFEXITED(status))
            return WEXITSTATUS(status);
        if (WIFSIGNALED(status))
            return 128 + WTERMSIG(status);
        if (WSTOPSIG(status) == (SIGTRAP | 0x80)) {
            if (counting && at_entry(pid) && ++*count == wanted)
                kill(pid, SIGKILL);
        } else if (WSTOPSIG(status) == SIGSTOP && stopping) {
            stopping = false;
            counting = true;
            fputs("crashpoint armed\n", stderr);
        } else {
            deliver = WSTOPSIG(status);
        }
        go_on(pid, counting, deliver);
    }
}

int main(int argc, char **argv) {
    const struct sigaction orders = {.sa_handler = note_signal}; /* without SA_RESTART: they interrupt the wait */
    unsigned long count = 0;
    int status, code;
    pid_t pid;

    if (argc < 3)
        return 2;
    sigaction(SIGUSR1, &orders, NULL);
    sigaction(SIGTERM, &orders, NULL);
    sigaction(SIGINT, &orders, NULL);
    pid = fork();
    if (pid < 0)
        fail("fork");
    if (pid == 0)
        become(argv + 2);
    if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
        fail("start");
    if (ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)) < 0)
        fail("options");
    go_on(pid, *argv[1] == '+', 0);
    code = follow(pid, strtoul(argv[1] + (*argv[1] == '+'), NULL, 10), *argv[1] == '+', &count);
    fprintf(stderr, "crashpoint at %lu\n", count);
    return code;
}
