#include "server/cli/plan_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/core/arena.h"

#define SITES_SHOWN     10
#define SHORTAGES_SHOWN 10
#define NUMBER_SIZE     32

/* With a comma between thousands, into @p out of NUMBER_SIZE. Returns @p out. */
static const char *number(int64_t value, char *out)
{
    char plain[NUMBER_SIZE];
    int len = snprintf(plain, sizeof(plain), "%" PRId64, value);
    char *to = out;

    for (int k = 0; k < len; k++) {
        if (k > 0 && (len - k) % 3 == 0 && plain[k - 1] != '-')
            *to++ = ',';
        *to++ = plain[k];
    }
    *to = '\0';
    return out;
}

static const char *reason_text(enum geo_plan_reason reason)
{
    switch (reason) {
    case GEO_PLAN_SERVED:
        return "served";
    case GEO_PLAN_R1_NO_ROUTE:
        return "no safe route";
    case GEO_PLAN_R4_SEATS_SHORT:
        return "seats short";
    case GEO_PLAN_R5_TOO_LARGE:
        return "larger than every site";
    case GEO_PLAN_R6_PLACE_UNKNOWN:
        return "place unknown";
    case GEO_PLAN_R7_STAYS:
        return "does not wish to leave";
    case GEO_PLAN_R8_INELIGIBLE:
        return "not eligible";
    }
    return "";
}

static void print_count(const char *code, const char *text, int64_t parties,
                        int64_t people)
{
    char a[NUMBER_SIZE];
    char b[NUMBER_SIZE];

    printf("  %-2s %-24s %11s parties %11s people\n", code, text, number(parties, a),
           number(people, b));
}

static void print_served(const struct geo_plan *plan)
{
    int64_t parties = 0;
    int64_t people = 0;
    int64_t escorts = 0;
    int32_t farthest = 0;

    for (size_t k = 0; k < plan->row_count; k++) {
        const struct geo_plan_row *row = &plan->rows[k];

        parties++;
        people += row->seats;
        escorts += row->escort;
        farthest = row->metres > farthest ? row->metres : farthest;
    }
    printf("Who goes where, by the rule set \"default\"\n");
    print_count("", "all", parties, people);
    for (int k = 0; k < GEO_PLAN_REASONS; k++)
        if (plan->parties[k] || k == GEO_PLAN_SERVED)
            print_count(geo_plan_reason_code((enum geo_plan_reason)k),
                        reason_text((enum geo_plan_reason)k), plan->parties[k],
                        plan->people[k]);
    if (plan->people[GEO_PLAN_SERVED])
        printf("Way to the site: %.1f km a person, %.1f km the farthest.\n",
               (double)plan->metres / 1000.0 / (double)plan->people[GEO_PLAN_SERVED],
               farthest / 1000.0);
    if (escorts)
        printf("Inside a no-go zone, to be fetched with an escort: %" PRId64
               " parties.\n",
               escorts);
    putchar('\n');
}

void cli_plan_print_gap(const struct geo_plan *plan)
{
    char a[NUMBER_SIZE];
    char b[NUMBER_SIZE];
    int64_t metres = plan->metres - plan->metres_bound;

    printf("How good is it\n");
    printf("  seats   %s people without one for want of seats; no plan has fewer than "
           "%s.\n",
           number(plan->seats_left, a), number(plan->seats_bound, b));
    printf("  weight  %s left behind; no plan leaves less than %s.\n",
           number(plan->weight_left, a), number(plan->weight_bound, b));
    if (plan->metres > 0)
        printf("  way     %s km x people; at most %s (%.2g %%) above any plan that "
               "leaves no more behind.\n",
               number(plan->metres / 1000, a), number(metres / 1000, b),
               100.0 * (double)metres / (double)plan->metres);
}

static double fullness(const struct geo_plan_load *l)
{
    return l->capacity ? (double)l->taken / l->capacity : -1.0;
}

static int compare_full(const void *a, const void *b)
{
    const struct geo_plan_load *x = *(const struct geo_plan_load *const *)a;
    const struct geo_plan_load *y = *(const struct geo_plan_load *const *)b;

    if (fullness(x) != fullness(y))
        return fullness(x) < fullness(y) ? 1 : -1;
    return (x->site_id > y->site_id) - (x->site_id < y->site_id);
}

/* The site's name where one is known, its number elsewhere; into @p out. */
static const char *site_label(const struct cli_plan_names *names, int64_t site_id,
                              char *out)
{
    for (size_t k = 0; names && k < names->count; k++)
        if (names->sites[k].id == site_id)
            return names->sites[k].name;
    snprintf(out, NUMBER_SIZE, "%" PRId64, site_id);
    return out;
}

static void print_sites(const struct geo_plan *plan, const struct cli_plan_names *names)
{
    const struct geo_plan_load **sites =
        mem_calloc(plan->site_count + 1, sizeof(struct geo_plan_load *));
    size_t shown = plan->site_count < SITES_SHOWN ? plan->site_count : SITES_SHOWN;

    for (size_t k = 0; k < plan->site_count; k++)
        sites[k] = &plan->sites[k];
    qsort(sites, plan->site_count, sizeof(struct geo_plan_load *), compare_full);
    printf("Sites, the fullest first (%zu of %zu)\n", shown, plan->site_count);
    for (size_t k = 0; k < shown; k++) {
        const struct geo_plan_load *l = sites[k];
        char a[NUMBER_SIZE];
        char b[NUMBER_SIZE];
        char label[NUMBER_SIZE];

        printf("  %-36s %9s of %9s seats", site_label(names, l->site_id, label),
               number(l->taken, a), number(l->capacity, b));
        if (l->closed)
            printf("  closed: in a no-go zone\n");
        else
            printf("  %5.1f %%\n", fullness(l) < 0 ? 0.0 : 100.0 * fullness(l));
    }
    free(sites);
}

static void print_shortage(const struct geo_plan *plan,
                           const struct cli_plan_names *names,
                           const struct geo_plan_shortage *s)
{
    char a[NUMBER_SIZE];
    char b[NUMBER_SIZE];
    char label[NUMBER_SIZE];

    if (s->site_count == plan->site_count)
        printf("  %s people share all %zu sites", number(s->people, a), s->site_count);
    else
        printf("  %s people can only use", number(s->people, a));
    for (size_t k = 0;
         k < s->site_count && k < SITES_SHOWN && s->site_count < plan->site_count; k++)
        printf("%s %s", k ? ";" : "",
               site_label(names, plan->sites[s->sites[k]].site_id, label));
    if (s->site_count > SITES_SHOWN && s->site_count < plan->site_count)
        printf(" and %zu more", s->site_count - SITES_SHOWN);
    printf(", with %s places", number(s->places, a));
    if (s->people > s->places)
        printf(": %s short.", number(s->people - s->places, b));
    if (s->taken < s->places)
        printf(" %s stay empty: no party fits there whole.",
               number(s->places - s->taken, b));
    putchar('\n');
}

void cli_plan_print(const struct geo_plan *plan, const struct cli_plan_names *names)
{
    print_served(plan);
    cli_plan_print_gap(plan);
    print_sites(plan, names);
    if (plan->shortage_count)
        printf("Seats are short\n");
    for (size_t k = 0; k < plan->shortage_count && k < SHORTAGES_SHOWN; k++)
        print_shortage(plan, names, &plan->shortages[k]);
    if (plan->shortage_count > SHORTAGES_SHOWN)
        printf("  and %zu more.\n", plan->shortage_count - SHORTAGES_SHOWN);
}
