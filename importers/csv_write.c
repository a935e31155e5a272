#include "importers/csv_write.h"

#include <string.h>

#include "server/core/date.h"

/* Up to here nine decimals fit into 64 bits. */
#define DOUBLE_MAX 9e9

void imp_csv_write_init(struct imp_csv_writer *writer, struct buffer *buf, char delimiter,
                        bool mark)
{
    *writer = (struct imp_csv_writer){.buf = buf, .delimiter = delimiter};
    if (mark)
        buffer_puts(buf, "\xef\xbb\xbf");
}

static void begin_field(struct imp_csv_writer *writer)
{
    if (writer->in_row)
        buffer_putc(writer->buf, writer->delimiter);
    writer->in_row = true;
}

/* A sign, digits, spaces and at most one point. */
static bool is_number(const char *text)
{
    bool digit = false, point = false;

    for (text++; *text; text++) {
        if (*text >= '0' && *text <= '9')
            digit = true;
        else if (*text == '.' && !point)
            point = true;
        else if (*text != ' ')
            return false;
    }
    return digit;
}

/* What spreadsheets take for the beginning of a formula; the wide forms too (U+FF1D,
 * FF0B, FF0D, FF20), which some turn into the plain ones. */
static bool begins_formula(const char *text)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"};

    text += strspn(text, " ");
    if (*text == '+' || *text == '-')
        return !is_number(text);
    if (*text == '=' || *text == '@' || *text == '\t' || *text == '\r')
        return true;
    if ((unsigned char)*text != 0xef)
        return false;
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
        if (!strncmp(text, wide[i], 3))
            return true;
    return false;
}

static bool needs_quotes(const char *text, char delimiter)
{
    if (*text == ' ')
        return true;
    for (; *text; text++)
        if (*text == '"' || *text == '\r' || *text == '\n' || *text == delimiter)
            return true;
    return false;
}

void imp_csv_write_text(struct imp_csv_writer *writer, const char *text)
{
    struct buffer *buf = writer->buf;
    bool quotes;

    begin_field(writer);
    if (!text || !*text)
        return;
    quotes = needs_quotes(text, writer->delimiter);
    if (quotes)
        buffer_putc(buf, '"');
    if (begins_formula(text))
        buffer_putc(buf, '\'');
    if (!quotes) {
        buffer_puts(buf, text);
        return;
    }
    for (size_t len; *text; text += len) {
        len = strcspn(text, "\"");
        if (len == 0) {
            buffer_puts(buf, "\"\"");
            len = 1;
        } else {
            buffer_append(buf, text, len);
        }
    }
    buffer_putc(buf, '"');
}

/* Digits of @p value, at least @p width of them. */
static void put_digits(struct buffer *buf, uint64_t value, int width)
{
    char digits[20];
    int at = (int)sizeof(digits);

    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
        width--;
    } while (value || width > 0);
    buffer_append(buf, digits + at, sizeof(digits) - (size_t)at);
}

void imp_csv_write_int(struct imp_csv_writer *writer, int64_t value)
{
    begin_field(writer);
    if (value < 0)
        buffer_putc(writer->buf, '-');
    put_digits(writer->buf, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}

void imp_csv_write_double(struct imp_csv_writer *writer, double value, int decimals)
{
    uint64_t scale = 1, scaled;

    begin_field(writer);
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    if (!(value > -DOUBLE_MAX && value < DOUBLE_MAX))
        return; /* nothing that people measure */
    scaled = (uint64_t)((value < 0 ? -value : value) * (double)scale + 0.5);
    if (value < 0 && scaled)
        buffer_putc(writer->buf, '-');
    put_digits(writer->buf, scaled / scale, 1);
    if (!decimals)
        return;
    buffer_putc(writer->buf, '.');
    put_digits(writer->buf, scaled % scale, decimals);
}

void imp_csv_write_day(struct imp_csv_writer *writer, int32_t day)
{
    int year, month, mday;

    begin_field(writer);
    if (day == DATE_NONE)
        return;
    date_to_civil(day, &year, &month, &mday);
    put_digits(writer->buf, (uint64_t)year, 4);
    buffer_putc(writer->buf, '-');
    put_digits(writer->buf, (uint64_t)month, 2);
    buffer_putc(writer->buf, '-');
    put_digits(writer->buf, (uint64_t)mday, 2);
}

void imp_csv_write_end(struct imp_csv_writer *writer)
{
    buffer_puts(writer->buf, "\r\n");
    writer->in_row = false;
}
