#include "tests/harness/janitor.h"

#include "tests/harness/bail.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Reading ends when the last writer, this program, is gone. The postmaster is asked once and then made to go. */
static const char script[] = "trap '' INT TERM HUP; cat >/dev/null; "
                             "pid=$(head -n 1 \"$1/data/postmaster.pid\" 2>/dev/null); "
                             "if [ -n \"$pid\" ]; then kill -QUIT \"$pid\" 2>/dev/null; "
                             "for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 \"$pid\" 2>/dev/null || break; sleep 0.2; done; "
                             "kill -KILL \"$pid\" 2>/dev/null; fi; rm -rf -- \"$1\"";

void janitor_start(const char *folder) {
    int ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) < 0)
        bail("pipe: %s", strerror(errno));
    fflush(stdout);
    pid = fork();
    if (pid < 0)
        bail("fork: %s", strerror(errno));
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY);

        /* A session of its own, so that Ctrl-C in the terminal does not end it first; and none of the output's descriptors, for whoever
         * reads those waits until the last holder closes them. */
        setsid();
        if (dup2(ends[0], STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0)
            _exit(127);
        execl("/bin/sh", "sh", "-c", script, "kam-test-janitor", folder, NULL);
        _exit(127);
    }
    close(ends[0]);
    /* The write end stays open, and is not inherited, until this program ends. */
}
