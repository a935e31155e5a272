#include "importers/csv_write.h"

#include <string.h>

#include "server/core/date.h"

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

void imp_csv_write_text(struct imp_csv_writer *writer, const char *text)
{
    const char needs_quotes[] = {'"', '\r', '\n', writer->delimiter, '\0'};
    struct buffer *buf = writer->buf;
    bool formula;

    begin_field(writer);
    if (!text)
        return;
    formula = begins_formula(text);
    if (!strpbrk(text, needs_quotes) && *text != ' ') {
        if (formula)
            buffer_putc(buf, '\'');
        buffer_puts(buf, text);
        return;
    }
    buffer_putc(buf, '"');
    if (formula)
        buffer_putc(buf, '\'');
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
    begin_field(writer);
    buffer_printf(writer->buf, "%.*f", decimals, value);
}

void imp_csv_write_day(struct imp_csv_writer *writer, int32_t day)
{
    char text[DATE_TEXT_SIZE];

    begin_field(writer);
    buffer_puts(writer->buf, date_format(day, text));
}

void imp_csv_write_end(struct imp_csv_writer *writer)
{
    buffer_puts(writer->buf, "\r\n");
    writer->in_row = false;
}
