#include "tests/support/scene.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "db/crisis.h"
#include "db/ledger.h"
#include "db/party.h"
#include "server/core/date.h"

const char scene_zones_text[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Beirut\",\"level\":3},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[35.4,33.8],[35.6,33.8],[35.6,34.0],[35.4,34.0],[35.4,33.8]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Saida\",\"level\":1},"
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[35.3,33.5],[35.45,33.5],[35.45,33.6],[35.3,33.6],[35.3,33.5]]]}}]}\n";

const char scene_sites_text[] = "code;name;kind;latitude;longitude;capacity\n"
                                "airport;Airport;airport;33.8209;35.4884;100\n"
                                "port;Port;port;33.9010;35.5190;50\n"
                                "square;Square;assembly_point;34.4367;35.8497;20\n";

static enum rc append_crisis(struct db_tx *tx, void *state)
{
    struct scene *scene = state;
    const struct crisis crisis = {.name = "Cedar",
                                  .stage = STAGE_EVACUATION,
                                  .countries = "LB",
                                  .exercise = true,
                                  .opened_at = scene->t.now_ms};

    return db_crisis_append(tx, &crisis, &scene->crisis_id);
}

static void renew(struct scene *scene)
{
    problems_init(&scene->problems, scene->arena);
    scene->import = (struct app_import){.store = scene->t.store,
                                        .db = scene->t.db,
                                        .gz = scene->world.gz,
                                        .problems = &scene->problems};
}

void scene_open(struct scene *scene)
{
    memset(scene, 0, sizeof(*scene));
    test_store_open(&scene->t, 0);
    world_init(&scene->world);
    scene->arena = arena_new();
    scene->options.today = date_of_ms(scene->t.now_ms);
    ck_assert_int_eq(test_store_write(&scene->t, append_crisis, scene), RC_OK);
    renew(scene);
}

void scene_close(struct scene *scene)
{
    arena_free(scene->arena);
    world_fini(&scene->world);
    test_store_close(&scene->t);
}

void scene_reopen(struct scene *scene)
{
    test_store_reopen(&scene->t);
    renew(scene);
}

const char *scene_file(struct scene *scene, const char *name, const char *text)
{
    FILE *file;

    snprintf(scene->path, sizeof(scene->path), "%s/%s", scene->t.dir, name);
    file = fopen(scene->path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    return scene->path;
}

enum rc scene_people(struct scene *scene, const char *text,
                     struct app_import_people *ret_result)
{
    problems_init(&scene->problems, scene->arena);
    return app_import_people(&scene->import, scene_file(scene, "people.csv", text),
                             &scene->options, ret_result);
}

void scene_has_people(struct scene *scene, const char *text)
{
    struct app_import_people result;

    ck_assert_int_eq(scene_people(scene, text, &result), RC_OK);
}

void scene_has_zones(struct scene *scene, const char *text)
{
    struct app_import_file result;

    ck_assert_int_eq(app_import_zones(&scene->import, scene->crisis_id,
                                      scene_file(scene, "zones.geojson", text), &result),
                     RC_OK);
}

void scene_has_sites(struct scene *scene, const char *text)
{
    struct app_import_file result;

    ck_assert_int_eq(app_import_sites(&scene->import, scene->crisis_id,
                                      scene_file(scene, "sites.csv", text), &result),
                     RC_OK);
}

static enum rc count_party(void *state, const struct db_event *event)
{
    const struct scene *scene = *(struct scene **)state;
    struct party party;

    if (event->stamp != event->subject || strcmp(event->noun, "party") ||
        db_party_get(scene->t.db, scene->arena, event->subject, &party))
        return RC_OK;
    ++*((int64_t **)state)[1];
    return RC_OK;
}

int64_t scene_parties(struct scene *scene)
{
    int64_t count = 0;
    void *state[] = {scene, &count};

    ck_assert_int_eq(db_ledger_walk(scene->t.db, 0, INT64_MAX, count_party, state),
                     RC_OK);
    return count;
}

int64_t scene_events(struct scene *scene)
{
    struct db_ledger_state state;

    ck_assert_int_eq(db_ledger_state_load(scene->t.db, 0, &state), RC_OK);
    return state.seq;
}

void scene_told(const struct scene *scene, const char *key, int64_t line)
{
    for (size_t i = 0; i < scene->problems.count; i++)
        if (!strcmp(scene->problems.items[i].key, key) &&
            scene->problems.items[i].line == line)
            return;
    ck_abort_msg("%s at line %lld was not told", key, (long long)line);
}

struct app_situation scene_situation(struct scene *scene)
{
    struct app_situation situation = {0};

    ck_assert_int_eq(app_situation_load(scene->t.db, scene->crisis_id, scene->t.now_ms,
                                        scene->arena, &situation),
                     RC_OK);
    return situation;
}

int64_t scene_person(struct scene *scene, const char *surname)
{
    const struct app_situation s = scene_situation(scene);

    for (size_t i = 0; i < s.party_count; i++)
        for (size_t k = 0; k < s.parties[i].count; k++)
            if (!strcmp(s.parties[i].persons[k].surname, surname))
                return s.parties[i].persons[k].id;
    return 0;
}
