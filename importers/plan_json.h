/**
 * @file plan_json.h
 * The planner's files: an instance (what a plan follows from) and a plan, as JSON. The
 * formats stand in geo/schema/plan_instance.schema.json and geo/schema/plan.schema.json.
 *
 * Reading is strict: a field that the format does not have is refused, and one that names
 * something this planner does not know (lifts, wheelchairs, curfews, ...) is refused by
 * that name, so that no plan ever leaves it out silently. Problems name a JSON pointer.
 */
#ifndef REDKITE_IMPORTERS_PLAN_JSON_H
#define REDKITE_IMPORTERS_PLAN_JSON_H

#include <stddef.h>

#include "geo/plan.h"
#include "geo/zone.h"
#include "server/core/arena.h"
#include "server/core/attrs.h"
#include "server/core/buffer.h"
#include "server/core/problems.h"
#include "server/core/rc.h"

/** Bytes of a file that is read, at most. */
#define IMP_PLAN_BYTES_MAX ((size_t)1 << 30)

/** Reads an instance of @p len bytes into @p arena. RC_INVALID with problems; what comes
 * back has passed geo_plan_input_check. */
MUST_CHECK enum rc imp_plan_instance_parse(struct arena *arena, const char *text,
                                           size_t len, struct problems *problems,
                                           struct geo_plan_input *ret_in);

/** Writes an instance that reads back the same. */
void imp_plan_instance_render(const struct geo_plan_input *in, struct buffer *buf);

/** Reads a plan of @p len bytes into @p arena: its form only, whether it is true is
 * geo_plan_check's to tell. A row that names a site the plan does not list gets
 * GEO_PLAN_NONE - 1. RC_INVALID with problems. */
MUST_CHECK enum rc imp_plan_parse(struct arena *arena, const char *text, size_t len,
                                  struct problems *problems, struct geo_plan *ret_plan);

/** Writes a plan: equal plans give equal bytes. */
void imp_plan_render(const struct geo_plan *plan, struct buffer *buf);

#endif
