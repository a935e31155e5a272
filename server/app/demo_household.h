/**
 * @file demo_household.h
 * Invented people: who is in a household, and what the register knows of each.
 */
#ifndef REDKITE_SERVER_APP_DEMO_HOUSEHOLD_H
#define REDKITE_SERVER_APP_DEMO_HOUSEHOLD_H

#include <stddef.h>
#include <stdint.h>

#include "server/app/demo_names.h"
#include "server/core/attrs.h"
#include "server/core/random.h"
#include "server/model/person.h"

#define APP_DEMO_HOUSEHOLD_MAX 7
#define APP_DEMO_TEXT_SIZE     24

/** One invented person. Texts are "" where nothing is known. */
struct app_demo_person {
    struct app_demo_name name;
    const char *nationality; /* static */
    int32_t birth_day;
    enum sex sex;
    enum relation relation;
    enum person_class class;
    enum need need;
    unsigned marks;
    enum document_kind document_kind;
    int32_t document_expires;
    char document[APP_DEMO_TEXT_SIZE];
    char national_number[APP_DEMO_TEXT_SIZE];
    char phone[APP_DEMO_TEXT_SIZE];
    char mail[2 * APP_DEMO_NAME_SIZE];
};

/** What must not be given twice. */
struct app_demo_registry;

/** Nothing given yet; ages are as on @p today. Free with app_demo_registry_free. */
NEVER_NULL struct app_demo_registry *app_demo_registry_new(int32_t today);

/** NULL is fine. */
void app_demo_registry_free(struct app_demo_registry *registry);

/** Size of the next household: 1 in 36.1 %, 2.25 in the mean. */
size_t app_demo_household_size(struct random *random);

/** Draws a household of @p size (at most APP_DEMO_HOUSEHOLD_MAX) with names of @p style.
 */
void app_demo_household_draw(struct app_demo_registry *registry, struct random *random,
                             enum app_demo_style style, size_t size,
                             struct app_demo_person *ret_people);

#endif
