#include "geo/enclosing.h"

#include <math.h>
#include <stdlib.h>

#include "server/core/arena.h"

#define SPHERE_M   6371008.8
#define HALF_M     (SPHERE_M * M_PI)
#define ITERATIONS 1000

struct vector {
    double x, y, z;
};

static struct vector vector_of(struct geo_point p)
{
    double lon = p.lon * M_PI / 180.0, lat = p.lat * M_PI / 180.0;

    return (struct vector){cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)};
}

static double squared_gap(struct vector a, struct vector b)
{
    double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;

    return x * x + y * y + z * z;
}

static size_t farthest(const struct vector *vectors, size_t count, struct vector from,
                       double *ret_gap)
{
    double most = -1.0;
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        double gap = squared_gap(vectors[i], from);

        if (gap > most) {
            most = gap;
            at = i;
        }
    }
    *ret_gap = most;
    return at;
}

void geo_enclosing_circle(const struct geo_point *points, size_t count,
                          struct geo_point *ret_centre, double *ret_radius_m)
{
    struct vector *vectors = mem_calloc(count, sizeof(*vectors));
    struct vector centre = vector_of(points[0]);
    double length, gap;

    for (size_t i = 0; i < count; i++)
        vectors[i] = vector_of(points[i]);

    /* The ball around points of a cap, seen from the globe's centre, is the cap. */
    for (int i = 1; i <= ITERATIONS; i++) {
        struct vector far = vectors[farthest(vectors, count, centre, &gap)];

        centre.x += (far.x - centre.x) / (i + 1);
        centre.y += (far.y - centre.y) / (i + 1);
        centre.z += (far.z - centre.z) / (i + 1);
    }
    length = sqrt(centre.x * centre.x + centre.y * centre.y + centre.z * centre.z);
    if (length < 1e-3) {
        *ret_centre = (struct geo_point){0.0, 0.0};
        *ret_radius_m = HALF_M;
        goto out;
    }
    centre = (struct vector){centre.x / length, centre.y / length, centre.z / length};
    farthest(vectors, count, centre, &gap);
    ret_centre->lon = atan2(centre.y, centre.x) * 180.0 / M_PI;
    ret_centre->lat = asin(centre.z) * 180.0 / M_PI;
    *ret_radius_m = 2.0 * SPHERE_M * asin(fmin(1.0, sqrt(gap) / 2.0));
out:
    free(vectors);
}
