#include "geo/coordinate.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "geo/box.h"
#include "geo/coordinate_text.h"
#include "geo/distance.h"
#include "geo/projection.h"
#include "server/core/problems.h"

#define DIGITS          "0123456789"
#define LETTERS         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define EPSG_DIGITS     6
#define UPS_DIGITS      6
#define BAND_LETTERS    "CDEFGHJKLMNPQRSTUVWX"
#define BAND_DEG        8.0
#define BAND_MARGIN_DEG 0.01 /* a reference just over the edge of its band */
#define UTM_SCALE       0.9996
#define UTM_EASTING_MAX 900000.0
#define UTM_LEAST       1000.0 /* no angle is as large, no easting or northing as small */
/* Zones in which 50 to 58 degrees south is inhabited: Falklands, Tierra del Fuego. */
#define SOUTH_FIRST 18
#define SOUTH_LAST  21

/* Functions return NULL or the text key of the fault, as in coordinate_text.h. */
struct reading {
    struct geo_projection *projection;
    const struct geo_coordinate_ask *ask;
    struct problems *problems;
    struct geo_coordinate got;
};

/* x and y, what their last digits are worth, and where that is. */
struct plane {
    double x, y;
    double unit_x, unit_y;
    struct geo_point point;
    double accuracy_m;
};

static bool expected(const struct reading *r, struct geo_point p)
{
    for (size_t i = 0; i < r->ask->box_count; i++) {
        const struct geo_box *box = &r->ask->boxes[i];

        if (p.lon >= box->west && p.lon <= box->east && p.lat >= box->south &&
            p.lat <= box->north)
            return true;
    }
    return r->ask->box_count == 0;
}

static void warn(const struct reading *r, const char *key)
{
    problems_warn(r->problems, r->ask->line, r->ask->field, key, r->ask->text);
}

/* Metres; a corner off the globe is as far as nothing. */
static double reach(struct geo_point from, struct geo_point to)
{
    double m = 0.0;

    return geo_distance_between(from, to, &m) ? 0.0 : m;
}

static double signed_value(const struct geo_coordinate_part *part)
{
    double value = part->negative ? -part->value : part->value;

    return part->letter ? part->letter * value : value;
}

/* The two in the order easting or longitude, northing or latitude; @p lat_first where no
 * letter tells. */
static void order(const struct geo_coordinate_pair *pair, bool lat_first,
                  struct geo_coordinate_part *ret_x, struct geo_coordinate_part *ret_y)
{
    bool first_is_y = pair->part[0].axis == GEO_AXIS_UNSAID
                          ? lat_first
                          : pair->part[0].axis == GEO_AXIS_LAT;

    *ret_x = pair->part[first_is_y ? 1 : 0];
    *ret_y = pair->part[first_is_y ? 0 : 1];
}

/* Half the diagonal of what is written alike; the corner on the equator's side is the
 * farther one. */
static double angle_radius(struct geo_point p, double unit_lon, double unit_lat)
{
    struct geo_point corner = {remainder(p.lon + unit_lon / 2.0, 360.0),
                               p.lat > 0.0 ? p.lat - unit_lat / 2.0
                                           : p.lat + unit_lat / 2.0};

    return reach(p, corner);
}

/* An O that stands alone: the expected country may tell east from west. */
static const char *settle_letter_o(const struct reading *r, double lat,
                                   struct geo_coordinate_part *lon)
{
    bool east, west;

    if (!lon->letter_o)
        return NULL;
    east = expected(r, (struct geo_point){lon->value, lat});
    west = expected(r, (struct geo_point){-lon->value, lat});
    if (east == west)
        return "problem.coordinate.letter_o";
    lon->letter = east ? 1 : -1;
    return NULL;
}

static const char *check_range(const struct reading *r, struct geo_point p, bool said)
{
    const char *fault = NULL;

    if (!(fabs(p.lat) <= 90.0))
        fault = "problem.coordinate.latitude";
    else if (!(fabs(p.lon) <= 180.0))
        fault = "problem.coordinate.longitude";
    if (fault && !said && geo_point_valid((struct geo_point){p.lat, p.lon}))
        warn(r, "problem.coordinate.swapped");
    return fault;
}

static const char *check_expected(const struct reading *r, struct geo_point p)
{
    struct geo_point swapped = {p.lat, p.lon};

    if (expected(r, p))
        return NULL;
    if (geo_point_valid(swapped) && expected(r, swapped))
        return "problem.coordinate.swapped";
    warn(r, "problem.coordinate.outside");
    return NULL;
}

static const char *read_angles(struct reading *r, const char *text)
{
    struct geo_coordinate_part lon, lat;
    struct geo_coordinate_pair pair;
    const char *fault = geo_coordinate_read(text, &pair);
    struct geo_point p;
    int numbers;

    if (fault)
        return fault;
    order(&pair, true, &lon, &lat);
    if (lon.metres || lat.metres)
        return "problem.coordinate.unreadable";
    p.lat = signed_value(&lat);
    fault = settle_letter_o(r, p.lat, &lon);
    if (fault)
        return fault;
    p.lon = signed_value(&lon);
    fault = check_range(r, p, lon.axis != GEO_AXIS_UNSAID);
    if (!fault)
        fault = check_expected(r, p);
    if (fault)
        return fault;
    numbers = lon.numbers > lat.numbers ? lon.numbers : lat.numbers;
    r->got.point = p;
    r->got.accuracy_m = angle_radius(p, lon.unit, lat.unit);
    r->got.form = numbers == 1   ? GEO_COORDINATE_DECIMAL
                  : numbers == 2 ? GEO_COORDINATE_MINUTES
                                 : GEO_COORDINATE_SECONDS;
    return NULL;
}

/* A length: one number without marks, east or north where there is a letter. */
static bool is_length(const struct geo_coordinate_part *part)
{
    return part->numbers == 1 && !part->marked && part->letter >= 0 && !part->letter_o;
}

/* In the zone's own hemisphere or the other; false when the numbers are no place there.
 */
static bool utm_point(const struct reading *r, int zone, bool south, struct plane *at)
{
    struct geo_utm utm = {zone, south, at->x, at->y};

    /* on the central meridian a metre of grid is longest on the ground */
    at->accuracy_m = hypot(at->unit_x, at->unit_y) / 2.0 / UTM_SCALE;
    return !geo_projection_from_utm(r->projection, utm, &at->point);
}

static bool in_band(struct geo_point p, char band)
{
    double low = -80.0 + BAND_DEG * (double)(strchr(BAND_LETTERS, band) - BAND_LETTERS);
    double high = band == 'X' ? 84.0 : low + BAND_DEG;

    return p.lat >= low - BAND_MARGIN_DEG && p.lat <= high + BAND_MARGIN_DEG;
}

/* The letter is a band, or for N and S perhaps the hemisphere: see coordinate.h. */
static const char *utm_side(const struct reading *r, int zone, char band,
                            struct plane *at)
{
    struct plane other = *at;
    bool fits, south;

    if (!strchr(BAND_LETTERS, band))
        return "problem.coordinate.utm_band";
    fits = utm_point(r, zone, band < 'N', at);
    if (band == 'N')
        return fits ? NULL : "problem.coordinate.utm_range";
    if (fits && band != 'S')
        return in_band(at->point, band) ? NULL : "problem.coordinate.utm_band";
    fits = fits && in_band(at->point, band);
    south = band == 'S' && utm_point(r, zone, true, &other);
    if (!fits && !south)
        return "problem.coordinate.utm_range";
    if (fits && south && r->ask->box_count)
        fits = expected(r, at->point) || !expected(r, other.point);
    else if (fits && south && zone >= SOUTH_FIRST && zone <= SOUTH_LAST)
        return "problem.coordinate.utm_letter";
    if (!fits)
        *at = other;
    return NULL;
}

/* Zone and band at the start of the text: returns where the rest begins, NULL when this
 * is no zone. */
static const char *utm_zone(const char *text, int *ret_zone, char *ret_band)
{
    const char *p = strncmp(text, "UTM ", 4) ? text : text + 4;
    int zone = 0, digits = 0;

    for (; *p >= '0' && *p <= '9' && digits < 3; p++, digits++)
        zone = 10 * zone + (*p - '0');
    p += *p == ' ';
    if (!digits || digits > 2 || *p < 'A' || *p > 'Z' || (p[1] >= 'A' && p[1] <= 'Z'))
        return NULL;
    *ret_zone = zone;
    *ret_band = *p++;
    return p + (*p == ' ' || *p == ',' || *p == ';');
}

static bool is_utm(const char *text)
{
    struct geo_coordinate_pair pair;
    const char *rest;
    char band;
    int zone;

    if (!strncmp(text, "UTM", 3))
        return true;
    rest = utm_zone(text, &zone, &band);
    return rest && !geo_coordinate_read(rest, &pair) &&
           (pair.part[0].value >= UTM_LEAST || pair.part[1].value >= UTM_LEAST);
}

static const char *read_utm(struct reading *r, const char *text)
{
    struct geo_coordinate_part east, north;
    struct geo_coordinate_pair pair;
    const char *rest, *fault;
    struct plane at;
    char band;
    int zone;

    rest = utm_zone(text, &zone, &band);
    if (!rest || zone < 1 || zone > 60)
        return "problem.coordinate.utm_zone";
    fault = geo_coordinate_read(rest, &pair);
    if (fault)
        return fault;
    order(&pair, false, &east, &north);
    if (!is_length(&east) || !is_length(&north))
        return "problem.coordinate.letters";
    at = (struct plane){.x = signed_value(&east),
                        .y = signed_value(&north),
                        .unit_x = east.unit,
                        .unit_y = north.unit};
    fault = utm_side(r, zone, band, &at);
    if (fault && at.x > UTM_EASTING_MAX && at.y < UTM_EASTING_MAX)
        return "problem.coordinate.swapped"; /* a northing where the easting belongs */
    if (fault)
        return fault;
    r->got = (struct geo_coordinate){at.point, at.accuracy_m, GEO_COORDINATE_UTM};
    if (!expected(r, at.point))
        warn(r, "problem.coordinate.outside");
    return NULL;
}

/* False when @p at is no place of the system. Its radius is that of the farther of two
 * opposite corners, and the transformation's. */
static bool epsg_point(const struct reading *r, int epsg, struct plane *at)
{
    struct geo_projected got, corner;
    double radius = 0.0;

    if (geo_projection_to_wgs84(r->projection, epsg, at->x, at->y, &got))
        return false;
    for (int side = -1; side <= 1; side += 2)
        if (!geo_projection_to_wgs84(r->projection, epsg, at->x + side * at->unit_x / 2.0,
                                     at->y + side * at->unit_y / 2.0, &corner))
            radius = fmax(radius, reach(got.point, corner.point));
    at->point = got.point;
    at->accuracy_m = radius + got.accuracy_m;
    return true;
}

/* Which order was meant, as written or turned, when no letter says so: see coordinate.h.
 */
static const char *epsg_order(const struct reading *r, bool x_first, struct plane *at,
                              const struct plane *turned)
{
    bool first = expected(r, at->point), second = expected(r, turned->point);

    if (r->ask->box_count && second && !first) {
        if (x_first)
            return "problem.coordinate.swapped";
        *at = *turned;
        return NULL;
    }
    if (x_first || (r->ask->box_count && first && !second) || at->x == at->y)
        return NULL;
    return "problem.coordinate.epsg_order";
}

/* Finds the point of @p at, whose x and y are in the order written. */
static const char *epsg_settle(const struct reading *r, int epsg, bool said,
                               struct plane *at)
{
    struct plane turned = {
        .x = at->y, .y = at->x, .unit_x = at->unit_y, .unit_y = at->unit_x};
    bool fits, turned_fits, x_first;
    struct geo_crs crs;
    enum rc rc = geo_projection_crs(r->projection, epsg, &crs);

    if (rc)
        return rc == RC_NOT_FOUND ? "problem.coordinate.epsg_unknown"
                                  : "problem.coordinate.epsg_kind";
    x_first = !crs.north_first && !crs.geographic;
    fits = epsg_point(r, epsg, at);
    turned_fits = !said && epsg_point(r, epsg, &turned);
    if (!fits && !turned_fits)
        return "problem.coordinate.epsg_area";
    if (!turned_fits)
        return NULL;
    if (fits)
        return epsg_order(r, x_first, at, &turned);
    if (x_first)
        return "problem.coordinate.swapped";
    *at = turned;
    return NULL;
}

/* Marks, minutes and letters for south and west belong to degrees. */
static const char *epsg_parts(const struct reading *r, int epsg,
                              struct geo_coordinate_part *x,
                              struct geo_coordinate_part *y)
{
    struct geo_crs crs;

    if (geo_projection_crs(r->projection, epsg, &crs) || !crs.degrees)
        return is_length(x) && is_length(y) ? NULL : "problem.coordinate.letters";
    if (x->metres || y->metres)
        return "problem.coordinate.unreadable";
    return settle_letter_o(r, signed_value(y), x);
}

static const char *read_epsg(struct reading *r, const char *text)
{
    struct geo_coordinate_part x, y;
    struct geo_coordinate_pair pair;
    const char *fault;
    struct plane at;
    int epsg = 0, digits = 0;

    for (text += strlen("EPSG"); *text == ':' || *text == ' ';)
        text++;
    for (; *text >= '0' && *text <= '9' && digits <= EPSG_DIGITS; text++, digits++)
        epsg = 10 * epsg + (*text - '0');
    if (!digits || digits > EPSG_DIGITS)
        return "problem.coordinate.epsg_unknown";
    if (*text != ' ' && *text != ';' && *text != ',')
        return "problem.coordinate.unreadable";
    fault = geo_coordinate_read(text + 1, &pair);
    if (fault)
        return fault;
    order(&pair, false, &x, &y);
    fault = epsg_parts(r, epsg, &x, &y);
    if (fault)
        return fault;
    at = (struct plane){
        .x = signed_value(&x), .y = signed_value(&y), .unit_x = x.unit, .unit_y = y.unit};
    fault = epsg_settle(r, epsg, x.axis != GEO_AXIS_UNSAID, &at);
    if (fault)
        return fault;
    r->got = (struct geo_coordinate){at.point, at.accuracy_m, GEO_COORDINATE_EPSG};
    if (!expected(r, at.point))
        warn(r, "problem.coordinate.outside");
    return NULL;
}

/* 36SYC2900055000, 31U FS 0 0; at the poles YAB1234512345 and Z 2000000 2000000. NULL
 * when
 * @p text is neither. */
static const char *unread_form(const char *text)
{
    char packed[GEO_COORDINATE_TEXT_MAX + 1] = "";
    size_t len = 0, digits, letters;

    for (; *text; text++)
        if (*text != ' ')
            packed[len++] = *text;
    packed[len] = '\0';
    digits = strspn(packed, DIGITS);
    letters = strspn(packed + digits, LETTERS);
    if ((digits == 1 || digits == 2) && letters == 3 &&
        strchr(BAND_LETTERS, packed[digits]))
        return "problem.coordinate.mgrs";
    if (digits || !letters || !strchr("ABYZ", packed[0]))
        return NULL;
    if (letters == 3 || (letters == 1 && strspn(packed + 1, DIGITS) >= UPS_DIGITS))
        return "problem.coordinate.ups";
    return NULL;
}

static const char *read_any(struct reading *r, const char *text)
{
    const char *fault, *named;

    if (!strncmp(text, "EPSG", 4))
        return read_epsg(r, text);
    fault = is_utm(text) ? read_utm(r, text) : read_angles(r, text);
    named = fault ? unread_form(text) : NULL;
    return named ? named : fault;
}

enum rc geo_coordinate_parse(struct geo_projection *projection,
                             const struct geo_coordinate_ask *ask,
                             struct problems *problems,
                             struct geo_coordinate *ret_coordinate)
{
    struct reading r = {.projection = projection, .ask = ask, .problems = problems};
    char text[GEO_COORDINATE_TEXT_MAX + 1];
    const char *fault = geo_coordinate_clean(ask->text, text);

    if (!fault)
        fault = read_any(&r, text);
    if (fault) {
        problems_error(problems, ask->line, ask->field, fault, ask->text);
        return RC_INVALID;
    }
    *ret_coordinate = r.got;
    return RC_OK;
}
