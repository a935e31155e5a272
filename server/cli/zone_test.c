#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "geo/boundary.h"
#include "geo/overlay.h"
#include "importers/point_csv.h"
#include "importers/zone_geojson.h"
#include "server/cli/cli.h"
#include "server/cli/zone.h"
#include "server/core/date.h"
#include "server/core/json.h"
#include "server/core/number.h"

#define JSON_MOST ((size_t)1 << 30)

/* A run of the command. */
struct run {
    const char *zones_path;
    const char *points_path;
    struct imp_zone_options reading;
    bool timed;
    int64_t at_ms;
    bool json;
    struct arena *arena;
    struct problems problems;
    struct imp_zones zones;
    struct geo_zone *geo; /* those that hold, and which of zones they are */
    size_t *of;
    size_t count;
    struct imp_points points;
    struct geo_overlay *overlay;
    struct geo_pairs pairs;
};

/* What is found out about one point. */
struct finding {
    const char *id;
    struct geo_point at;
    const struct geo_pair *in; /* its zones */
    size_t in_count;
    struct geo_standing standing;
    size_t nearest; /* zone with the nearest boundary; count: there is none */
    double nearest_m;
};

static int parse(int argc, char **argv, struct run *run)
{
    static const struct option options[] = {
        {"at", required_argument, NULL, 'a'},
        {"json", no_argument, NULL, 'j'},
        {"level", required_argument, NULL, 'l'},
        {"name", required_argument, NULL, 'n'},
        {NULL, 0, NULL, 0},
    };
    int64_t level = 0;
    int key;

    optind = 1;
    while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (key == 'a' && date_time_parse(optarg, &run->at_ms))
            return cli_usage("zone", "'%s' is no time", optarg);
        if (key == 'l' && number_parse_int(optarg, 1, ZONE_LEVEL_MAX, &level))
            return cli_usage("zone", "'%s' is no level", optarg);
        if (key == '?')
            return cli_usage("zone", "wrong option");
        run->timed |= key == 'a';
        run->json |= key == 'j';
        if (key == 'n')
            run->reading.name_property = optarg;
    }
    run->reading.level = (int)level;
    if (argc - optind != 2)
        return cli_usage("zone", "test takes two files");
    run->zones_path = argv[optind];
    run->points_path = argv[optind + 1];
    return CLI_OK;
}

static int tell(struct run *run, const char *path, enum rc rc)
{
    if (run->problems.count)
        cli_print_problems(path, &run->problems, run->json);
    if (rc == RC_NOT_FOUND)
        return cli_fail(rc, "there is no file %s", path);
    if (rc == RC_TOO_LARGE)
        return cli_fail(rc, "%s is too large", path);
    return rc ? cli_fail(rc, "%s cannot be used", path) : CLI_OK;
}

static int read_zones(struct run *run)
{
    struct buffer buf;
    enum rc rc;
    int code;

    problems_init(&run->problems, run->arena);
    buffer_init(&buf, IMP_ZONE_BYTES_MAX + 1);
    rc = buffer_read_file(&buf, run->zones_path);
    if (!rc)
        rc = imp_zone_geojson_parse(buffer_text(&buf), buf.len, &run->reading,
                                    &run->problems, &run->zones);
    code = tell(run, run->zones_path, rc);
    buffer_fini(&buf);
    if (code)
        return code;
    run->geo = arena_array(run->arena, run->zones.count + 1, sizeof(*run->geo));
    run->of = arena_array(run->arena, run->zones.count + 1, sizeof(*run->of));
    for (size_t i = 0; i < run->zones.count; i++) {
        const struct geo_zone *zone = &run->zones.items[i].geo;

        if (run->timed && !geo_zone_holds(zone, run->at_ms, run->at_ms + 1))
            continue;
        run->of[run->count] = i;
        run->geo[run->count++] = *zone;
    }
    return CLI_OK;
}

static int read_points(struct run *run)
{
    struct imp_source *source = NULL;
    enum rc rc;

    problems_init(&run->problems, run->arena);
    rc = imp_source_open(run->points_path, &source);
    if (!rc)
        rc = imp_points_read(source, run->arena, &run->problems, &run->points);
    imp_source_close(source);
    return tell(run, run->points_path, rc);
}

static const char *zone_name(const struct run *run, size_t zone)
{
    return run->zones.items[run->of[zone]].zone.name;
}

static void look(const struct run *run, size_t point, size_t *next_pair,
                 struct finding *ret_finding)
{
    struct finding f = {
        .id = run->points.ids[point],
        .at = {run->points.lon[point], run->points.lat[point]},
        .in = run->pairs.items + *next_pair,
        .nearest = run->count,
        .nearest_m = 4e7,
    };

    for (; *next_pair < run->pairs.count && run->pairs.items[*next_pair].point == point;
         (*next_pair)++) {
        geo_zone_stand(&f.standing, &run->geo[run->pairs.items[*next_pair].zone]);
        f.in_count++;
    }
    f.standing = geo_zone_stood(f.standing);
    for (size_t z = 0; z < run->count; z++) {
        double m = 0;

        if (!geo_boundary_within(&run->geo[z].shape, f.at, f.nearest_m) ||
            geo_boundary_distance(&run->geo[z].shape, f.at, &m) || m >= f.nearest_m)
            continue;
        f.nearest = z;
        f.nearest_m = m;
    }
    *ret_finding = f;
}

static const char *standing_name(const struct finding *f)
{
    if (f->standing.no_go)
        return "no_go";
    if (f->standing.corridor)
        return "safe_corridor";
    return f->standing.level ? "danger" : "none";
}

static double to_zone(const struct run *run, const struct finding *f, size_t zone)
{
    double m = 0;

    if (geo_boundary_distance(&run->geo[zone].shape, f->at, &m))
        return 0;
    return m;
}

static void print_finding(const struct run *run, const struct finding *f)
{
    char lon[32], lat[32];

    printf("%s  %s %s  ", f->id, number_format_double(f->at.lat, lat),
           number_format_double(f->at.lon, lon));
    if (f->standing.corridor && !f->standing.no_go)
        fputs("safe corridor", stdout);
    else if (f->standing.level)
        printf("level %d%s", f->standing.level, f->standing.no_go ? ", no-go" : "");
    else
        fputs("in no zone", stdout);
    for (size_t i = 0; i < f->in_count; i++)
        printf("%s %s (%.1f m to its edge)", i ? "," : ":", zone_name(run, f->in[i].zone),
               to_zone(run, f, f->in[i].zone));
    if (!f->in_count && f->nearest < run->count)
        printf("; nearest: %s, %.1f m", zone_name(run, f->nearest), f->nearest_m);
    putchar('\n');
}

static void zone_as_json(struct json *json, const struct run *run, size_t zone, double m)
{
    const struct imp_zone *source = &run->zones.items[run->of[zone]];

    json_int(json, "feature", (int64_t)run->of[zone] + 1);
    json_text(json, "name", source->zone.name);
    json_text(json, "kind", zone_kind_name(source->zone.kind));
    json_int(json, "level", source->zone.level);
    json_double(json, "metres", m);
}

static void finding_as_json(struct json *json, const struct run *run,
                            const struct finding *f)
{
    json_open(json, NULL);
    json_text(json, "id", f->id);
    json_double(json, "lon", f->at.lon);
    json_double(json, "lat", f->at.lat);
    json_text(json, "standing", standing_name(f));
    json_int(json, "level", f->standing.level);
    json_open_array(json, "zones");
    for (size_t i = 0; i < f->in_count; i++) {
        json_open(json, NULL);
        zone_as_json(json, run, f->in[i].zone, to_zone(run, f, f->in[i].zone));
        json_close(json);
    }
    json_close_array(json);
    if (f->nearest < run->count) {
        json_open(json, "nearest");
        zone_as_json(json, run, f->nearest, f->nearest_m);
        json_close(json);
    } else {
        json_no_value(json, "nearest");
    }
    json_close(json);
}

static int report(struct run *run)
{
    struct progress progress = cli_progress("points");
    struct buffer buf;
    struct json json;
    size_t next_pair = 0;
    int code = CLI_OK;

    buffer_init(&buf, JSON_MOST);
    json_init(&json, &buf);
    json_open(&json, NULL);
    json_open_array(&json, "points");
    for (size_t i = 0; i < run->points.count; i++) {
        struct finding f;

        look(run, i, &next_pair, &f);
        if (run->json)
            finding_as_json(&json, run, &f);
        else
            print_finding(run, &f);
        if (run->json &&
            !progress_report(&progress, (int64_t)i, (int64_t)run->points.count)) {
            code = cli_fail(RC_CONFLICT, "stopped");
            break;
        }
    }
    cli_progress_end();
    json_close_array(&json);
    json_close(&json);
    if (run->json && !code && buffer_failed(&buf))
        code = cli_fail(RC_TOO_LARGE, "too many points for one JSON object");
    else if (run->json && !code)
        puts(buffer_text(&buf));
    buffer_fini(&buf);
    return code;
}

int cli_zone_test(int argc, char **argv)
{
    struct run run = {.arena = arena_new()};
    struct geo_points points;
    int code = parse(argc, argv, &run);

    if (!code)
        code = read_zones(&run);
    if (!code)
        code = read_points(&run);
    if (!code) {
        points = (struct geo_points){run.points.lon, run.points.lat, run.points.count};
        run.overlay = geo_overlay_new(run.geo, run.count);
        geo_overlay_append(run.overlay, &points, &run.pairs);
        code = report(&run);
        geo_overlay_free(run.overlay);
        geo_pairs_fini(&run.pairs);
    }
    arena_free(run.arena);
    return code;
}
