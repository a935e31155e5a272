#include "server/app/roster.h"

#include <stdio.h>
#include <string.h>

#include "importers/csv_write.h"
#include "server/core/crypto.h"
#include "server/core/date.h"
#include "server/core/json.h"
#include "server/core/stamp.h"
#include "web/texts.h"

#define PAGE_LINES   60
#define HEADER_LINES 9
#define FOOTER_LINES 3
#define PAGE_WIDTH   108
#define FORGOTTEN    "problem.roster.forgotten"

/* --- CSV --- */

void app_roster_csv(const struct app_roster *roster, struct buffer *buf)
{
    struct imp_csv_writer csv;

    imp_csv_write_init(&csv, buf, ';', true);
    for (int c = 0; c < ROSTER_COLUMNS; c++)
        imp_csv_write_text(&csv, app_roster_column_name((enum app_roster_column)c));
    imp_csv_write_end(&csv);
    for (size_t i = 0; i < roster->count; i++) {
        for (int c = 0; c < ROSTER_COLUMNS; c++)
            imp_csv_write_text(&csv, roster->rows[i].cells[c]);
        imp_csv_write_end(&csv);
    }
}

/* --- JSON --- */

static void json_header(const struct app_roster *r, struct json *json)
{
    char hex[2 * ROSTER_HASH_SIZE + 1], text[DATE_TIME_TEXT_SIZE];

    json_stamp(json, "id", r->roster.id);
    json_text(json, "kind", roster_kind_name(r->roster.kind));
    json_int(json, "number", r->roster.number);
    json_int(json, "version", r->roster.version);
    json_text(json, "operation", r->crisis.name);
    json_bool(json, "exercise", r->roster.exercise);
    json_text(json, "site", r->site.code);
    json_text(json, "site_name", r->site.name);
    json_stamp(json, "plan", r->roster.plan_id);
    json_text(json, "made_at", date_time_format(r->roster.at, text));
    json_text(json, "maker", r->roster.maker);
    json_text(json, "audience", r->roster.audience);
    json_text(json, "profile", r->roster.profile);
    json_stamp(json, "cut_off", r->roster.cut_off);
    json_text(json, "hash", crypto_hex(r->roster.hash, ROSTER_HASH_SIZE, hex));
    json_text(json, "delete_by", date_format(r->roster.delete_by, text));
    json_int(json, "people", (int64_t)r->count);
}

void app_roster_json(const struct app_roster *roster, struct buffer *buf)
{
    struct json json;

    json_init(&json, buf);
    json_open(&json, NULL);
    json_header(roster, &json);
    json_open_array(&json, "rows");
    for (size_t i = 0; i < roster->count; i++) {
        const struct app_roster_row *row = &roster->rows[i];

        json_open(&json, NULL);
        for (int c = 0; c < ROSTER_COLUMNS; c++)
            json_text(&json, app_roster_column_name((enum app_roster_column)c),
                      row->cells[c]);
        json_bool(&json, "forgotten", row->forgotten);
        json_close(&json);
    }
    json_close_array(&json);
    json_close(&json);
    buffer_putc(buf, '\n');
}

/* --- print --- */

static const struct {
    const char *title;
    enum app_roster_column column;
    int width;
} printed[] = {
    {"No", ROSTER_SEQUENCE, 5},        {"Tag", ROSTER_TAG, 13},
    {"Surname", ROSTER_SURNAME, 18},   {"Given names", ROSTER_GIVEN_NAMES, 14},
    {"Born", ROSTER_BIRTH_DATE, 11},   {"S", ROSTER_SEX, 2},
    {"Need", ROSTER_NEED, 5},          {"Phone", ROSTER_PHONE, 15},
    {"Document", ROSTER_DOCUMENT, 21},
};

#define PRINTED (sizeof(printed) / sizeof(printed[0]))

/* A cell cut or filled to @p width characters, the last of them a space. */
static void put_cell(struct buffer *buf, const char *text, int width)
{
    int used = 0;

    while (*text && used < width - 1) {
        do
            buffer_putc(buf, *text++);
        while ((*text & 0xc0) == 0x80);
        used++;
    }
    for (; used < width; used++)
        buffer_putc(buf, ' ');
}

static void put_rule(struct buffer *buf, char c)
{
    for (int i = 0; i < PAGE_WIDTH; i++)
        buffer_putc(buf, c);
    buffer_putc(buf, '\n');
}

/* One line across the page; exercises cannot be taken for the real thing. */
static void put_marking(const struct app_roster *r, struct buffer *buf)
{
    if (!r->roster.exercise) {
        put_rule(buf, '=');
        return;
    }
    for (int i = 0; i < PAGE_WIDTH / 10; i++)
        buffer_puts(buf, "EXERCISE  ");
    buffer_putc(buf, '\n');
}

static void put_header(const struct app_roster *r, struct buffer *buf)
{
    char hex[2 * ROSTER_HASH_SIZE + 1], made[DATE_TIME_TEXT_SIZE], day[DATE_TEXT_SIZE];
    char stamp[STAMP_TEXT_SIZE];

    put_marking(r, buf);
    buffer_printf(buf, "ROSTER %d, VERSION %d    %s\n", r->roster.number,
                  r->roster.version, r->site.name);
    buffer_printf(buf, "Operation: %s    People: %zu    Made: %s by %s\n", r->crisis.name,
                  r->count, date_time_format(r->roster.at, made), r->roster.maker);
    buffer_printf(buf, "Cut-off: %s    Delete by: %s    For: %s\n",
                  stamp_format(r->roster.cut_off, stamp),
                  date_format(r->roster.delete_by, day), r->roster.audience);
    buffer_printf(buf, "Hash: %s\n", crypto_hex(r->roster.hash, ROSTER_HASH_SIZE, hex));
    put_rule(buf, '-');
    for (size_t i = 0; i < PRINTED; i++)
        put_cell(buf, printed[i].title, printed[i].width);
    buffer_puts(buf, "[ ]\n");
    put_rule(buf, '-');
}

static void put_row(const struct app_roster_row *row, struct buffer *buf)
{
    for (size_t i = 0; i < PRINTED; i++) {
        const char *text = row->cells[printed[i].column];

        if (row->forgotten && printed[i].column == ROSTER_SURNAME)
            text = web_text("en", FORGOTTEN);
        put_cell(buf, text, printed[i].width);
    }
    buffer_puts(buf, "[ ]\n");
}

void app_roster_text(const struct app_roster *roster, struct buffer *buf)
{
    const size_t rows = PAGE_LINES - HEADER_LINES - FOOTER_LINES;
    const size_t pages = roster->count ? (roster->count + rows - 1) / rows : 1;

    for (size_t page = 0; page < pages; page++) {
        size_t end =
            (page + 1) * rows < roster->count ? (page + 1) * rows : roster->count;

        if (page)
            buffer_putc(buf, '\f');
        put_header(roster, buf);
        for (size_t i = page * rows; i < end; i++)
            put_row(&roster->rows[i], buf);
        put_rule(buf, '-');
        buffer_printf(buf, "Roster %d version %d, page %zu of %zu\n",
                      roster->roster.number, roster->roster.version, page + 1, pages);
        put_marking(roster, buf);
    }
}
