#include "geo/crossing.h"

#include <math.h>
#include <stdlib.h>

#include "geo/box.h"
#include "geo/predicate.h"
#include "server/core/arena.h"

/* Fewer edges are compared each with each. */
#define SMALL     16
#define DEPTH_MAX 40
/* So many pairs of boxes are compared at most: about a second. */
#define BUDGET 100000000

struct search {
    const struct geo_edge *edges;
    struct geo_box *boxes;
    struct geo_crossing_found found;
    int64_t budget;
    bool ended;
};

static struct geo_box box_of(const struct geo_edge *e)
{
    return (struct geo_box){fmin(e->a.lon, e->b.lon), fmin(e->a.lat, e->b.lat),
                            fmax(e->a.lon, e->b.lon), fmax(e->a.lat, e->b.lat)};
}

static bool same(struct geo_point a, struct geo_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

static bool in_box(const struct geo_edge *e, struct geo_point p)
{
    struct geo_box edge = box_of(e);
    struct geo_box point = {p.lon, p.lat, p.lon, p.lat};

    return geo_box_meets(&edge, &point);
}

/* Both on one line: what they share runs from the second to the third of the four ends.
 */
static enum geo_contact in_line(const struct geo_edge *e, const struct geo_edge *f,
                                struct geo_point *ret_at)
{
    const struct geo_point ends[] = {e->a, e->b, f->a, f->b};
    const struct geo_edge *const others[] = {f, f, e, e};
    struct geo_point shared = {0, 0};
    bool any = false;

    for (int i = 0; i < 4; i++) {
        if (!in_box(others[i], ends[i]))
            continue;
        if (any && !same(shared, ends[i])) {
            *ret_at = shared;
            return GEO_CONTACT_OVERLAP;
        }
        any = true;
        shared = ends[i];
    }
    if (!any)
        return GEO_CONTACT_NONE;
    *ret_at = shared;
    return GEO_CONTACT_TOUCH;
}

static struct geo_point crossing_point(const struct geo_edge *e, const struct geo_edge *f)
{
    double ex = e->b.lon - e->a.lon, ey = e->b.lat - e->a.lat;
    double fx = f->b.lon - f->a.lon, fy = f->b.lat - f->a.lat;
    double share =
        ((f->a.lon - e->a.lon) * fy - (f->a.lat - e->a.lat) * fx) / (ex * fy - ey * fx);

    return (struct geo_point){e->a.lon + share * ex, e->a.lat + share * ey};
}

enum geo_contact geo_crossing_contact(const struct geo_edge *e, const struct geo_edge *f,
                                      struct geo_point *ret_at)
{
    int fa = geo_predicate_orient(e->a, e->b, f->a);
    int fb = geo_predicate_orient(e->a, e->b, f->b);
    int ea, eb;

    if (fa * fb > 0)
        return GEO_CONTACT_NONE; /* f on one side of e */
    ea = geo_predicate_orient(f->a, f->b, e->a);
    eb = geo_predicate_orient(f->a, f->b, e->b);
    if (!fa && !fb && !ea && !eb)
        return in_line(e, f, ret_at);
    if (fa * fb < 0 && ea * eb < 0) {
        *ret_at = crossing_point(e, f);
        return GEO_CONTACT_CROSS;
    }
    if (!fa && in_box(e, f->a))
        *ret_at = f->a;
    else if (!fb && in_box(e, f->b))
        *ret_at = f->b;
    else if (!ea && in_box(f, e->a))
        *ret_at = e->a;
    else if (!eb && in_box(f, e->b))
        *ret_at = e->b;
    else
        return GEO_CONTACT_NONE;
    return GEO_CONTACT_TOUCH;
}

static bool follow(const struct geo_edge *e, const struct geo_edge *f)
{
    uint32_t low = e->order < f->order ? e->order : f->order;
    uint32_t high = e->order < f->order ? f->order : e->order;

    return e->ring == f->ring && (high - low <= 1 || (low == 0 && high == e->last));
}

static void compare(struct search *search, uint32_t one, uint32_t other)
{
    const struct geo_edge *e = &search->edges[one], *f = &search->edges[other];
    enum geo_contact contact;
    struct geo_point at = {0, 0};

    if (!geo_box_meets(&search->boxes[one], &search->boxes[other]))
        return;
    contact = geo_crossing_contact(e, f, &at);
    if (contact == GEO_CONTACT_NONE || (contact == GEO_CONTACT_TOUCH && follow(e, f)))
        return;
    search->ended |= !search->found.each(search->found.state, e, f, contact, at);
}

static void compare_all(struct search *search, const uint32_t *list, size_t count)
{
    search->budget -= (int64_t)count * (int64_t)count / 2;
    if (search->budget < 0)
        return;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && !search->ended; j++)
            compare(search, list[i], list[j]);
}

/* The mean of the edges' middles. */
static double middle(const struct search *search, const uint32_t *list, size_t count,
                     bool by_lon)
{
    double sum = 0.0;

    for (size_t i = 0; i < count; i++) {
        const struct geo_box *box = &search->boxes[list[i]];

        sum += by_lon ? box->west + box->east : box->south + box->north;
    }
    return sum / 2.0 / (double)count;
}

struct halves {
    uint32_t *low;
    uint32_t *high;
    size_t low_count;
    size_t high_count;
};

/* Edges that the cut cuts are on both sides. Where two edges meet, they are together on
 * the side where that is. */
static void split(const struct search *search, const uint32_t *list, size_t count,
                  bool by_lon, struct halves *ret_halves)
{
    double cut = middle(search, list, count, by_lon);
    size_t low = 0, high = 0;

    for (size_t i = 0; i < count; i++) {
        const struct geo_box *box = &search->boxes[list[i]];

        if ((by_lon ? box->west : box->south) <= cut)
            ret_halves->low[low++] = list[i];
        if ((by_lon ? box->east : box->north) > cut)
            ret_halves->high[high++] = list[i];
    }
    ret_halves->low_count = low;
    ret_halves->high_count = high;
}

/* Divides the edges until few are left, or until dividing does not part them. */
static void divide(struct search *search, const uint32_t *list, size_t count, int depth)
{
    struct halves halves = {0};

    if (search->ended || search->budget < 0)
        return;
    if (count > SMALL && depth < DEPTH_MAX) {
        halves.low = mem_calloc(2 * count, sizeof(*halves.low));
        halves.high = halves.low + count;
        split(search, list, count, depth % 2, &halves);
        if (halves.low_count + halves.high_count > count + count / 2)
            split(search, list, count, !(depth % 2), &halves);
    }
    if (halves.low && halves.low_count + halves.high_count <= count + count / 2) {
        search->budget -= (int64_t)count;
        divide(search, halves.low, halves.low_count, depth + 1);
        divide(search, halves.high, halves.high_count, depth + 1);
    } else {
        compare_all(search, list, count);
    }
    free(halves.low);
}

enum rc geo_crossing_find(const struct geo_edge *edges, size_t count,
                          struct geo_crossing_found found)
{
    struct search search = {.edges = edges, .found = found, .budget = BUDGET};
    uint32_t *list = mem_calloc(count + 1, sizeof(*list));

    search.boxes = mem_calloc(count + 1, sizeof(*search.boxes));
    for (size_t i = 0; i < count; i++) {
        search.boxes[i] = box_of(&edges[i]);
        list[i] = (uint32_t)i;
    }
    divide(&search, list, count, 0);
    free(list);
    free(search.boxes);
    return search.budget < 0 ? RC_TOO_LARGE : RC_OK;
}
