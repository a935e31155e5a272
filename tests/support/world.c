#include "tests/support/world.h"

#include <check.h>

#include "geo/gazetteer_draft.h"

/* clang-format off */
static const struct geo_draft_country countries[] = {
    {"BE", "BEL", {"België", "Belgique", "Belgien", "Belgium"}},
    {"CD", "COD", {"Congo-Kinshasa", "Congo-Kinshasa", "Kongo-Kinshasa", "Congo - Kinshasa"}},
    {"CG", "COG", {"Congo-Brazzaville", "Congo-Brazzaville", "Kongo-Brazzaville", "Congo - Brazzaville"}},
    {"FR", "FRA", {"Frankrijk", "France", "Frankreich", "France"}},
    {"HM", "HMD", {NULL, NULL, NULL, "Heard & McDonald Islands"}},
    {"LB", "LBN", {"Libanon", "Liban", "Libanon", "Lebanon"}},
    {"LY", "LBY", {"Libië", "Libye", "Libyen", "Libya"}},
    {"US", "USA", {"Verenigde Staten", "États-Unis", "Vereinigte Staaten", "United States"}},
};

enum { BE, CD, CG, FR, HM, LB, LY, US };

static const struct {
    size_t country;
    const char *code;
    const char *names[GEO_LANGUAGES];
} regions[] = {
    {BE, "VLG", {"Vlaanderen", "Flandre", "Flandern", "Flanders"}},
    {LB, "04", {NULL, NULL, NULL, "Beyrouth"}},
    {LB, "09", {NULL, NULL, NULL, "Liban-Nord"}},
    {LB, "06", {NULL, NULL, NULL, "Liban-Sud"}},
    {US, "IL", {NULL, NULL, NULL, "Illinois"}},
    {US, "MO", {NULL, NULL, NULL, "Missouri"}},
    {US, "TX", {NULL, NULL, NULL, "Texas"}},
};

static const struct geo_draft_town towns[] = {
    {2803138, BE, 0, GEO_TOWN_PLACE, {4.40026, 51.22047}, 459805, "Antwerpen", {"Antwerpen", "Anvers", "Antwerpen", "Antwerp"}},
    {2792397, BE, 0, GEO_TOWN_PLACE, {4.57041, 51.13128}, 33272, "Lier", {NULL, "Lierre", NULL, NULL}},
    {276781, LB, 1, GEO_TOWN_CAPITAL, {35.50157, 33.89332}, 1916100, "Beirut", {"Beiroet", "Beyrouth", "Beirut", "Beirut"}},
    {268743, LB, 1, GEO_TOWN_SECTION, {35.48333, 33.9}, 1251739, "Ra’s Bayrūt", {NULL, NULL, NULL, NULL}},
    {266826, LB, 2, GEO_TOWN_REGION, {35.84415, 34.43352}, 229398, "Tripoli", {NULL, NULL, NULL, NULL}},
    {268064, LB, 3, GEO_TOWN_REGION, {35.37148, 33.55751}, 163554, "Sidon", {NULL, NULL, NULL, NULL}},
    {2210247, LY, -1, GEO_TOWN_CAPITAL, {13.18733, 32.88743}, 1150989, "Tripoli", {NULL, NULL, "Tripolis", NULL}},
    {2988507, FR, -1, GEO_TOWN_CAPITAL, {2.3488, 48.85341}, 2138551, "Paris", {"Parijs", NULL, NULL, NULL}},
    {2980291, FR, -1, GEO_TOWN_SEAT, {4.39, 45.43389}, 176280, "Saint-Étienne", {NULL, NULL, NULL, NULL}},
    {4717560, US, 6, GEO_TOWN_SEAT, {-95.55551, 33.66094}, 24782, "Paris", {NULL, NULL, NULL, NULL}},
    {4246659, US, 4, GEO_TOWN_SEAT, {-87.69614, 39.61115}, 8432, "Paris", {NULL, NULL, NULL, NULL}},
    {4250542, US, 4, GEO_TOWN_REGION, {-89.64371, 39.80172}, 116565, "Springfield", {NULL, NULL, NULL, NULL}},
    {4409896, US, 5, GEO_TOWN_SEAT, {-93.29824, 37.21533}, 166810, "Springfield", {NULL, NULL, NULL, NULL}},
    {2260535, CG, -1, GEO_TOWN_CAPITAL, {15.28318, -4.26613}, 1284609, "Brazzaville", {NULL, NULL, NULL, NULL}},
    {2314302, CD, -1, GEO_TOWN_CAPITAL, {15.31357, -4.32758}, 7785965, "Kinshasa", {NULL, NULL, NULL, NULL}},
};
/* clang-format on */

void world_init(struct world *world)
{
    struct geo_gazetteer_draft *draft = geo_gazetteer_draft_new();
    size_t town;

    for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++)
        geo_gazetteer_draft_country(draft, &countries[i]);
    geo_gazetteer_draft_country_name(draft, CD, "Congo");
    geo_gazetteer_draft_country_name(draft, CG, "Congo");
    for (size_t i = 0; i < sizeof(regions) / sizeof(*regions); i++)
        geo_gazetteer_draft_region(draft, regions[i].country, regions[i].code,
                                   regions[i].names);
    for (size_t i = 0; i < sizeof(towns) / sizeof(*towns); i++) {
        town = geo_gazetteer_draft_town(draft, &towns[i]);
        if (towns[i].id == 268064) {
            geo_gazetteer_draft_name(draft, town, GEO_NAME_LOCAL, "Saïda");
            geo_gazetteer_draft_name(draft, town, GEO_NAME_OTHER, "صيدا");
        }
    }
    buffer_init(&world->bytes, (size_t)1 << 20);
    ck_assert_int_eq(geo_gazetteer_draft_render(draft, &world->bytes), RC_OK);
    geo_gazetteer_draft_free(draft);
    ck_assert_int_eq(
        geo_gazetteer_open_bytes(world->bytes.data, world->bytes.len, &world->gz), RC_OK);
}

void world_fini(struct world *world)
{
    geo_gazetteer_close(world->gz);
    buffer_fini(&world->bytes);
}
