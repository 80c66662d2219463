/*
 * The sample group: companies, units, posts, people and deputies, read from four CSV files (sample/group) and created through kam's own API
 * with the session of the first administrator, as an administrator would. Everything is looked up before it is created, so a load
 * that was cut short goes on where it stopped.
 */
#ifndef KAM_SERVER_DEMO_GROUP_H
#define KAM_SERVER_DEMO_GROUP_H

#include "server/demo/place.h"
#include "server/demo/table.h"

#include <stdint.h>

/* The password of everybody in the demo, the administrator too. Not a secret: the demo listens on 127.0.0.1 alone. */
#define DEMO_PASSWORD "Kam-Demo-2026"
#define DEMO_ADMIN "admin"

struct demo_group {
    struct demo_table units;
    struct demo_table posts;
    struct demo_table people;
    struct demo_table deputies;
};

/* Reads units.csv, posts.csv, people.csv and deputies.csv of a folder. Freed by demo_group_clear. */
int demo_group_read(const char *folder, struct demo_group *ret_group);
void demo_group_clear(struct demo_group *group);

/* Makes the administrator, and then what is missing of the group, on the server at 127.0.0.1:port. */
int demo_group_load(const struct demo_place *place, const struct demo_group *group, uint16_t port);

#endif
