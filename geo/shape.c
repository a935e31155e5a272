#include "geo/shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/distance.h"
#include "geo/predicate.h"
#include "server/core/number.h"

static enum geo_relation circle_relation(const struct geo_shape *shape,
                                         struct geo_point p)
{
    double distance = 0;

    if (geo_distance_between(shape->centre, p, &distance))
        return GEO_OUTSIDE;
    if (distance < shape->radius_m - GEO_SHAPE_ON_CIRCLE_M)
        return GEO_INSIDE;
    return distance <= shape->radius_m + GEO_SHAPE_ON_CIRCLE_M ? GEO_BOUNDARY
                                                               : GEO_OUTSIDE;
}

static enum geo_relation rings_relation(const struct geo_shape *shape, struct geo_point p)
{
    bool inside = false;

    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_ring *ring = &shape->rings[r];

        for (size_t i = 0; i + 1 < ring->count; i++) {
            enum geo_edge_side side =
                geo_predicate_edge(ring->points[i], ring->points[i + 1], p);

            if (side == GEO_EDGE_ON)
                return GEO_BOUNDARY;
            inside ^= side == GEO_EDGE_ABOVE;
        }
    }
    return inside ? GEO_INSIDE : GEO_OUTSIDE;
}

static bool touches_pole(const struct geo_shape *shape, double lat)
{
    for (size_t r = 0; r < shape->ring_count; r++)
        for (size_t i = 0; i < shape->rings[r].count; i++)
            if (shape->rings[r].points[i].lat == lat)
                return true;
    return false;
}

enum geo_relation geo_shape_relation(const struct geo_shape *shape, struct geo_point p)
{
    if (shape->radius_m > 0)
        return circle_relation(shape, p);
    if (fabs(p.lat) == 90.0)
        return touches_pole(shape, p.lat) ? GEO_BOUNDARY : GEO_OUTSIDE;
    if (fabs(p.lon) == 180.0) {
        /* The seam counts as -180; what is cut along 180 is met from there. */
        p.lon = 180.0;
        if (rings_relation(shape, p) == GEO_BOUNDARY)
            return GEO_BOUNDARY;
        p.lon = -180.0;
    }
    return rings_relation(shape, p);
}

size_t geo_shape_points(const struct geo_shape *shape)
{
    size_t count = 0;

    for (size_t r = 0; r < shape->ring_count; r++)
        count += shape->rings[r].count;
    return count;
}

static void format_number(struct buffer *buf, double value)
{
    char text[32];

    buffer_putc(buf, ' ');
    buffer_puts(buf, number_format_double(value, text));
}

void geo_shape_format(const struct geo_shape *shape, struct buffer *buf)
{
    if (shape->radius_m > 0) {
        buffer_puts(buf, "circle");
        format_number(buf, shape->centre.lon);
        format_number(buf, shape->centre.lat);
        format_number(buf, shape->radius_m);
        return;
    }
    for (size_t r = 0; r < shape->ring_count; r++) {
        const struct geo_ring *ring = &shape->rings[r];

        buffer_puts(buf, r ? ";" : "");
        buffer_puts(buf, ring->hole ? "hole" : "ring");
        for (size_t i = 0; i < ring->count; i++) {
            format_number(buf, ring->points[i].lon);
            format_number(buf, ring->points[i].lat);
        }
    }
}

/* One number and the space before it; moves *text on. */
static bool parse_number(const char **text, double *ret_value)
{
    char word[40];
    size_t len;

    if (**text != ' ')
        return false;
    (*text)++;
    len = strcspn(*text, " ;");
    if (len >= sizeof(word))
        return false;
    memcpy(word, *text, len);
    word[len] = '\0';
    *text += len;
    return number_parse_double(word, ret_value) == RC_OK;
}

static enum rc parse_circle(const char *text, struct geo_shape *ret_shape)
{
    struct geo_shape shape = {0};

    if (!parse_number(&text, &shape.centre.lon) ||
        !parse_number(&text, &shape.centre.lat) ||
        !parse_number(&text, &shape.radius_m) || *text || shape.radius_m <= 0)
        return RC_INVALID;
    *ret_shape = shape;
    return RC_OK;
}

static size_t count_chars(const char *text, size_t len, char c)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += text[i] == c;
    return count;
}

static enum rc parse_ring(struct arena *arena, const char *text, size_t len,
                          struct geo_ring *ret_ring)
{
    const char *end = text + len;
    size_t numbers = count_chars(text, len, ' ');

    if (numbers == 0 || numbers % 2 || len < 4 ||
        (memcmp(text, "ring", 4) && memcmp(text, "hole", 4)))
        return RC_INVALID;
    ret_ring->hole = *text == 'h';
    ret_ring->count = numbers / 2;
    ret_ring->points = arena_array(arena, numbers / 2, sizeof(*ret_ring->points));
    text += 4;
    for (size_t i = 0; i < numbers / 2; i++) {
        struct geo_point *p = &ret_ring->points[i];

        if (!parse_number(&text, &p->lon) || !parse_number(&text, &p->lat))
            return RC_INVALID;
    }
    return text == end ? RC_OK : RC_INVALID;
}

enum rc geo_shape_parse(struct arena *arena, const char *text,
                        struct geo_shape *ret_shape)
{
    struct geo_shape shape = {0};

    if (!strncmp(text, "circle", 6))
        return parse_circle(text + 6, ret_shape);
    shape.ring_count = 1 + count_chars(text, strlen(text), ';');
    shape.rings = arena_array(arena, shape.ring_count, sizeof(*shape.rings));
    for (size_t r = 0; r < shape.ring_count; r++) {
        size_t len = strcspn(text, ";");
        enum rc rc = parse_ring(arena, text, len, &shape.rings[r]);

        if (rc)
            return rc;
        text += len + 1;
    }
    *ret_shape = shape;
    return RC_OK;
}
