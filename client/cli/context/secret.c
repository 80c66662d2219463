#include "client/cli/context/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "client/cli/base/memory.h"
#include "client/cli/base/text.h"

int secret_open(struct secret_source *ret_source, const char *path, struct complaint *complaint) {
    FILE *stream = NULL;

    if (path && strcmp(path, "-") != 0) {
        stream = fopen(path, "re");
        if (!stream)
            return complain(complaint, EXIT_FILE, text_fill(TEXT_FILE_READ, path, strerror(errno)), NULL);
    } else if (path || !isatty(STDIN_FILENO)) {
        stream = stdin;
    }
    if (stream)
        setvbuf(stream, NULL, _IONBF, 0); /* no second copy of the secret in a buffer nobody wipes */
    *ret_source = (struct secret_source){.stream = stream};
    return 0;
}

void secret_close(struct secret_source *source) {
    if (source->stream && source->stream != stdin)
        fclose(source->stream);
    source->stream = NULL;
}

void secret_wipe(char secret[SECRET_BYTES_MAX]) {
    explicit_bzero(secret, SECRET_BYTES_MAX);
}

static int read_line(FILE *stream, char ret_line[SECRET_BYTES_MAX], struct complaint *complaint) {
    size_t bytes;

    if (!fgets(ret_line, SECRET_BYTES_MAX, stream))
        return complain(complaint, EXIT_USAGE, xstrdup(text_of(TEXT_SECRET_MISSING)), xstrdup(text_of(TEXT_HINT_SECRET)));
    bytes = strcspn(ret_line, "\r\n");
    if (!ret_line[bytes] && bytes == SECRET_BYTES_MAX - 1)
        return complain(complaint, EXIT_USAGE, xstrdup(text_of(TEXT_SECRET_LONG)), NULL);
    ret_line[bytes] = '\0';
    return 0;
}

static volatile sig_atomic_t interrupted;

static void note_interrupt(int number) {
    interrupted = number;
}

/* The terminal stays readable whatever happens: Ctrl-C only ends the reading, and the echo is put back before anything else. */
static int read_terminal(const char *prompt, bool echo, char ret_line[SECRET_BYTES_MAX], struct complaint *complaint) {
    struct sigaction watch = {.sa_handler = note_interrupt}, before;
    struct termios shown, hidden;
    FILE *terminal = fopen("/dev/tty", "r+e");
    int fault;

    if (!terminal || tcgetattr(fileno(terminal), &shown) != 0) {
        if (terminal)
            fclose(terminal);
        return complain(complaint, EXIT_USAGE, xstrdup(text_of(TEXT_SECRET_MISSING)), xstrdup(text_of(TEXT_HINT_SECRET)));
    }
    setvbuf(terminal, NULL, _IONBF, 0);
    interrupted = 0;
    sigaction(SIGINT, &watch, &before);
    fputs(prompt, terminal);
    hidden = shown;
    if (!echo)
        hidden.c_lflag &= (tcflag_t)~ECHO;
    tcsetattr(fileno(terminal), TCSAFLUSH, &hidden);
    fault = read_line(terminal, ret_line, complaint);
    tcsetattr(fileno(terminal), TCSAFLUSH, &shown);
    if (!echo)
        fputc('\n', terminal);
    sigaction(SIGINT, &before, NULL);
    fclose(terminal);
    if (interrupted)
        return complain(complaint, EXIT_INTERRUPTED, xstrdup(text_of(TEXT_INTERRUPTED)), NULL);
    return fault;
}

int secret_read(struct secret_source *source, const char *prompt, bool echo, char ret_secret[SECRET_BYTES_MAX],
                struct complaint *complaint) {
    int fault = source->stream ? read_line(source->stream, ret_secret, complaint) : read_terminal(prompt, echo, ret_secret, complaint);

    if (fault == 0 && !*ret_secret)
        fault = complain(complaint, EXIT_USAGE, xstrdup(text_of(TEXT_SECRET_MISSING)), xstrdup(text_of(TEXT_HINT_SECRET)));
    return fault;
}

int secret_read_new(struct secret_source *source, const char *prompt, const char *again, char ret_secret[SECRET_BYTES_MAX],
                    struct complaint *complaint) {
    char second[SECRET_BYTES_MAX];
    int fault = secret_read(source, prompt, false, ret_secret, complaint);

    if (fault != 0 || source->stream)
        return fault;
    fault = secret_read(source, again, false, second, complaint);
    if (fault == 0 && strcmp(ret_secret, second) != 0)
        fault = complain(complaint, EXIT_USAGE, xstrdup(text_of(TEXT_SECRET_DIFFERS)), NULL);
    secret_wipe(second);
    return fault;
}
