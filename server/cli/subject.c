#include "server/cli/subject.h"

#include "db/token.h"
#include "server/core/ref.h"
#include "server/core/stamp.h"

enum rc cli_subject_find(struct db *db, const char *text, int64_t *ret_subject)
{
    char ref[REF_SIZE];

    if (!ref_parse(text, ref))
        return db_token_find_one(db, DB_TOKEN_REF, ref, ret_subject);
    return stamp_parse(text, ret_subject);
}
