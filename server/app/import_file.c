#include "server/app/import.h"

#include <stdlib.h>
#include <string.h>

#include "db/intake.h"
#include "db/post.h"
#include "db/site.h"
#include "db/store.h"
#include "db/zone.h"
#include "importers/post_csv.h"
#include "importers/site_csv.h"
#include "importers/source.h"
#include "server/core/arena.h"
#include "server/core/buffer.h"
#include "server/core/crypto.h"

#define FILE_MAX ((size_t)64 << 20)

/* A file read whole, and what came out of it. */
struct file {
    const struct app_import *import;
    struct db_intake intake;
    struct arena *arena;
    char hash[2 * CRYPTO_HASH_SIZE + 1];
    struct buffer bytes;
    struct imp_zones zones;
    struct imp_sites sites;
    struct imp_posts posts;
    struct post *known; /* posts there already */
    size_t known_count;
};

static enum rc read_file(struct file *f, const char *path, const char *kind,
                         int64_t crisis_id)
{
    uint8_t digest[CRYPTO_HASH_SIZE];
    enum rc rc = buffer_read_file(&f->bytes, path);

    if (rc == RC_TOO_LARGE)
        problems_error(f->import->problems, 0, "file", "problem.file.too_large", NULL);
    if (rc)
        return rc;
    crypto_sha256(f->bytes.data, f->bytes.len, digest);
    crypto_hex(digest, sizeof(digest), f->hash);
    f->intake = (struct db_intake){.crisis_id = crisis_id, .kind = kind, .hash = f->hash};
    return RC_OK;
}

static struct file *file_new(const struct app_import *import)
{
    struct file *f = mem_calloc(1, sizeof(*f));

    f->import = import;
    f->arena = arena_new();
    buffer_init(&f->bytes, FILE_MAX);
    return f;
}

static void file_free(struct file *f)
{
    buffer_fini(&f->bytes);
    arena_free(f->arena);
    free(f);
}

/* Writes what was read, unless the file was taken in before or nothing is to be written.
 */
static enum rc write_file(struct file *f, enum rc (*run)(struct db_tx *, void *),
                          struct app_import_file *ret_result)
{
    const struct db_change change = {
        .run = run, .state = f, .actor = "system", .priority = DB_JOB};
    struct app_import_file result = {.count = f->intake.count};
    enum rc rc = db_intake_find(f->import->db, f->intake.crisis_id, f->hash);

    result.already = rc == RC_OK;
    if (rc == RC_NOT_FOUND)
        rc = f->import->dry_run ? RC_OK : db_write(f->import->store, &change);
    if (!rc)
        *ret_result = result;
    return rc;
}

/* --- zones --- */

static enum rc write_zones(struct db_tx *tx, void *state)
{
    struct file *f = state;
    enum rc rc = db_intake_append(tx, &f->intake);

    for (size_t i = 0; i < f->zones.count && !rc; i++) {
        struct zone zone = f->zones.items[i].zone;

        zone.crisis_id = f->intake.crisis_id;
        rc = db_zone_append(tx, &zone, NULL);
    }
    return rc;
}

enum rc app_import_zones(const struct app_import *import, int64_t crisis_id,
                         const char *path, struct app_import_file *ret_result)
{
    const struct imp_zone_options options = {0};
    struct file *f = file_new(import);
    enum rc rc = read_file(f, path, "zone", crisis_id);

    if (!rc)
        rc = imp_zone_geojson_parse(buffer_text(&f->bytes), f->bytes.len, &options,
                                    import->problems, &f->zones);
    f->intake.count = (int64_t)f->zones.count;
    if (!rc)
        rc = write_file(f, write_zones, ret_result);
    file_free(f);
    return rc;
}

/* --- sites --- */

static enum rc write_sites(struct db_tx *tx, void *state)
{
    struct file *f = state;
    enum rc rc = db_intake_append(tx, &f->intake);

    for (size_t i = 0; i < f->sites.count && !rc; i++) {
        struct site site = f->sites.items[i];

        site.crisis_id = f->intake.crisis_id;
        rc = db_site_append(tx, &site, NULL);
    }
    return rc;
}

/* A code names one site of the crisis: on rosters, in calls. */
static enum rc check_codes(struct file *f)
{
    struct site *known;
    size_t count;
    enum rc rc = db_intake_find(f->import->db, f->intake.crisis_id, f->hash);

    if (rc != RC_NOT_FOUND)
        return rc; /* the same file again writes nothing */
    rc = db_site_list(f->import->db, f->arena, f->intake.crisis_id, &known, &count);
    for (size_t i = 0; i < f->sites.count && !rc; i++)
        for (size_t k = 0; k < count; k++)
            if (!strcmp(known[k].code, f->sites.items[i].code))
                problems_error(f->import->problems, f->sites.lines[i], "code",
                               "problem.code.known", known[k].code);
    return rc || !problems_any(f->import->problems) ? rc : RC_INVALID;
}

enum rc app_import_sites(const struct app_import *import, int64_t crisis_id,
                         const char *path, struct app_import_file *ret_result)
{
    const struct imp_site_options options = {0};
    struct file *f = file_new(import);
    struct imp_source *source;
    enum rc rc = read_file(f, path, "site", crisis_id);

    if (!rc) {
        source = imp_source_memory(buffer_text(&f->bytes), f->bytes.len);
        rc = imp_sites_read(source, &options, f->arena, import->problems, &f->sites);
        imp_source_close(source);
    }
    f->intake.count = (int64_t)f->sites.count;
    if (!rc)
        rc = check_codes(f);
    if (!rc)
        rc = write_file(f, write_sites, ret_result);
    file_free(f);
    return rc;
}

/* --- posts --- */

static const struct post *known_post(const struct file *f, const char *code)
{
    for (size_t i = 0; i < f->known_count; i++)
        if (!strcmp(f->known[i].code, code))
            return &f->known[i];
    return NULL;
}

static enum rc write_posts(struct db_tx *tx, void *state)
{
    struct file *f = state;
    enum rc rc = db_intake_append(tx, &f->intake);

    for (size_t i = 0; i < f->posts.count && !rc; i++) {
        struct post post = f->posts.items[i];
        const struct post *before = known_post(f, post.code);

        post.id = before ? before->id : 0;
        rc = before ? db_post_change(tx, before, &post) : db_post_append(tx, &post, NULL);
    }
    return rc;
}

enum rc app_import_posts(const struct app_import *import, const char *path,
                         struct app_import_file *ret_result)
{
    const struct imp_post_options options = {0};
    struct file *f = file_new(import);
    struct imp_source *source;
    enum rc rc = read_file(f, path, "post", 0);

    if (!rc) {
        source = imp_source_memory(buffer_text(&f->bytes), f->bytes.len);
        rc = imp_posts_read(source, &options, f->arena, import->problems, &f->posts);
        imp_source_close(source);
    }
    f->intake.count = (int64_t)f->posts.count;
    if (!rc)
        rc = db_post_list(import->db, f->arena, &f->known, &f->known_count);
    if (!rc)
        rc = write_file(f, write_posts, ret_result);
    file_free(f);
    return rc;
}
