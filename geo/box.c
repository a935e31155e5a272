#include "geo/box.h"

#include <math.h>

#include "geo/predicate.h"
#include "geo/shape.h"

/* No degree of latitude is shorter than 110,574 m, none of longitude than this times the
 * cosine of the latitude: 2 pi / 360 x the smallest radius of curvature, 6,335,439 m. */
#define DEGREE_MIN_M 110574.0
#define DEGREE       (M_PI / 180.0)
/* Boxes are rounded outwards by this, well above any rounding error here. */
#define SLACK_DEG 1e-9

bool geo_box_meets(const struct geo_box *a, const struct geo_box *b)
{
    return a->west <= b->east && b->west <= a->east && a->south <= b->north &&
           b->south <= a->north;
}

/* Longitudes run on over 180 here: west in [-180, 180], east from west to west + 360. */
static size_t split(struct geo_box box, struct geo_box ret_boxes[2])
{
    if (box.east - box.west >= 360.0 || box.south <= -90.0 || box.north >= 90.0) {
        ret_boxes[0] = (struct geo_box){-180.0, fmax(box.south, -90.0), 180.0,
                                        fmin(box.north, 90.0)};
        return 1;
    }
    if (box.west < -180.0) {
        box.west += 360.0;
        box.east += 360.0;
    }
    ret_boxes[0] = box;
    if (box.east < 180.0)
        return 1;
    /* 180 and -180 are one place: what ends at the one is met from the other too. */
    ret_boxes[0].east = 180.0;
    ret_boxes[1] = (struct geo_box){-180.0, box.south, box.east - 360.0, box.north};
    return 2;
}

/* A place within angle d of one at latitude y lies at most asin(sin d / cos y) of
 * longitude away (Bronstein, spherical right triangles); the ellipsoid's degrees are no
 * shorter than DEGREE_MIN_M says. */
static struct geo_box widened(struct geo_box box, double margin_m)
{
    double angle = fmin(margin_m / DEGREE_MIN_M, 180.0);
    double steepest = fmax(fabs(box.south), fabs(box.north)) * DEGREE;
    double ratio = sin(fmin(angle, 90.0) * DEGREE) / fmax(cos(steepest), 1e-300);
    double aside = ratio < 1.0 ? asin(ratio) / DEGREE * 1.01 : 360.0;

    if (margin_m <= 0.0)
        aside = angle = 0.0;
    return (struct geo_box){box.west - aside - SLACK_DEG, box.south - angle - SLACK_DEG,
                            box.east + aside + SLACK_DEG, box.north + angle + SLACK_DEG};
}

static void stretch(struct geo_box *box, double lon, double lat)
{
    box->west = fmin(box->west, lon);
    box->east = fmax(box->east, lon);
    box->south = fmin(box->south, lat);
    box->north = fmax(box->north, lat);
}

enum wrapping {
    FLAT,   /* no edge crosses the antimeridian */
    RAISED, /* gathered with western longitudes raised by 360 */
    ALL,    /* crosses the antimeridian and Greenwich: all longitudes */
};

static enum wrapping wrapping_of(const struct geo_shape *shape)
{
    bool wraps = false, greenwich = false;

    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_point *points = shape->rings[r].points;

        for (size_t i = 0; i + 1 < shape->rings[r].count; i++) {
            if (geo_predicate_wraps(points[i], points[i + 1]))
                wraps = true;
            else if ((points[i].lon < 0.0) != (points[i + 1].lon < 0.0))
                greenwich = true;
        }
    }
    if (!wraps)
        return FLAT;
    return greenwich ? ALL : RAISED;
}

size_t geo_box_of_shape(const struct geo_shape *shape, double margin_m,
                        struct geo_box ret_boxes[2])
{
    struct geo_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    enum wrapping wrapping = wrapping_of(shape);

    if (shape->radius_m > 0) {
        stretch(&box, shape->centre.lon, shape->centre.lat);
        return split(widened(box, shape->radius_m + margin_m), ret_boxes);
    }
    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_ring *ring = &shape->rings[r];

        for (size_t i = 0; i < ring->count; i++) {
            struct geo_point p = ring->points[i];
            bool raised = wrapping == RAISED && p.lon < 0.0;

            stretch(&box, raised ? p.lon + 360.0 : p.lon, p.lat);
        }
    }
    if (wrapping == ALL)
        box.east = box.west + 360.0;
    return split(widened(box, margin_m), ret_boxes);
}

size_t geo_box_widen(const struct geo_box *box, double margin_m,
                     struct geo_box ret_boxes[2])
{
    return split(widened(*box, margin_m), ret_boxes);
}
