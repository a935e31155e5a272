#include "db/migrate.h"

#include <stddef.h>

#include "db/engine.h"
#include "db/store.h"

extern const char embed_migration_0001[], embed_migration_0002[];

static const char *const migrations[] = {embed_migration_0001, embed_migration_0002};

int db_schema_version(void)
{
    return (int)(sizeof(migrations) / sizeof(migrations[0]));
}

static enum rc apply(struct db *db, int version)
{
    enum rc rc = db_begin(db);

    if (!rc)
        rc = db_run_script(db, migrations[version - 1]);
    if (!rc)
        rc = db_version_set(db, version);
    if (rc) {
        db_rollback(db);
        return rc;
    }
    return db_commit(db);
}

enum rc db_migrate(struct db *db, int target)
{
    int version;
    enum rc rc = db_version_get(db, &version);

    if (rc)
        return rc;
    if (version > db_schema_version())
        return RC_CONFLICT;
    while (!rc && version < (target ? target : db_schema_version()))
        rc = apply(db, ++version);
    return rc;
}
