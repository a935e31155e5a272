#include "importers/post_csv.h"

#include <string.h>

#include "importers/row.h"
#include "server/core/text.h"
#include "server/model/code.h"
#include "server/model/contact.h"

/* So many posts of one name and kind, and no more, get codes made for them. */
#define SAME_NAME_MAX 20

enum column {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_NAME_NL,
    COLUMN_NAME_FR,
    COLUMN_NAME_DE,
    COLUMN_KIND,
    COLUMN_PLACE,
    COLUMN_ADDRESS,
    COLUMN_COUNTRY,
    COLUMN_LATITUDE,
    COLUMN_LONGITUDE,
    COLUMN_JURISDICTION,
    COLUMN_PHONE,
    COLUMN_MAIL,
    COLUMN_WEBSITE,
    COLUMN_ZONE,
    COLUMN_STATE,
    COLUMN_COVERED_BY,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_COUNT,
};

/* clang-format off */
static const struct imp_column columns_known[COLUMN_COUNT] = {
    [COLUMN_CODE] = {"code", "post", false},
    [COLUMN_NAME] = {"name", "name en|naam|nom", false},
    [COLUMN_NAME_NL] = {"name_nl", NULL, false},
    [COLUMN_NAME_FR] = {"name_fr", NULL, false},
    [COLUMN_NAME_DE] = {"name_de", NULL, false},
    [COLUMN_KIND] = {"kind", "type|soort|art", true},
    [COLUMN_PLACE] = {"place", "city|town|plaats|stad|ville|lieu|stadt|ort", false},
    [COLUMN_ADDRESS] = {"address", "adres|adresse|anschrift", false},
    [COLUMN_COUNTRY] = {"country", "land|pays", true},
    [COLUMN_LATITUDE] = {"latitude", "lat", false},
    [COLUMN_LONGITUDE] = {"longitude", "lon|lng|long", false},
    [COLUMN_JURISDICTION] = {"jurisdiction", "jurisdictions|rechtsgebied|juridiction|amtsbezirk", false},
    [COLUMN_PHONE] = {"phone", "telephone|tel|telefoon|telefon", false},
    [COLUMN_MAIL] = {"mail", "email|e mail|courriel", false},
    [COLUMN_WEBSITE] = {"website", "url|web", false},
    [COLUMN_ZONE] = {"zone", "time zone|timezone|tijdzone|fuseau horaire|zeitzone", false},
    [COLUMN_STATE] = {"state", "toestand|etat|zustand", false},
    [COLUMN_COVERED_BY] = {"covered_by", "vervangen door|couvert par|vertreten durch", false},
    [COLUMN_FROM] = {"from", "van|du|von", false},
    [COLUMN_TO] = {"to", "tot|au|bis", false},
};

static const struct imp_word kind_words[] = {
    {"embassy", POST_EMBASSY}, {"ambassade", POST_EMBASSY}, {"botschaft", POST_EMBASSY},
    {"high commission", POST_EMBASSY}, {"de facto embassy", POST_EMBASSY},
    {"consulate general", POST_CONSULATE_GENERAL}, {"consulaat generaal", POST_CONSULATE_GENERAL},
    {"consulat general", POST_CONSULATE_GENERAL}, {"generalkonsulat", POST_CONSULATE_GENERAL},
    {"consulate", POST_CONSULATE}, {"consulaat", POST_CONSULATE}, {"consulat", POST_CONSULATE},
    {"konsulat", POST_CONSULATE},
    {"honorary consulate", POST_HONORARY_CONSULATE}, {"ereconsulaat", POST_HONORARY_CONSULATE},
    {"consulat honoraire", POST_HONORARY_CONSULATE}, {"honorarkonsulat", POST_HONORARY_CONSULATE},
    {"representation", POST_REPRESENTATION}, {"permanent mission", POST_REPRESENTATION},
    {"office", POST_REPRESENTATION}, {"vertegenwoordiging", POST_REPRESENTATION},
    {"vertretung", POST_REPRESENTATION},
};

static const struct imp_word state_words[] = {
    {"open", POST_OPEN}, {"ouvert", POST_OPEN}, {"offen", POST_OPEN},
    {"closed", POST_CLOSED}, {"gesloten", POST_CLOSED}, {"ferme", POST_CLOSED}, {"geschlossen", POST_CLOSED},
    {"evacuated", POST_EVACUATED}, {"geevacueerd", POST_EVACUATED}, {"evacue", POST_EVACUATED},
    {"evakuiert", POST_EVACUATED},
};
/* clang-format on */

static const struct imp_words states = {state_words,
                                        sizeof(state_words) / sizeof(state_words[0])};

/* "Consulate General of Belgium" begins with a kind: the longest that fits is meant. */
static enum post_kind read_kind(const struct imp_row *row)
{
    char *text = imp_row_text(row, COLUMN_KIND);
    const struct imp_word *best = NULL;
    size_t best_len = 0;
    char *folded = NULL;

    if (!text || text_fold(row->reader->arena, text, &folded)) {
        imp_row_fault(row, COLUMN_KIND, "problem.kind.missing", NULL);
        return POST_EMBASSY;
    }
    for (size_t i = 0; i < sizeof(kind_words) / sizeof(kind_words[0]); i++) {
        size_t len = strlen(kind_words[i].word);

        if (len > best_len && !strncmp(folded, kind_words[i].word, len) &&
            (!folded[len] || folded[len] == ' ')) {
            best = &kind_words[i];
            best_len = len;
        }
    }
    if (!best)
        imp_row_fault(row, COLUMN_KIND, "problem.kind.unknown", text);
    return best ? (enum post_kind)best->value : POST_EMBASSY;
}

/* The next part of the list, trimmed, in place; NULL at the end. */
static char *next_part(char **text)
{
    char *part = *text + strspn(*text, " |");
    size_t len = strcspn(part, "|");
    char *rest = part + len + (part[len] ? 1 : 0);

    if (!*part)
        return NULL;
    part[len] = '\0';
    while (len && part[len - 1] == ' ')
        part[--len] = '\0';
    *text = rest;
    return part;
}

static const char *read_jurisdiction(const struct imp_row *row, enum post_kind kind)
{
    struct arena *arena = row->reader->arena;
    char *text = imp_row_text(row, COLUMN_JURISDICTION);
    char *part, *list = NULL;
    bool regions = false;

    while (text && (part = next_part(&text))) {
        char code[COUNTRY_SIZE];

        if (country_find(part, code)) {
            imp_row_warn(row, COLUMN_JURISDICTION, "problem.jurisdiction.part", part);
            regions = kind != POST_EMBASSY;
        } else if (!list) {
            list = arena_strdup(arena, code);
        } else if (!country_list_has(list, code)) {
            list = arena_printf(arena, "%s %s", list, code);
        }
    }
    return regions ? NULL : list;
}

static void read_point(const struct imp_row *row, struct post *post)
{
    struct imp_cell lat = imp_row_cell(row, COLUMN_LATITUDE);
    struct imp_cell lon = imp_row_cell(row, COLUMN_LONGITUDE);

    post->located = imp_cell_point(row->reader, &lat, &lon, &post->point) &&
                    imp_cell_point_fits(row->reader, &lat, post->point, post->country);
}

static void read_mail(const struct imp_row *row, struct post *post)
{
    char *typed = imp_row_text(row, COLUMN_MAIL);
    char *mail;

    if (!typed)
        return;
    if (mail_normalise(row->reader->arena, typed, &mail))
        imp_row_fault(row, COLUMN_MAIL, "problem.mail.wrong", typed);
    else
        post->mail = mail;
}

static void read_names(const struct imp_row *row, struct post *post)
{
    struct imp_cell country = imp_row_cell(row, COLUMN_COUNTRY);

    imp_cell_country(row->reader, &country, post->country);
    post->place = imp_row_text(row, COLUMN_PLACE);
    post->code = imp_row_text(row, COLUMN_CODE);
    post->name = imp_row_text(row, COLUMN_NAME);
    if (!post->name)
        post->name = post->place;
    if (!post->name && post->country[0])
        post->name = country_name(post->country, "en");
    post->name_nl = imp_row_text(row, COLUMN_NAME_NL);
    post->name_fr = imp_row_text(row, COLUMN_NAME_FR);
    post->name_de = imp_row_text(row, COLUMN_NAME_DE);
}

static void read_post(const struct imp_row *row, struct post *post)
{
    *post = post_blank();
    post->kind = read_kind(row);
    read_names(row, post);
    post->address = imp_row_text(row, COLUMN_ADDRESS);
    read_point(row, post);
    post->jurisdiction = read_jurisdiction(row, post->kind);
    post->phone = imp_row_text(row, COLUMN_PHONE);
    read_mail(row, post);
    post->website = imp_row_text(row, COLUMN_WEBSITE);
    post->zone = imp_row_text(row, COLUMN_ZONE);
    post->state = (enum post_state)imp_row_word(row, COLUMN_STATE, &states, POST_OPEN);
    post->covered_by = imp_row_text(row, COLUMN_COVERED_BY);
    post->from_day = imp_row_day(row, COLUMN_FROM);
    post->to_day = imp_row_day(row, COLUMN_TO);
}

static bool code_taken(const struct imp_posts *posts, const char *code)
{
    for (size_t i = 0; i < posts->count; i++)
        if (posts->items[i].code && !strcmp(posts->items[i].code, code))
            return true;
    return false;
}

/* A code made of the name; with the kind, then a number, behind where it is taken. */
static const char *make_code(const struct imp_posts *posts, struct arena *arena,
                             const struct post *post)
{
    char *base, *code;

    if (!post->name || code_make(arena, post->name, &base))
        return NULL;
    code = base;
    for (int i = 1; code_taken(posts, code); i++) {
        const char *kind = post_kind_name(post->kind);
        char *name = i == 1 ? arena_printf(arena, "%.18s %s", base, kind)
                            : arena_printf(arena, "%.16s %s %d", base, kind, i);

        if (i > SAME_NAME_MAX || code_make(arena, name, &code))
            return NULL;
    }
    return code;
}

static void add_post(struct imp_posts *posts, struct arena *arena,
                     const struct post *post, int64_t line)
{
    if ((posts->count & (posts->count - 1)) == 0) { /* full at each power of two */
        size_t size = posts->count ? 2 * posts->count : 1;
        struct post *items = arena_array(arena, size, sizeof(*items));
        int64_t *lines = arena_array(arena, size, sizeof(*lines));

        if (posts->count) {
            memcpy(items, posts->items, posts->count * sizeof(*items));
            memcpy(lines, posts->lines, posts->count * sizeof(*lines));
        }
        posts->items = items;
        posts->lines = lines;
    }
    posts->items[posts->count] = *post;
    posts->lines[posts->count++] = line;
}

static enum rc read_rows(struct imp_csv *csv, const struct imp_columns *columns,
                         const struct imp_cell_reader *reader, struct imp_posts *posts)
{
    struct problems *problems = reader->problems;
    struct imp_csv_row row;
    enum rc rc;

    while (!(rc = imp_columns_next(columns, csv, problems, &row))) {
        struct imp_row imp_row = {reader, columns, &row};
        size_t before = problems->errors;
        struct post post;

        read_post(&imp_row, &post);
        if (!post.code)
            post.code = make_code(posts, reader->arena, &post);
        else if (code_taken(posts, post.code))
            imp_row_fault(&imp_row, COLUMN_CODE, "problem.code.twice", post.code);
        /* A row that could not be read is not checked for what that left out. */
        if (problems->errors == before && post_check(&post, row.line, problems))
            continue;
        add_post(posts, reader->arena, &post, row.line);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void check_cover(const struct imp_posts *posts, struct problems *problems)
{
    for (size_t i = 0; i < posts->count; i++) {
        const char *cover = posts->items[i].covered_by;

        if (cover && !code_taken(posts, cover))
            problems_warn(problems, posts->lines[i], "covered_by",
                          "problem.covered_by.unknown", cover);
    }
}

enum rc imp_posts_read(struct imp_source *source, const struct imp_post_options *options,
                       struct arena *arena, struct problems *problems,
                       struct imp_posts *ret_posts)
{
    struct imp_column_set set = {columns_known, COLUMN_COUNT, options->map};
    struct imp_cell_reader reader = {
        .arena = arena, .problems = problems, .boxes_of = options->boxes_of};
    struct imp_csv_options csv_options = options->csv;
    size_t before = problems->errors;
    struct imp_posts posts = {0};
    struct imp_columns columns;
    struct imp_csv *csv;
    enum rc rc;

    if (!csv_options.rows_max)
        csv_options.rows_max = IMP_POSTS_MAX;
    rc = imp_csv_new(source, &csv_options, NULL, problems, &csv);
    if (rc)
        return rc;
    rc = imp_columns_read(csv, &set, problems, &columns);
    if (!rc)
        rc = read_rows(csv, &columns, &reader, &posts);
    if (!rc && !posts.count && problems->errors == before)
        problems_error(problems, columns.line, "file", "problem.posts.none", NULL);
    if (!rc)
        check_cover(&posts, problems);
    imp_csv_free(csv);
    if (rc == RC_NOT_FOUND) { /* nothing but empty lines */
        problems_error(problems, 0, "file", "problem.file.empty", NULL);
        rc = RC_INVALID;
    }
    if (!rc && problems->errors > before)
        rc = RC_INVALID;
    if (!rc)
        *ret_posts = posts;
    return rc;
}
