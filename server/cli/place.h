/**
 * @file place.h
 * A town as the command line shows it.
 */
#ifndef REDKITE_CLI_PLACE_H
#define REDKITE_CLI_PLACE_H

#include "geo/gazetteer.h"
#include "geo/place.h"
#include "server/core/json.h"

/** Writes one place as an object, described in geo/schema/locate.schema.json. */
void cli_place_json(struct json *json, const struct geo_place *place);

/** Prints one place on a line of standard output: name, region, country, point, radius,
 * population and how it matched. */
void cli_place_print(const struct geo_place *place);

/** Opens the program's gazetteer; tells on standard error why it cannot. Returns an exit
 * code. */
int cli_gazetteer_open(struct geo_gazetteer **ret_gz);

#endif
