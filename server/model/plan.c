#include "server/model/plan.h"

#include "server/model/names.h"

static const char *const reasons[PLAN_REASON_COUNT] = {"served", "R1", "R2", "R3", "R4",
                                                       "R5",     "R6", "R7", "R8"};

const char *plan_reason_name(enum plan_reason reason)
{
    return reasons[reason];
}

enum rc plan_reason_parse(const char *text, enum plan_reason *ret_reason)
{
    int index;

    if (names_find(reasons, PLAN_REASON_COUNT, text, &index))
        return RC_INVALID;
    *ret_reason = (enum plan_reason)index;
    return RC_OK;
}
