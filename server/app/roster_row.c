#include "server/app/roster_row.h"

#include <stdio.h>
#include <string.h>

#include "server/core/crypto.h"
#include "server/core/date.h"
#include "server/core/ref.h"

const char *app_roster_column_name(enum app_roster_column column)
{
    static const char *const names[ROSTER_COLUMNS] = {
        "sequence", "tag",         "surname",  "given_names", "birth_date",
        "sex",      "nationality", "document", "party",       "class",
        "need",     "marks",       "phone",    "remark",
    };

    return names[column];
}

/* Verified nationalities first; what is only claimed stands in brackets, never mixed. */
static const char *nationality_of(struct arena *arena, const struct person *p)
{
    if (p->verified && p->claimed)
        return arena_printf(arena, "%s (%s)", p->verified, p->claimed);
    if (p->claimed)
        return arena_printf(arena, "(%s)", p->claimed);
    return p->verified;
}

static const char *document_of(struct arena *arena, const struct document *d)
{
    char day[DATE_TEXT_SIZE];

    if (!d->number)
        return document_kind_name(d->kind);
    if (d->expires == DATE_NONE)
        return d->number;
    return arena_printf(arena, "%s %s", d->number, date_format(d->expires, day));
}

static const char *phone_of(const struct person *p)
{
    if (!p->phone_count)
        return NULL;
    return p->phones[0].e164 ? p->phones[0].e164 : p->phones[0].typed;
}

/* No tab or line feed can be in clean text; one that got in would forge a cell. */
static const char *cell(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text ? text : "");

    for (char *p = copy; *p; p++)
        if (*p == '\t' || *p == '\n')
            *p = ' ';
    return copy;
}

static void hash_row(struct db *db, struct app_roster_row *row)
{
    struct buffer buf;

    buffer_init(&buf, (size_t)1 << 20);
    for (int c = ROSTER_SEQUENCE + 1; c < ROSTER_COLUMNS; c++) {
        buffer_puts(&buf, row->cells[c]);
        buffer_putc(&buf, '\t');
    }
    db_roster_row_hash(db, buffer_text(&buf), buf.len, row->hash);
    buffer_fini(&buf);
}

void app_roster_row_fill(struct db *db, struct arena *arena, const struct person *p,
                         const char *ref, struct app_roster_row *row)
{
    char tag[TAG_SIZE], born[DATE_TEXT_SIZE];
    const char *const cells[ROSTER_COLUMNS] = {
        [ROSTER_SEQUENCE] = "",
        [ROSTER_TAG] = tag_format(ref, p->member, tag),
        [ROSTER_SURNAME] = p->surname,
        [ROSTER_GIVEN_NAMES] = p->given_names,
        [ROSTER_BIRTH_DATE] = date_format(p->birth_day, born),
        [ROSTER_SEX] = sex_name(p->sex),
        [ROSTER_NATIONALITY] = nationality_of(arena, p),
        [ROSTER_DOCUMENT] = document_of(arena, &p->document),
        [ROSTER_PARTY] = ref,
        [ROSTER_CLASS] = class_name(p->class),
        [ROSTER_NEED] = need_name(p->need),
        [ROSTER_MARKS] = marks_format(arena, p->marks),
        [ROSTER_PHONE] = phone_of(p),
        [ROSTER_REMARK] = p->remark,
    };

    row->person_id = p->id;
    for (int c = 0; c < ROSTER_COLUMNS; c++)
        row->cells[c] = cell(arena, cells[c]);
    hash_row(db, row);
}

void app_roster_row_number(struct arena *arena, size_t sequence,
                           struct app_roster_row *row)
{
    row->cells[ROSTER_SEQUENCE] = arena_printf(arena, "%zu", sequence);
}

void app_roster_row_hash(const struct app_roster_row *row, struct crypto_hash *hash)
{
    for (int c = 0; c < ROSTER_COLUMNS; c++) {
        if (c)
            crypto_sha256_add(hash, "\t", 1);
        crypto_sha256_add(hash, row->cells[c], strlen(row->cells[c]));
    }
    crypto_sha256_add(hash, "\n", 1);
}
