/**
 * @file demo_names.h
 * Names for invented people: birds and plants for given names, compounds that nobody
 * bears for surnames, so that no row can be taken for a person who lives.
 */
#ifndef REDKITE_SERVER_APP_DEMO_NAMES_H
#define REDKITE_SERVER_APP_DEMO_NAMES_H

#include "server/core/random.h"

enum app_demo_style {
    APP_DEMO_DUTCH,
    APP_DEMO_FRENCH,
    APP_DEMO_GERMAN,
    APP_DEMO_ENGLISH,
    APP_DEMO_ARABIC,
    APP_DEMO_CYRILLIC,
};

#define APP_DEMO_NAME_SIZE 64

struct app_demo_name {
    char surname[APP_DEMO_NAME_SIZE]; /* Latin letters */
    char given[APP_DEMO_NAME_SIZE];
    char own_surname[APP_DEMO_NAME_SIZE]; /* in the own script; "" for Latin ones */
    char own_given[APP_DEMO_NAME_SIZE];
};

/** Draws a surname of @p style; the given name stays empty. */
void app_demo_surname(struct random *random, enum app_demo_style style,
                      struct app_demo_name *ret_name);

/** Draws a given name of @p style, leaving the surname as it is. */
void app_demo_given(struct random *random, enum app_demo_style style,
                    struct app_demo_name *name);

#endif
