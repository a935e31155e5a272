#include "importers/point_csv.h"

#include <string.h>

#include "importers/row.h"

enum column {
    COLUMN_ID,
    COLUMN_LATITUDE,
    COLUMN_LONGITUDE,
    COLUMN_COUNT,
};

/* clang-format off */
static const struct imp_column columns_known[COLUMN_COUNT] = {
    [COLUMN_ID] = {"id", "name|naam|nom", false},
    [COLUMN_LATITUDE] = {"latitude", "lat|y|breedtegraad|breitengrad", true},
    [COLUMN_LONGITUDE] = {"longitude", "lon|lng|long|x|lengtegraad|langengrad", true},
};
/* clang-format on */

/* Points while they are read, and room for more. */
struct growing {
    struct imp_points points;
    size_t size;
};

static void *grown(struct arena *arena, const void *old, size_t count, size_t item)
{
    void *items = arena_array(arena, count ? 2 * count : 64, item);

    if (count)
        memcpy(items, old, count * item);
    return items;
}

static void make_room(struct growing *growing, struct arena *arena)
{
    struct imp_points *p = &growing->points;

    if (p->count < growing->size)
        return;
    p->ids = grown(arena, p->ids, p->count, sizeof(*p->ids));
    p->lon = grown(arena, p->lon, p->count, sizeof(*p->lon));
    p->lat = grown(arena, p->lat, p->count, sizeof(*p->lat));
    growing->size = p->count ? 2 * p->count : 64;
}

static void read_point(const struct imp_row *row, struct growing *growing)
{
    struct imp_cell lat = imp_row_cell(row, COLUMN_LATITUDE);
    struct imp_cell lon = imp_row_cell(row, COLUMN_LONGITUDE);
    struct imp_points *points = &growing->points;
    struct geo_point point = {0};
    const char *id = imp_row_text(row, COLUMN_ID);

    if (!*lat.text && !*lon.text)
        imp_row_fault(row, COLUMN_LATITUDE, "problem.coordinates.missing", NULL);
    else
        (void)imp_cell_point(row->reader, &lat, &lon, &point);
    make_room(growing, row->reader->arena);
    if (!id)
        id = arena_printf(row->reader->arena, "%lld", (long long)row->csv->line);
    points->ids[points->count] = id;
    points->lon[points->count] = point.lon;
    points->lat[points->count++] = point.lat;
}

static enum rc read_rows(struct imp_csv *csv, const struct imp_cell_reader *reader,
                         struct growing *growing)
{
    const struct imp_column_set set = {columns_known, COLUMN_COUNT, NULL};
    struct imp_columns columns;
    struct imp_csv_row row;
    enum rc rc = imp_columns_read(csv, &set, reader->problems, &columns);

    while (!rc) {
        rc = imp_columns_next(&columns, csv, reader->problems, &row);
        if (!rc && growing->points.count == IMP_POINTS_MAX) {
            problems_error(reader->problems, row.line, "file", "problem.points.too_many",
                           NULL);
            return RC_INVALID;
        }
        if (!rc)
            read_point(&(struct imp_row){reader, &columns, &row}, growing);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc imp_points_read(struct imp_source *source, struct arena *arena,
                        struct problems *problems, struct imp_points *ret_points)
{
    const struct imp_csv_options options = {0};
    const struct imp_cell_reader reader = {.arena = arena, .problems = problems};
    struct growing growing = {.size = 0};
    struct imp_csv *csv;
    enum rc rc = imp_csv_new(source, &options, NULL, problems, &csv);

    if (rc)
        return rc;
    rc = read_rows(csv, &reader, &growing);
    imp_csv_free(csv);
    if (!rc && growing.points.count == 0 && !problems_any(problems))
        problems_error(problems, 0, "file", "problem.points.none", NULL);
    if (!rc && problems_any(problems))
        rc = RC_INVALID;
    if (!rc)
        *ret_points = growing.points;
    return rc;
}
