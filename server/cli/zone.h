/**
 * @file zone.h
 * The verbs of `redkite zone`, one file each; zone.c lists them.
 */
#ifndef REDKITE_CLI_ZONE_H
#define REDKITE_CLI_ZONE_H

/** redkite zone test ZONES.geojson POINTS.csv: argv[0] is "test". */
int cli_zone_test(int argc, char **argv);

/** redkite zone list, remove ZONE, restore ZONE: argv[0] is the verb. */
int cli_zone_list(int argc, char **argv);

#endif
