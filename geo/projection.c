#include "geo/projection.h"

#include <math.h>
#include <proj.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/core/arena.h"
#include "server/core/log.h"
#include "server/core/text.h"

#define KEPT 16 /* transformations; a list of people uses one or two */

/* EPSG codes of WGS 84 / UTM are 32601 to 32660 and 32701 to 32760. */
#define UTM_NORTH        32600
#define UTM_SOUTH_MORE   100
#define UTM_EASTING_MIN  100000.0
#define UTM_EASTING_MAX  900000.0
#define UTM_NORTHING_MAX 10000000.0

/* One system that was asked for. */
struct known_crs {
    int epsg; /* 0: free */
    PJ *to_wgs84;
    struct geo_crs crs;
};

struct geo_projection {
    PJ_CONTEXT *context;
    struct known_crs kept[KEPT];
    size_t next; /* the one to give way */
};

/* PROJ's messages may hold coordinates: only that there was one is logged. */
static void on_message(void *state, int level, const char *message)
{
    (void)state;
    (void)message;
    if (level == PJ_LOG_ERROR)
        log_info("proj.error", "level=%d", level);
}

struct geo_projection *geo_projection_new(void)
{
    struct geo_projection *projection = mem_calloc(1, sizeof(*projection));

    projection->context = proj_context_create();
    if (!projection->context || !proj_context_get_database_path(projection->context)) {
        log_error("proj.no_database", "version=%s", proj_info().version);
        geo_projection_free(projection);
        return NULL;
    }
    proj_log_func(projection->context, NULL, on_message);
    proj_context_set_enable_network(projection->context, 0);
    return projection;
}

void geo_projection_free(struct geo_projection *projection)
{
    if (!projection)
        return;
    for (size_t i = 0; i < KEPT; i++)
        proj_destroy(projection->kept[i].to_wgs84);
    if (projection->context)
        proj_context_destroy(projection->context);
    free(projection);
}

/* Unit and direction of the first axis. */
static void describe_axis(PJ_CONTEXT *context, const PJ *crs, struct geo_crs *ret_crs)
{
    PJ *axes = proj_crs_get_coordinate_system(context, crs);
    const char *direction = NULL;
    double factor = 0.0;

    if (axes && proj_cs_get_axis_info(context, axes, 0, NULL, NULL, &direction, &factor,
                                      NULL, NULL, NULL)) {
        ret_crs->degrees = ret_crs->geographic && fabs(factor - M_PI / 180.0) < 1e-12;
        ret_crs->north_first = text_same_ascii(direction, "north");
    }
    proj_destroy(axes);
}

static enum rc describe(PJ_CONTEXT *context, const PJ *crs, struct geo_crs *ret_crs)
{
    PJ_TYPE type = proj_get_type(crs);

    if (type != PJ_TYPE_PROJECTED_CRS && type != PJ_TYPE_GEOGRAPHIC_2D_CRS)
        return RC_INVALID;
    ret_crs->geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS;
    describe_axis(context, crs, ret_crs);
    ret_crs->low = (struct geo_point){-180.0, -90.0};
    ret_crs->high = (struct geo_point){180.0, 90.0};
    if (!proj_get_area_of_use(context, crs, &ret_crs->low.lon, &ret_crs->low.lat,
                              &ret_crs->high.lon, &ret_crs->high.lat, NULL) ||
        ret_crs->low.lat < -90.0) {
        ret_crs->low = (struct geo_point){-180.0, -90.0};
        ret_crs->high = (struct geo_point){180.0, 90.0};
    }
    return RC_OK;
}

static PJ *make_transformation(PJ_CONTEXT *context, const PJ *crs)
{
    PJ *wgs84 =
        proj_create_from_database(context, "EPSG", "4326", PJ_CATEGORY_CRS, 0, NULL);
    PJ *raw =
        wgs84 ? proj_create_crs_to_crs_from_pj(context, crs, wgs84, NULL, NULL) : NULL;
    PJ *ordered = raw ? proj_normalize_for_visualization(context, raw) : NULL;

    proj_destroy(raw);
    proj_destroy(wgs84);
    return ordered;
}

static enum rc find(struct geo_projection *projection, int epsg,
                    const struct known_crs **ret_known)
{
    struct known_crs made = {.epsg = epsg};
    char code[16];
    enum rc rc;
    PJ *crs;

    for (size_t i = 0; i < KEPT; i++) {
        if (epsg > 0 && projection->kept[i].epsg == epsg) {
            *ret_known = &projection->kept[i];
            return RC_OK;
        }
    }
    snprintf(code, sizeof(code), "%d", epsg);
    crs = proj_create_from_database(projection->context, "EPSG", code, PJ_CATEGORY_CRS, 0,
                                    NULL);
    if (!crs)
        return RC_NOT_FOUND;
    rc = describe(projection->context, crs, &made.crs);
    if (!rc) {
        made.to_wgs84 = make_transformation(projection->context, crs);
        rc = made.to_wgs84 ? RC_OK : RC_INVALID;
    }
    proj_destroy(crs);
    if (rc)
        return rc;
    proj_destroy(projection->kept[projection->next].to_wgs84);
    projection->kept[projection->next] = made;
    *ret_known = &projection->kept[projection->next];
    projection->next = (projection->next + 1) % KEPT;
    return RC_OK;
}

enum rc geo_projection_crs(struct geo_projection *projection, int epsg,
                           struct geo_crs *ret_crs)
{
    const struct known_crs *known;
    enum rc rc = find(projection, epsg, &known);

    if (!rc)
        *ret_crs = known->crs;
    return rc;
}

/* Of the operation that PROJ chose for the last point. */
static double last_accuracy(PJ *transformation)
{
    PJ *used = proj_trans_get_last_used_operation(transformation);
    double accuracy = GEO_PROJECTION_BALLPARK_M;

    if (used && !proj_coordoperation_has_ballpark_transformation(NULL, used))
        accuracy = proj_coordoperation_get_accuracy(NULL, used);
    proj_destroy(used);
    return accuracy < 0.0 ? GEO_PROJECTION_BALLPARK_M : accuracy;
}

static bool in_area(const struct geo_crs *crs, struct geo_point p)
{
    double width = crs->high.lon - crs->low.lon, east;

    if (p.lat < crs->low.lat - GEO_PROJECTION_MARGIN_DEG ||
        p.lat > crs->high.lat + GEO_PROJECTION_MARGIN_DEG)
        return false;
    width += width < 0.0 ? 360.0 : 0.0;
    east = fmod(p.lon - crs->low.lon + GEO_PROJECTION_MARGIN_DEG + 720.0, 360.0);
    return east <= width + 2.0 * GEO_PROJECTION_MARGIN_DEG;
}

static enum rc transform(const struct known_crs *known, double x, double y,
                         struct geo_point *ret_point)
{
    struct geo_point point;
    PJ_COORD out;

    proj_errno_reset(known->to_wgs84);
    out = proj_trans(known->to_wgs84, PJ_FWD, proj_coord(x, y, 0.0, HUGE_VAL));
    point = (struct geo_point){out.xy.x, out.xy.y};
    if (proj_errno(known->to_wgs84) || !geo_point_valid(point))
        return RC_INVALID;
    *ret_point = point;
    return RC_OK;
}

enum rc geo_projection_to_wgs84(struct geo_projection *projection, int epsg, double x,
                                double y, struct geo_projected *ret_projected)
{
    const struct known_crs *known;
    struct geo_point point;
    enum rc rc = find(projection, epsg, &known);

    if (!rc)
        rc = transform(known, x, y, &point);
    if (rc)
        return rc;
    if (!in_area(&known->crs, point))
        return RC_INVALID;
    *ret_projected = (struct geo_projected){point, last_accuracy(known->to_wgs84)};
    return RC_OK;
}

enum rc geo_projection_from_utm(struct geo_projection *projection, struct geo_utm utm,
                                struct geo_point *ret_point)
{
    const struct known_crs *known;
    struct geo_point point;
    enum rc rc;

    if (utm.zone < 1 || utm.zone > 60 ||
        !(utm.easting >= UTM_EASTING_MIN && utm.easting <= UTM_EASTING_MAX) ||
        !(utm.northing >= 0.0 && utm.northing <= UTM_NORTHING_MAX))
        return RC_INVALID;
    rc =
        find(projection, UTM_NORTH + utm.zone + (utm.south ? UTM_SOUTH_MORE : 0), &known);
    if (!rc)
        rc = transform(known, utm.easting, utm.northing, &point);
    if (rc)
        return rc;
    if (utm.south ? point.lat < -80.0 || point.lat > 0.0
                  : point.lat < 0.0 || point.lat > 84.0)
        return RC_INVALID;
    *ret_point = point;
    return RC_OK;
}
