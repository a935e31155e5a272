/**
 * @file scene.h
 * A register of its own with one open crisis in Lebanon, and files to take in.
 */
#ifndef REDKITE_TESTS_SCENE_H
#define REDKITE_TESTS_SCENE_H

#include "server/app/import.h"
#include "server/app/situation.h"
#include "server/core/arena.h"
#include "tests/support/store.h"
#include "tests/support/world.h"

struct scene {
    struct test_store t;
    struct world world; /* the gazetteer of import */
    struct arena *arena;
    struct problems problems;
    struct imp_people_options options;
    struct app_import import;
    int64_t crisis_id;
    char path[128]; /* of the last file */
};

/** Opens it: crisis "Cedar" of Lebanon, an exercise. Ends the test when it cannot. */
void scene_open(struct scene *scene);
/** Closes it and removes what it wrote. */
void scene_close(struct scene *scene);
/** Closes and opens the store: what a restart does. */
void scene_reopen(struct scene *scene);

/** Writes @p text into the file @p name of the store's directory. Returns its path,
 * borrowed until the next call. */
const char *scene_file(struct scene *scene, const char *name, const char *text);

/** Takes @p text in as a list of people; no problems are left from before. */
enum rc scene_people(struct scene *scene, const char *text,
                     struct app_import_people *ret_result);
/** The same, which must work. */
void scene_has_people(struct scene *scene, const char *text);
/** Takes @p text in as zones, which must work. */
void scene_has_zones(struct scene *scene, const char *text);
/** Takes @p text in as sites, which must work. */
void scene_has_sites(struct scene *scene, const char *text);

/** Parties that are in the register and not removed. */
int64_t scene_parties(struct scene *scene);
/** Events of the ledger. */
int64_t scene_events(struct scene *scene);
/** The problems must hold @p key at @p line. */
void scene_told(const struct scene *scene, const char *key, int64_t line);

/** The situation at the store's time, which must load; in the scene's arena. */
struct app_situation scene_situation(struct scene *scene);
/** The id of the only person with @p surname among those the crisis touches, 0: none. */
int64_t scene_person(struct scene *scene, const char *surname);

/** A square zone around Beirut of level 3 and one without level around Saida: GeoJSON. */
extern const char scene_zones_text[];
/** The airport and port of Beirut and a square in Tripoli: CSV. */
extern const char scene_sites_text[];

#endif
