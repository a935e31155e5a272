#include "geo/ecef.h"

#include <float.h>
#include <math.h>

#include "geo/simd.h"

/* First eccentricity squared, and (a/b)^2. */
#define E2          (1.0 - B_OVER_A * B_OVER_A)
#define B_OVER_A    (GEO_WGS84_B / GEO_WGS84_A)
#define A_OVER_B_SQ (1.0 / (B_OVER_A * B_OVER_A))

#define CURVATURE_MAX   (GEO_WGS84_A / (GEO_WGS84_B * GEO_WGS84_B))
#define CURVATURE_MIN   (GEO_WGS84_B / (GEO_WGS84_A * GEO_WGS84_A))
#define UPPER_CHORD_MAX 12670000.0
#define HALF_MERIDIAN_M 20003931.4587 /* rounded up */
#define DEGREE          0.017453292519943295769

struct sincos {
    double sin;
    double cos;
};

/* Taylor series up to 45 degrees, where the terms left out are below 5e-17. Terms in
 * pairs, so that they need not wait for one another. */
INLINE_BODY struct sincos sincos_small(double r)
{
    double q = r * r, q2 = q * q, q4 = q2 * q2;
    double s0 = 1.0 / 6.0 - q * (1.0 / 120.0);
    double s1 = 1.0 / 5040.0 - q * (1.0 / 362880.0);
    double s2 = 1.0 / 39916800.0 - q * (1.0 / 6227020800.0);
    double c0 = 1.0 / 24.0 - q * (1.0 / 720.0);
    double c1 = 1.0 / 40320.0 - q * (1.0 / 3628800.0);
    double c2 = 1.0 / 479001600.0 - q * (1.0 / 87178291200.0);

    s2 += q2 * (1.0 / 1307674368000.0);
    c2 += q2 * (1.0 / 20922789888000.0);
    return (struct sincos){r - r * q * ((s0 + q2 * s1) + q4 * s2),
                           1.0 - (0.5 * q - q2 * ((c0 + q2 * c1) + q4 * c2))};
}

/* Of twice the angle. */
INLINE_BODY struct sincos doubled(struct sincos half)
{
    double twice = half.sin + half.sin;

    return (struct sincos){twice * half.cos, 1.0 - twice * half.sin};
}

/* 1 / sqrt(1 - t) for t <= 0.0067: binomial series, the terms left out below 2e-16. */
INLINE_BODY double inverse_root(double t)
{
    double sum = 63.0 / 256.0 + t * (231.0 / 1024.0 + t * (429.0 / 2048.0));

    return 1.0 + t * (0.5 + t * (0.375 + t * (0.3125 + t * (35.0 / 128.0 + t * sum))));
}

INLINE_BODY void compute_body(const struct geo_points *points, const struct geo_ecef *ret)
{
    const double *restrict lon = points->lon, *restrict lat = points->lat;
    double *restrict x = ret->x, *restrict y = ret->y, *restrict z = ret->z;

    for (size_t i = 0; i < points->count; i++) {
        struct sincos up = doubled(sincos_small(lat[i] * (DEGREE / 2.0)));
        struct sincos east = doubled(doubled(sincos_small(lon[i] * (DEGREE / 4.0))));
        double normal = GEO_WGS84_A * inverse_root(E2 * (up.sin * up.sin));

        x[i] = normal * up.cos * east.cos;
        y[i] = normal * up.cos * east.sin;
        z[i] = normal * (1.0 - E2) * up.sin;
    }
}

FOR_AVX2 static void compute_avx2(const struct geo_points *points,
                                  const struct geo_ecef *ret)
{
    compute_body(points, ret);
}

static void compute_plain(const struct geo_points *points, const struct geo_ecef *ret)
{
    compute_body(points, ret);
}

void geo_ecef_compute(const struct geo_points *points, const struct geo_ecef *ret_ecef)
{
    if (simd_has_avx2())
        compute_avx2(points, ret_ecef);
    else
        compute_plain(points, ret_ecef);
}

/* With A = diag(1/a^2, 1/a^2, 1/b^2), d the chord and m its middle: d' A m = 0, so d is
 * tangent to the ellipsoid above m, and the normal curvature there is
 * sqrt(m' A m) (d' A d / c^2) / |A m|, with m' A m = 1 - d' A d / 4. Then s = c asin(u)/u
 * with u = curvature x c / 2. Below, q = a^2 d' A d and m is doubled, so that w = u^2
 * needs one division. */
INLINE_BODY void arcs_body(const struct geo_ecef *a, const struct geo_ecef *b,
                           size_t count, double *restrict m)
{
    const double *restrict ax = a->x, *restrict ay = a->y, *restrict az = a->z;
    const double *restrict bx = b->x, *restrict by = b->y, *restrict bz = b->z;

    for (size_t i = 0; i < count; i++) {
        double dx = bx[i] - ax[i], dy = by[i] - ay[i], dz = bz[i] - az[i];
        double mx = bx[i] + ax[i], my = by[i] + ay[i], mz = bz[i] + az[i];
        double flat = dx * dx + dy * dy, steep = dz * dz;
        double c2 = flat + steep, q = flat + A_OVER_B_SQ * steep;
        double g = mx * mx + my * my + A_OVER_B_SQ * A_OVER_B_SQ * (mz * mz);
        double w = (1.0 - q * (0.25 / (GEO_WGS84_A * GEO_WGS84_A))) * (q * q) /
                   (c2 * g + DBL_MIN);
        double bend = w * (1.0 / 6.0 + w * (3.0 / 40.0 + w * (5.0 / 112.0)));
        double c = sqrt(c2);

        m[i] = c <= GEO_ECEF_ARC_MAX_M ? c + c * bend : -1.0;
    }
}

FOR_AVX2 static void arcs_avx2(const struct geo_ecef *a, const struct geo_ecef *b,
                               size_t count, double *ret_m)
{
    arcs_body(a, b, count, ret_m);
}

static void arcs_plain(const struct geo_ecef *a, const struct geo_ecef *b, size_t count,
                       double *ret_m)
{
    arcs_body(a, b, count, ret_m);
}

void geo_ecef_arcs(const struct geo_ecef *a, const struct geo_ecef *b, size_t count,
                   double *ret_m)
{
    if (simd_has_avx2())
        arcs_avx2(a, b, count, ret_m);
    else
        arcs_plain(a, b, count, ret_m);
}

double geo_ecef_lower(double chord_m)
{
    return 2.0 / CURVATURE_MIN * asin(fmin(1.0, CURVATURE_MIN * chord_m / 2.0));
}

double geo_ecef_upper(double chord_m)
{
    if (chord_m > UPPER_CHORD_MAX)
        return HALF_MERIDIAN_M;
    return 2.0 / CURVATURE_MAX * asin(CURVATURE_MAX * chord_m / 2.0);
}
