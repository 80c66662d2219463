/*
 * Commands of the administrator: int main-like functions for server/commands.def.
 */
#ifndef KAM_SERVER_ADMIN_COMMANDS_H
#define KAM_SERVER_ADMIN_COMMANDS_H

/* Does the database fit this kamd? 0: yes; 1: findings on stdout. */
int check_main(int argc, char **argv);

/* Brings the database up to date, with database.admin_url. */
int migrate_main(int argc, char **argv);

/* The first administrator, or a new token for one: prints the one-time token. */
int first_admin_main(int argc, char **argv);

#endif
