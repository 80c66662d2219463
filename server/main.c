#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define COMMAND(name, function, usage, zh, en) int function(int argc, char **argv);
#include "server/commands.def"
#undef COMMAND

struct command {
    const char *name;
    const char *usage;
    int (*run)(int argc, char **argv);
    const char *zh;
    const char *en;
};

static const struct command commands[] = {
#define COMMAND(name, function, usage, zh, en) {name, usage, function, zh, en},
#include "server/commands.def"
#undef COMMAND
};

static int usage(FILE *out) {
    fprintf(out, "kamd " KAM_VERSION "\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(out, "  kamd %-12s %s / %s\n", commands[i].name, commands[i].zh, commands[i].en);
    fprintf(out, "  kamd %-12s %s / %s\n", "--version", "版本", "Version");
    return out == stdout ? 0 : 2;
}

static int explain(const struct command *command) {
    printf("kamd %s%s%s\n\n  %s / %s\n", command->name, command->usage[0] ? " " : "", command->usage, command->zh, command->en);
    return 0;
}

/* Keys, tokens and passwords pass through this process: it leaves no core behind and nobody may attach to it. Sanitizers need both. */
static void close_shutters(void) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

int main(int argc, char **argv) {
    /* Chinese names are measured and compared as characters, whatever the environment says. */
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0) {
        puts("kamd " KAM_VERSION);
        return 0;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
        return usage(stdout);
    close_shutters();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0) {
            bool help = argc == 3 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0);
            /* The demo's options are many and it explains them itself. */
            return help && commands[i].usage ? explain(&commands[i]) : commands[i].run(argc - 1, argv + 1);
        }
    fprintf(stderr, "kamd: 未知命令 / unknown command: %s\n\n", argv[1]);
    return usage(stderr);
}
