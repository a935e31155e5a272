/**
 * @file care.h
 * What a person needs, kept apart under a key and clock of its own.
 */
#ifndef REDKITE_DB_CARE_H
#define REDKITE_DB_CARE_H

#include <stdint.h>

#include "server/model/person.h"

struct db_care {
    int64_t id;
    int64_t person_id;
    enum need need;
    unsigned marks; /* bits of enum mark */
};

#endif
