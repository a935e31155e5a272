#include "server/app/situation.h"

#include <stdlib.h>
#include <string.h>

#include "db/crisis.h"
#include "db/engine.h"
#include "db/ledger.h"
#include "db/party.h"
#include "db/site.h"
#include "db/zone.h"
#include "geo/overlay.h"
#include "geo/presence.h"
#include "server/core/date.h"
#include "server/core/log.h"
#include "server/model/country.h"
#include "server/model/zone.h"

/* One stay that holds on the day. */
struct where {
    int64_t party;
    int64_t stay;
    enum stay_kind kind;
    bool located;
    bool in_country; /* unlocated, but in a country of the crisis */
    double lon, lat, accuracy_m;
    int level;
    bool no_go;
};

struct loading {
    struct app_situation *s;
    struct arena *arena;
    int32_t day;
    struct where *items;
    size_t count, size;
};

enum rc app_zone_geometry(const struct zone *zone, struct arena *arena,
                          struct geo_zone *ret_zone)
{
    struct geo_shape shape;
    enum rc rc = geo_shape_parse(arena, zone->geometry ? zone->geometry : "", &shape);

    if (!rc)
        *ret_zone = zone_geo(zone, shape);
    return rc;
}

static enum rc load_zones(struct db *db, struct loading *l)
{
    struct zone *zones;
    size_t count;
    enum rc rc = db_zone_list(db, l->arena, l->s->crisis.id, &zones, &count);

    if (rc)
        return rc;
    l->s->zones = arena_array(l->arena, count, sizeof(*l->s->zones));
    l->s->zone_count = count;
    for (size_t i = 0; i < count && !rc; i++) {
        rc = app_zone_geometry(&zones[i], l->arena, &l->s->zones[i]);
        if (rc)
            log_error("situation.zone_unreadable", "zone=%lld", (long long)zones[i].id);
    }
    return rc ? RC_INTERNAL : RC_OK;
}

/* --- which stay counts --- */

static struct where *next_where(struct loading *l)
{
    if (l->count == l->size) {
        l->size = l->size ? 2 * l->size : 4096;
        l->items = mem_realloc(l->items, l->size, sizeof(*l->items));
    }
    return &l->items[l->count++];
}

static enum rc take_located(void *state, const struct db_stay_at *at)
{
    struct loading *l = state;

    if ((at->from_day != DATE_NONE && at->from_day > l->day) ||
        (at->to_day != DATE_NONE && at->to_day < l->day))
        return RC_OK;
    *next_where(l) = (struct where){.party = at->party,
                                    .stay = at->stay,
                                    .kind = at->kind,
                                    .located = true,
                                    .lon = at->lon,
                                    .lat = at->lat,
                                    .accuracy_m = at->accuracy_m};
    return RC_OK;
}

static enum rc take_unlocated(void *state, const struct db_unlocated *at)
{
    struct loading *l = state;

    *next_where(l) = (struct where){
        .party = at->party,
        .stay = at->stay,
        .kind = at->kind,
        .in_country =
            at->country && country_list_has(l->s->crisis.countries, at->country)};
    return RC_OK;
}

/* What was seen or reported says more than a journey, a journey more than where one
 * lives; among equals the later. */
static int by_party_and_worth(const void *a, const void *b)
{
    const struct where *x = a, *y = b;

    if (x->party != y->party)
        return x->party < y->party ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->stay > y->stay) - (x->stay < y->stay);
}

static void keep_best(struct loading *l)
{
    size_t kept = 0;

    if (l->count)
        qsort(l->items, l->count, sizeof(*l->items), by_party_and_worth);
    for (size_t i = 0; i < l->count; i++)
        if (i + 1 == l->count || l->items[i + 1].party != l->items[i].party)
            l->items[kept++] = l->items[i];
    l->count = kept;
}

/* --- zones over stays --- */

static struct where *find_party(struct loading *l, int64_t party)
{
    size_t low = 0, high = l->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (l->items[mid].party < party)
            low = mid + 1;
        else
            high = mid;
    }
    return low < l->count && l->items[low].party == party ? &l->items[low] : NULL;
}

static void take_standing(void *state, const struct geo_hit *hit,
                          struct geo_standing standing)
{
    struct where *w = find_party(state, hit->party_id);

    if (w) {
        w->level = standing.level;
        w->no_go = standing.no_go;
    }
}

static enum rc fill_presence(struct db *db, const struct loading *l,
                             struct geo_presence *presence)
{
    int64_t *ids = mem_calloc(l->count, sizeof(*ids));
    int32_t *heads = mem_calloc(l->count, sizeof(*heads));
    struct geo_stay *stays = mem_calloc(l->count, sizeof(*stays));
    size_t count = 0;
    enum rc rc;

    for (size_t i = 0; i < l->count; i++)
        ids[i] = l->items[i].party;
    rc = db_person_heads(db, ids, l->count, heads);
    for (size_t i = 0; i < l->count && !rc; i++) {
        const struct where *w = &l->items[i];

        if (w->located)
            stays[count++] =
                (struct geo_stay){w->stay,   w->party,  {w->lon, w->lat}, w->accuracy_m,
                                  DATE_NONE, DATE_NONE, heads[i]};
    }
    if (!rc)
        rc = geo_presence_put_all(presence, stays, count);
    free(stays);
    free(heads);
    free(ids);
    return rc;
}

/* Whether a zone may be near is asked of danger only: to be near a corridor is none. */
static void count_possible(struct geo_presence *presence,
                           const struct geo_overlay *overlay, struct geo_window window,
                           struct app_situation *s)
{
    struct geo_hits reach = {0};
    size_t end;

    geo_presence_reach(presence, overlay, window, &reach);
    for (size_t i = 0; i < reach.count; i = end) {
        bool inside = false, near = false;

        /* a stay's hits follow each other */
        for (end = i;
             end < reach.count && reach.items[end].stay_id == reach.items[i].stay_id;
             end++) {
            bool corridor = s->zones[reach.items[end].zone].kind == GEO_ZONE_CORRIDOR;

            inside = inside || (!corridor && !reach.items[end].possible);
            near = near || (!corridor && reach.items[end].possible);
        }
        if (near && !inside)
            s->possible += reach.items[i].heads;
    }
    geo_hits_fini(&reach);
}

static enum rc overlay_zones(struct db *db, struct loading *l)
{
    struct geo_presence *presence = geo_presence_new();
    struct geo_overlay *overlay = geo_overlay_new(l->s->zones, l->s->zone_count);
    const struct geo_window window = {l->s->at_ms, l->s->at_ms + 1};
    struct geo_hits hits = {0};
    enum rc rc = fill_presence(db, l, presence);

    if (!rc) {
        geo_presence_inside(presence, overlay, window, &hits);
        geo_hits_standings(&hits, l->s->zones, take_standing, l);
        geo_hits_tally(&hits, l->s->zones, &l->s->tally);
        count_possible(presence, overlay, window, l->s);
    }
    geo_hits_fini(&hits);
    geo_overlay_free(overlay);
    geo_presence_free(presence);
    return rc;
}

/* --- the people --- */

static enum rc load_people(struct db *db, struct loading *l)
{
    struct app_situation *s = l->s;
    enum rc rc = RC_OK;

    s->parties = arena_array(l->arena, l->count, sizeof(*s->parties));
    for (size_t i = 0; i < l->count && !rc; i++) {
        const struct where *w = &l->items[i];
        struct app_touched *t = &s->parties[s->party_count];

        if (!w->level && !w->no_go && !w->in_country)
            continue;
        *t = (struct app_touched){.party_id = w->party,
                                  .located = w->located,
                                  .at = {w->lon, w->lat},
                                  .accuracy_m = w->accuracy_m,
                                  .level = w->level,
                                  .no_go = w->no_go};
        rc = db_person_list(db, l->arena, w->party, &t->persons, &t->count);
        if (!rc && t->count) {
            s->party_count++;
            s->unlocated += w->located ? 0 : (int64_t)t->count;
        }
    }
    return rc;
}

static struct app_touched *find_touched(struct app_situation *s, int64_t party)
{
    size_t low = 0, high = s->party_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (s->parties[mid].party_id < party)
            low = mid + 1;
        else
            high = mid;
    }
    return low < s->party_count && s->parties[low].party_id == party ? &s->parties[low]
                                                                     : NULL;
}

static struct person *find_member(struct app_touched *t, int64_t person)
{
    for (size_t i = 0; t && i < t->count; i++)
        if (t->persons[i].id == person)
            return &t->persons[i];
    return NULL;
}

/* One person as often as registered: certain pairs joined over whoever lies between. */
struct same {
    int64_t person;
    int64_t party;
    size_t first; /* index of an earlier registration, or its own */
};

struct sames {
    struct same *items; /* by person, which is by time */
    size_t count;
};

static int by_same(const void *a, const void *b)
{
    const struct same *x = a, *y = b;

    return (x->person > y->person) - (x->person < y->person);
}

static size_t first_of(struct sames *sames, size_t i)
{
    while (sames->items[i].first != i)
        i = sames->items[i].first = sames->items[sames->items[i].first].first;
    return i;
}

static size_t find_same(const struct sames *sames, int64_t person)
{
    const struct same key = {.person = person};
    const struct same *found =
        bsearch(&key, sames->items, sames->count, sizeof(key), by_same);

    return (size_t)(found - sames->items);
}

static void add_same(struct sames *sames, int64_t person, int64_t party)
{
    sames->items[sames->count++] = (struct same){person, party, 0};
}

static bool both_touched(struct app_situation *s, const struct app_duplicate *pair)
{
    return find_member(find_touched(s, pair->person_party), pair->person) &&
           find_member(find_touched(s, pair->other_party), pair->other);
}

static struct sames join_certain(struct loading *l, const struct app_duplicate *pairs,
                                 size_t count)
{
    struct sames sames = {arena_array(l->arena, 2 * count, sizeof(*sames.items)), 0};
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (pairs[i].certain && both_touched(l->s, &pairs[i])) {
            add_same(&sames, pairs[i].person, pairs[i].person_party);
            add_same(&sames, pairs[i].other, pairs[i].other_party);
        }
    if (sames.count)
        qsort(sames.items, sames.count, sizeof(*sames.items), by_same);
    for (size_t i = 0; i < sames.count; i++)
        if (!kept || sames.items[kept - 1].person != sames.items[i].person) {
            sames.items[kept] = sames.items[i];
            sames.items[kept].first = kept;
            kept++;
        }
    sames.count = kept;
    for (size_t i = 0; i < count; i++)
        if (pairs[i].certain && both_touched(l->s, &pairs[i])) {
            size_t a = first_of(&sames, find_same(&sames, pairs[i].person));
            size_t b = first_of(&sames, find_same(&sames, pairs[i].other));

            sames.items[a > b ? a : b].first = a < b ? a : b;
        }
    return sames;
}

static void leave_out(struct app_situation *s, const struct same *same)
{
    struct app_touched *t = find_touched(s, same->party);
    struct person *member = find_member(t, same->person);

    t->count--;
    memmove(member, member + 1,
            (size_t)(t->persons + t->count - member) * sizeof(*member));
    t->twice++;
    s->twice++;
}

/* The later registration gives way, provided that the earlier one is there to be seated.
 */
static enum rc leave_out_twice(struct db *db, struct loading *l)
{
    struct app_duplicate *pairs = NULL;
    struct sames sames;
    size_t count = 0;
    enum rc rc = app_duplicates_find(db, l->arena, &pairs, &count);

    if (rc)
        return rc;
    sames = join_certain(l, pairs, count);
    for (size_t i = 0; i < sames.count; i++)
        if (sames.items[i].first != i)
            leave_out(l->s, &sames.items[i]);
    for (size_t i = 0; i < count; i++)
        l->s->maybe_twice += !pairs[i].certain && both_touched(l->s, &pairs[i]);
    return RC_OK;
}

static enum rc load_parts(struct db *db, struct loading *l)
{
    struct app_situation *s = l->s;
    struct db_ledger_state state;
    enum rc rc = db_ledger_state_load(db, 0, &state);

    if (rc)
        return rc;
    s->seq = state.seq;
    s->cut_off = state.last;
    rc = load_zones(db, l);
    if (!rc)
        rc = db_site_list(db, l->arena, s->crisis.id, &s->sites, &s->site_count);
    if (!rc)
        rc = db_stay_sweep(db, 0, INT64_MAX, take_located, l);
    if (!rc)
        rc = db_stay_unlocated(db, l->day, take_unlocated, l);
    if (rc)
        return rc;
    keep_best(l);
    rc = overlay_zones(db, l);
    if (!rc)
        rc = load_people(db, l);
    return rc ? rc : leave_out_twice(db, l);
}

enum rc app_situation_load(struct db *db, int64_t crisis_id, int64_t at_ms,
                           struct arena *arena, struct app_situation *ret_situation)
{
    struct app_situation s = {.at_ms = at_ms};
    struct loading l = {.s = &s, .arena = arena, .day = date_of_ms(at_ms)};
    enum rc rc = db_begin_read(db); /* one snapshot for all of it */

    if (rc)
        return rc;
    rc = db_crisis_get(db, arena, crisis_id, &s.crisis);
    if (!rc)
        rc = load_parts(db, &l);
    db_rollback(db);
    free(l.items);
    if (!rc)
        *ret_situation = s;
    return rc;
}
