/* A client in another language, tests/python/kam1.py, against two processes. Its points are those of tests/python/test_kam1.py. */
#include "tests/integration/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/harness/bail.h"

#define RUN_MS 120000

int main(void) {
    char ports[64], ca[CLUSTER_FOLDER_BYTES + 32];
    const char *const argv[] = {getenv("KAM_PYTHON_RUN"), "test_kam1.py", NULL};
    const char *const environment[] = {ports, ca, "KAM_PASSWORD=" FIXTURE_PASSWORD, NULL};
    struct process_spec spec = {.argv = argv, .environment = environment, .output_fd = STDOUT_FILENO};
    struct world world;
    int status = -1;
    pid_t pid;

    world_open(&world, 2);
    snprintf(ports, sizeof(ports), "KAM_PORTS=%u,%u", world.a.port, world.b.port);
    snprintf(ca, sizeof(ca), "KAM_CA=%s/ca.pem", world.cluster->folder);
    pid = process_start(&spec);
    if (!process_wait(pid, RUN_MS, &status))
        bail("the Python client does not end");
    world_close(&world);
    return status == 0 ? 0 : 1;
}
