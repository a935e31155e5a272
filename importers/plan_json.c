#include "importers/plan_json.h"

#include <stdlib.h>
#include <string.h>

#include "importers/json_reader.h"
#include "server/core/json.h"
#include "server/core/number.h"

#define FORMAT "redkite-plan-1"
#define RULES  "default"

static const char *const none[] = {NULL};

/* The figures of a plan, one row per field of "totals". */
static const struct {
    const char *name;
    size_t offset;
} figures[] = {
    {"weight_left", offsetof(struct geo_plan, weight_left)},
    {"weight_bound", offsetof(struct geo_plan, weight_bound)},
    {"metres", offsetof(struct geo_plan, metres)},
    {"metres_bound", offsetof(struct geo_plan, metres_bound)},
    {"seats_left", offsetof(struct geo_plan, seats_left)},
    {"seats_bound", offsetof(struct geo_plan, seats_bound)},
    {"exchange", offsetof(struct geo_plan, exchange)},
};
#define FIGURES (sizeof(figures) / sizeof(figures[0]))

/* The name of a reason among the counts. */
static const char *count_name(int reason)
{
    return reason == GEO_PLAN_SERVED ? "served"
                                     : geo_plan_reason_code((enum geo_plan_reason)reason);
}

static int reason_of(const char *code)
{
    for (int k = 1; k < GEO_PLAN_REASONS; k++)
        if (!strcmp(code, geo_plan_reason_code((enum geo_plan_reason)k)) && *code)
            return k;
    return -1;
}

static void render_counts(struct json *json, const struct geo_plan *plan)
{
    json_open(json, "counts");
    for (int k = 0; k < GEO_PLAN_REASONS; k++) {
        if (!*count_name(k))
            continue;
        json_open_array(json, count_name(k));
        json_int(json, NULL, plan->parties[k]);
        json_int(json, NULL, plan->people[k]);
        json_close_array(json);
    }
    json_close(json);
}

static void render_site(struct json *json, const struct geo_plan_load *l)
{
    json_open(json, NULL);
    json_stamp(json, "id", l->site_id);
    json_int(json, "capacity", l->capacity);
    json_int(json, "taken", l->taken);
    json_bool(json, "closed", l->closed);
    json_int(json, "weight_price", l->weight_price);
    json_int(json, "metre_price", l->metre_price);
    json_close(json);
}

static void render_shortage(struct json *json, const struct geo_plan *plan,
                            const struct geo_plan_shortage *s)
{
    json_open(json, NULL);
    json_open_array(json, "sites");
    for (size_t k = 0; k < s->site_count; k++)
        json_stamp(json, NULL, plan->sites[s->sites[k]].site_id);
    json_close_array(json);
    json_int(json, "parties", s->parties);
    json_int(json, "people", s->people);
    json_int(json, "places", s->places);
    json_int(json, "taken", s->taken);
    json_close(json);
}

static void render_row(struct json *json, const struct geo_plan *plan,
                       const struct geo_plan_row *row)
{
    json_open(json, NULL);
    json_stamp(json, "party", row->party_id);
    json_int(json, "seats", row->seats);
    if (row->site < plan->site_count) {
        json_stamp(json, "site", plan->sites[row->site].site_id);
        json_int(json, "metres", row->metres);
    }
    if (row->reason != GEO_PLAN_SERVED)
        json_text(json, "reason", geo_plan_reason_code(row->reason));
    if (row->shortage != GEO_PLAN_NONE)
        json_int(json, "shortage", row->shortage);
    if (row->escort)
        json_bool(json, "escort", true);
    json_close(json);
}

void imp_plan_render(const struct geo_plan *plan, struct buffer *buf)
{
    struct json json;

    json_init(&json, buf);
    json_open(&json, NULL);
    json_text(&json, "format", FORMAT);
    json_text(&json, "rules", RULES);
    json_open(&json, "totals");
    for (size_t k = 0; k < FIGURES; k++) {
        int64_t value;

        memcpy(&value, (const char *)plan + figures[k].offset, sizeof(value));
        json_int(&json, figures[k].name, value);
    }
    json_close(&json);
    render_counts(&json, plan);
    json_open_array(&json, "sites");
    for (size_t k = 0; k < plan->site_count; k++)
        render_site(&json, &plan->sites[k]);
    json_close_array(&json);
    json_open_array(&json, "shortages");
    for (size_t k = 0; k < plan->shortage_count; k++)
        render_shortage(&json, plan, &plan->shortages[k]);
    json_close_array(&json);
    json_open_array(&json, "rows");
    for (size_t k = 0; k < plan->row_count; k++)
        render_row(&json, plan, &plan->rows[k]);
    json_close_array(&json);
    json_close(&json);
}

static void read_totals(const struct json_reader *r, struct geo_plan *plan)
{
    const char *known[FIGURES + 1] = {NULL};

    for (size_t k = 0; k < FIGURES; k++)
        known[k] = figures[k].name;
    if (!json_reader_fields(r, known, none))
        return;
    for (size_t k = 0; k < FIGURES; k++) {
        int64_t value = 0;

        json_reader_int(r, figures[k].name, INT64_MIN, INT64_MAX, &value);
        memcpy((char *)plan + figures[k].offset, &value, sizeof(value));
    }
}

static void read_counts(const struct json_reader *r, struct geo_plan *plan)
{
    const char *known[GEO_PLAN_REASONS + 1] = {NULL};
    size_t count = 0;

    for (int k = 0; k < GEO_PLAN_REASONS; k++)
        if (*count_name(k))
            known[count++] = count_name(k);
    if (!json_reader_fields(r, known, none))
        return;
    for (int k = 0; k < GEO_PLAN_REASONS; k++) {
        const json_t *pair;

        if (!*count_name(k) || !(pair = json_reader_array(r, count_name(k))))
            continue;
        plan->parties[k] = json_integer_value(json_array_get(pair, 0));
        plan->people[k] = json_integer_value(json_array_get(pair, 1));
        if (json_array_size(pair) != 2 || !json_is_integer(json_array_get(pair, 0)) ||
            !json_is_integer(json_array_get(pair, 1)))
            json_reader_fail(r, count_name(k), "problem.json.array", NULL);
    }
}

static void read_site(const struct json_reader *r, struct geo_plan_load *l)
{
    static const char *const known[] = {"id",           "capacity",    "taken", "closed",
                                        "weight_price", "metre_price", NULL};
    int64_t capacity = 0;
    int64_t taken = 0;

    if (!json_reader_fields(r, known, none))
        return;
    json_reader_id(r, "id", &l->site_id);
    json_reader_int(r, "capacity", 0, GEO_PLAN_CAPACITY_MAX, &capacity);
    json_reader_int(r, "taken", 0, INT32_MAX, &taken);
    json_reader_bool(r, "closed", &l->closed);
    json_reader_int(r, "weight_price", INT64_MIN, INT64_MAX, &l->weight_price);
    json_reader_int(r, "metre_price", INT64_MIN, INT64_MAX, &l->metre_price);
    l->capacity = (int32_t)capacity;
    l->taken = (int32_t)taken;
}

/* The place of a site among those of the plan, which stand by id. */
static uint32_t site_place(const struct geo_plan *plan, int64_t id)
{
    size_t low = 0;
    size_t high = plan->site_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (plan->sites[middle].site_id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < plan->site_count && plan->sites[low].site_id == id)
        return (uint32_t)low;
    return GEO_PLAN_NONE - 1;
}

static void read_shortage(const struct json_reader *r, const struct geo_plan *plan,
                          struct geo_plan_shortage *s)
{
    static const char *const known[] = {"sites",  "parties", "people",
                                        "places", "taken",   NULL};
    const json_t *sites;

    if (!json_reader_fields(r, known, none) || !(sites = json_reader_array(r, "sites")))
        return;
    s->site_count = json_array_size(sites);
    s->sites = arena_array(r->arena, s->site_count + 1, sizeof(*s->sites));
    for (size_t k = 0; k < s->site_count; k++) {
        const json_t *text = json_array_get(sites, k);
        int64_t id = 0;

        if (!json_is_string(text) ||
            number_parse_int(json_string_value(text), INT64_MIN, INT64_MAX, &id))
            json_reader_fail(r, "sites", "problem.json.id", NULL);
        s->sites[k] = site_place(plan, id);
    }
    json_reader_int(r, "parties", 0, INT64_MAX, &s->parties);
    json_reader_int(r, "people", 0, INT64_MAX, &s->people);
    json_reader_int(r, "places", 0, INT64_MAX, &s->places);
    json_reader_int(r, "taken", 0, INT64_MAX, &s->taken);
}

static void read_row(const struct json_reader *r, const struct geo_plan *plan,
                     struct geo_plan_row *row)
{
    static const char *const known[] = {"party",  "seats",    "site",   "metres",
                                        "reason", "shortage", "escort", NULL};
    int64_t number = 0;
    const char *text;

    *row = (struct geo_plan_row){.site = GEO_PLAN_NONE, .shortage = GEO_PLAN_NONE};
    if (!json_reader_fields(r, known, none))
        return;
    json_reader_id(r, "party", &row->party_id);
    json_reader_bool(r, "escort", &row->escort);
    if (json_reader_int(r, "seats", 0, INT32_MAX, &number))
        row->seats = (int32_t)number;
    if (json_object_get(r->object, "site") && json_reader_id(r, "site", &number))
        row->site = site_place(plan, number);
    if (json_object_get(r->object, "metres") &&
        json_reader_int(r, "metres", 0, INT32_MAX, &number))
        row->metres = (int32_t)number;
    if (json_object_get(r->object, "shortage") &&
        json_reader_int(r, "shortage", 0, GEO_PLAN_NONE - 1, &number))
        row->shortage = (uint32_t)number;
    if (!json_object_get(r->object, "reason") || !json_reader_text(r, "reason", &text))
        return;
    if (reason_of(text) < 0)
        json_reader_fail(r, "reason", "problem.plan_json.reason", text);
    else
        row->reason = (enum geo_plan_reason)reason_of(text);
}

static void read_object(const struct json_reader *r, const char *name,
                        void (*read)(const struct json_reader *, struct geo_plan *),
                        struct geo_plan *plan)
{
    struct json_reader inner = *r;

    inner.object = json_object_get(r->object, name);
    inner.list = arena_printf(r->arena, "/%s", name);
    read(&inner, plan);
}

static void read_lists(const struct json_reader *r, struct geo_plan *plan)
{
    const json_t *sites = json_reader_array(r, "sites");
    const json_t *shortages = json_reader_array(r, "shortages");
    const json_t *rows = json_reader_array(r, "rows");

    if (!sites || !shortages || !rows)
        return;
    plan->site_count = json_array_size(sites);
    plan->shortage_count = json_array_size(shortages);
    plan->row_count = json_array_size(rows);
    plan->sites = arena_array(r->arena, plan->site_count + 1, sizeof(*plan->sites));
    plan->shortages =
        arena_array(r->arena, plan->shortage_count + 1, sizeof(*plan->shortages));
    plan->rows = arena_array(r->arena, plan->row_count + 1, sizeof(*plan->rows));
    for (size_t k = 0; k < plan->site_count; k++) {
        struct json_reader item = json_reader_item(r, "/sites", sites, k);

        read_site(&item, &plan->sites[k]);
    }
    for (size_t k = 0; k < plan->shortage_count; k++) {
        struct json_reader item = json_reader_item(r, "/shortages", shortages, k);

        read_shortage(&item, plan, &plan->shortages[k]);
    }
    for (size_t k = 0; k < plan->row_count; k++) {
        struct json_reader item = json_reader_item(r, "/rows", rows, k);

        read_row(&item, plan, &plan->rows[k]);
    }
}

static void read_plan(const struct json_reader *r, struct geo_plan *plan)
{
    static const char *const known[] = {"format", "rules",     "totals", "counts",
                                        "sites",  "shortages", "rows",   NULL};
    const char *text;

    if (!json_reader_fields(r, known, none))
        return;
    if (json_reader_text(r, "format", &text) && strcmp(text, FORMAT))
        json_reader_fail(r, "format", "problem.plan_json.format", text);
    if (json_reader_text(r, "rules", &text) && strcmp(text, RULES))
        json_reader_fail(r, "rules", "problem.plan_json.rules", text);
    read_object(r, "totals", read_totals, plan);
    read_object(r, "counts", read_counts, plan);
    read_lists(r, plan);
}

enum rc imp_plan_parse(struct arena *arena, const char *text, size_t len,
                       struct problems *problems, struct geo_plan *ret_plan)
{
    struct geo_plan plan = {0};
    json_t *root = json_reader_load(text, len, problems);

    if (!root)
        return RC_INVALID;
    read_plan(&(struct json_reader){arena, problems, root, "", -1}, &plan);
    json_decref(root);
    if (problems_any(problems))
        return RC_INVALID;
    *ret_plan = plan;
    return RC_OK;
}
