#include "tests/integration/disturb.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

void disturb_kill_kamd(struct kamd *kamd, int pause_ms) {
    kamd_stop(kamd, SIGKILL);
    sleep_ms(pause_ms);
    kamd_restart(kamd);
}

void disturb_terminate_backends(struct world *world, unsigned which) {
    (void)world_number(world,
                       "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                       "where usename = 'kam_app' and pid %% 2 = %u",
                       which % 2);
}

void disturb_crash_postgresql(struct world *world) {
    int64_t pid = world_number(world, "select coalesce((select pid from pg_stat_activity where usename = 'kam_app' limit 1), 0)");

    if (pid > 0)
        kill((pid_t)pid, SIGKILL);
    sleep_ms(300);
    for (int i = 0; i < 600; i++) { /* a loaded machine recovers slowly */
        PGconn *connection;
        char text[256];
        bool up;

        snprintf(text, sizeof(text), "host=%s user=%s dbname=postgres", world->cluster->folder, CLUSTER_ADMIN);
        connection = PQconnectdb(text);
        up = PQstatus(connection) == CONNECTION_OK;
        PQfinish(connection);
        if (up)
            return;
        sleep_ms(100);
    }
    fail_msg("PostgreSQL did not recover");
}

void disturb_kill_postgresql(struct world *world) {
    cluster_stop(world->cluster, SIGKILL);
    cluster_start(world->cluster);
}
