/*
 * snprintf for paths: one that does not fit ends the test instead of being cut.
 */
#ifndef KAM_TESTS_HARNESS_PATH_H
#define KAM_TESTS_HARNESS_PATH_H

#include <stddef.h>

void path_format(char *ret_path, size_t room, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
