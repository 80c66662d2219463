/*
 * `kamd demo`: kam with everything around it, on one machine, from nothing: a private PostgreSQL, certificates, a config file, the
 * first administrator, a sample group, and kamd itself in the background. Running it again goes on with what is there.
 */
#ifndef KAM_SERVER_DEMO_DEMO_H
#define KAM_SERVER_DEMO_DEMO_H

/* argv[0] is "demo". Returns the process's exit code: 0 done, 1 failed and told, 2 wrong arguments. */
int demo_main(int argc, char **argv);

#endif
