/*
 * The composition root: the only place that knows all parts of kamd and wires them together.
 */
#ifndef KAM_SERVER_APP_H
#define KAM_SERVER_APP_H

/* `kamd serve -c FILE [--listen ADDRESS]… [--ready-fd N]`: runs until it is told to stop. Exit code as in commands.def. */
int serve_main(int argc, char **argv);
/* `kamd config` */
int config_main(int argc, char **argv);

#endif
