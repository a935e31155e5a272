#include "geo/distance.h"

#include <geodesic.h>
#include <math.h>
#include <pthread.h>

#include "geo/ecef.h"

#define BLOCK 256

/* Filled once, never changed after. */
static struct geod_geodesic wgs84;
static pthread_once_t wgs84_made = PTHREAD_ONCE_INIT;

static void make_wgs84(void)
{
    geod_init(&wgs84, GEO_WGS84_A, 1.0 / 298.257223563);
}

static const struct geod_geodesic *ellipsoid(void)
{
    pthread_once(&wgs84_made, make_wgs84);
    return &wgs84;
}

enum rc geo_distance_between(struct geo_point a, struct geo_point b, double *ret_m)
{
    if (!geo_point_valid(a) || !geo_point_valid(b))
        return RC_INVALID;
    geod_inverse(ellipsoid(), a.lat, a.lon, b.lat, b.lon, ret_m, NULL, NULL);
    return RC_OK;
}

enum rc geo_distance_inverse(struct geo_point a, struct geo_point b,
                             struct geo_arc *ret_arc)
{
    if (!geo_point_valid(a) || !geo_point_valid(b))
        return RC_INVALID;
    geod_inverse(ellipsoid(), a.lat, a.lon, b.lat, b.lon, &ret_arc->m,
                 &ret_arc->start_deg, &ret_arc->end_deg);
    return RC_OK;
}

enum rc geo_distance_direct(struct geo_point from, double azimuth_deg, double m,
                            struct geo_point *ret_point)
{
    if (!geo_point_valid(from) || !isfinite(azimuth_deg) || !isfinite(m))
        return RC_INVALID;
    geod_direct(ellipsoid(), from.lat, from.lon, azimuth_deg, m, &ret_point->lat,
                &ret_point->lon, NULL);
    return RC_OK;
}

/* The pairs from i on, at most BLOCK of them. */
static void bulk_block(const struct geo_points *a, const struct geo_points *b, size_t i,
                       double *ret_m)
{
    double columns[6][BLOCK];
    struct geo_ecef ea = {columns[0], columns[1], columns[2]};
    struct geo_ecef eb = {columns[3], columns[4], columns[5]};
    size_t count = a->count - i < BLOCK ? a->count - i : BLOCK;
    struct geo_points pa = {a->lon + i, a->lat + i, count};
    struct geo_points pb = {b->lon + i, b->lat + i, count};

    geo_ecef_compute(&pa, &ea);
    geo_ecef_compute(&pb, &eb);
    geo_ecef_arcs(&ea, &eb, count, ret_m);
    for (size_t j = 0; j < count; j++)
        if (ret_m[j] < 0.0)
            geod_inverse(ellipsoid(), pa.lat[j], pa.lon[j], pb.lat[j], pb.lon[j],
                         &ret_m[j], NULL, NULL);
}

enum rc geo_distance_bulk(const struct geo_points *a, const struct geo_points *b,
                          double *ret_m)
{
    if (a->count != b->count || !geo_points_valid(a) || !geo_points_valid(b))
        return RC_INVALID;
    for (size_t i = 0; i < a->count; i += BLOCK)
        bulk_block(a, b, i, ret_m + i);
    return RC_OK;
}
