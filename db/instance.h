/**
 * @file instance.h
 * The canonical instance of a plan, sealed under the crisis key since it holds places.
 */
#ifndef REDKITE_DB_INSTANCE_H
#define REDKITE_DB_INSTANCE_H

#include <stdint.h>

struct db_instance {
    int64_t id;
    int64_t plan_id;
    const char *text; /* JSON */
};

#endif
