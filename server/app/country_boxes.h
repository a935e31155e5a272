/**
 * @file country_boxes.h
 * Where countries are, for lists of people: boxes around the towns of the gazetteer, with
 * which swapped axes are seen. Not for several threads at once.
 */
#ifndef REDKITE_APP_COUNTRY_BOXES_H
#define REDKITE_APP_COUNTRY_BOXES_H

#include "importers/cell.h"
#include "server/core/attrs.h"

struct app_country_boxes;
struct geo_gazetteer;

/** Borrows @p gz, which may be NULL: then nothing is known of any country. Free with
 * app_country_boxes_free. */
NEVER_NULL struct app_country_boxes *
app_country_boxes_new(const struct geo_gazetteer *gz);

/** NULL is fine. */
void app_country_boxes_free(struct app_country_boxes *boxes);

/** What the importers ask. Borrowed from @p boxes. */
NEVER_NULL const struct imp_country_boxes *
app_country_boxes_ask(struct app_country_boxes *boxes);

#endif
