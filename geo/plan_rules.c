#include <assert.h>

#include "geo/plan.h"

int64_t geo_plan_weight_default(const struct geo_plan_person *person)
{
    static const char needs[] = "EDCBA"; /* from least to most */
    int64_t need = 0;

    assert(person->klass >= 1 && person->klass <= 6);
    assert(person->danger >= 0 && person->danger <= 4);
    for (int k = 0; needs[k]; k++)
        if (person->need == needs[k])
            need = k;
    return 1 + 4096 * (int64_t)person->peril + 512 * (int64_t)(6 - person->klass) +
           64 * need + 8 * (int64_t)person->danger + (int64_t)person->turned_back;
}

const char *geo_plan_reason_code(enum geo_plan_reason reason)
{
    switch (reason) {
    case GEO_PLAN_SERVED:
        return "";
    case GEO_PLAN_R1_NO_ROUTE:
        return "R1";
    case GEO_PLAN_R4_SEATS_SHORT:
        return "R4";
    case GEO_PLAN_R5_TOO_LARGE:
        return "R5";
    case GEO_PLAN_R6_PLACE_UNKNOWN:
        return "R6";
    case GEO_PLAN_R7_STAYS:
        return "R7";
    case GEO_PLAN_R8_INELIGIBLE:
        return "R8";
    }
    return "";
}
