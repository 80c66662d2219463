#include "tests/integration/cli/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/harness/bail.h"
#include "tests/harness/process.h"

enum { QUIET_MS = 400, TOTAL_MS = 60000 };

struct screen screen;

static _Noreturn void become_kam(const struct user *user, const char *const *words, const char *no_color) {
    const char *argv[16] = {getenv("KAM_CLI")};

    for (size_t i = 0; words[i] && i < 14; i++)
        argv[i + 1] = words[i];
    setenv("XDG_CONFIG_HOME", user->home, 1);
    setenv("TERM", "xterm", 1);
    unsetenv("KAM_CONTEXT");
    if (no_color)
        setenv("NO_COLOR", no_color, 1);
    else
        unsetenv("NO_COLOR");
    execv(argv[0], (char *const *)argv);
    _exit(127);
}

void at_terminal(const struct user *user, const char *const *words, const char *const *lines, const char *no_color) {
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    long long end_ms = monotonic_ms() + TOTAL_MS;
    size_t used = 0;
    int terminal, status;
    pid_t pid = forkpty(&terminal, NULL, NULL, &size);

    if (pid == 0)
        become_kam(user, words, no_color);
    if (pid < 0)
        bail("forkpty");
    while (monotonic_ms() < end_ms) {
        struct pollfd ready = {.fd = terminal, .events = POLLIN};
        ssize_t bytes;

        if (poll(&ready, 1, QUIET_MS) == 0) {
            if (*lines && write(terminal, *lines, strlen(*lines)) < 0)
                bail("write to the terminal");
            lines += *lines != NULL;
            continue;
        }
        bytes = read(terminal, screen.text + used, sizeof(screen.text) - 1 - used);
        if (bytes <= 0)
            break; /* EIO: the last process has left it */
        used += (size_t)bytes;
    }
    screen.text[used] = '\0';
    close(terminal);
    if (waitpid(pid, &status, 0) != pid)
        bail("waitpid");
    screen.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void expect_screen(int code, const char *part) {
    if (screen.exit_code != code || !strstr(screen.text, part))
        fail_msg("exit code %d instead of %d, without “%s”:\n%s", screen.exit_code, code, part, screen.text);
}
