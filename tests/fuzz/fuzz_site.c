/* Any bytes as a list of sites or posts: it ends, and what is given passes its check. */
#include <stdint.h>
#include <stdlib.h>

#include "importers/post_csv.h"
#include "importers/site_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth)
{
    if (!truth)
        abort();
}

static void read_sites(struct imp_source *source, struct arena *arena)
{
    struct imp_site_options options = {0};
    struct problems problems, again;
    struct imp_sites sites = {0};

    problems_init(&problems, arena);
    problems_init(&again, arena);
    if (imp_sites_read(source, &options, arena, &problems, &sites)) {
        require(problems_any(&problems));
        return;
    }
    require(sites.count > 0 && !problems_any(&problems));
    for (size_t i = 0; i < sites.count; i++)
        require(!site_check(&sites.items[i], sites.lines[i], &again));
}

static void read_posts(struct imp_source *source, struct arena *arena)
{
    struct imp_post_options options = {0};
    struct problems problems, again;
    struct imp_posts posts = {0};

    problems_init(&problems, arena);
    problems_init(&again, arena);
    if (imp_posts_read(source, &options, arena, &problems, &posts)) {
        require(problems_any(&problems));
        return;
    }
    require(posts.count > 0 && !problems_any(&problems));
    for (size_t i = 0; i < posts.count; i++)
        require(!post_check(&posts.items[i], posts.lines[i], &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct imp_source *source = imp_source_memory(data, size);
    struct arena *arena = arena_new();

    read_sites(source, arena);
    read_posts(source, arena);
    imp_source_close(source);
    arena_free(arena);
    return 0;
}
