#include "importers/cities_pbf.h"

#include <string.h>

#include "server/core/buffer.h"
#include "tests/support/suite.h"

static struct buffer bytes;

static void set_up(void)
{
    buffer_init(&bytes, 1 << 16);
}

static void tear_down(void)
{
    buffer_fini(&bytes);
}

static struct imp_cities reader(void)
{
    return (struct imp_cities){.bytes = (const uint8_t *)bytes.data, .size = bytes.len};
}

/* One message: id, name, country, feature, region, population, lon and lat steps. */
static void put_city(const char *body, size_t len)
{
    buffer_putc(&bytes, (char)len);
    buffer_append(&bytes, body, len);
}

/* id 3 (zigzag 6), "Gent", "BE", "PPLA2", "VLG", population 300, lon +1, lat -1 (1e-5).
 */
static const char gent[] = "\x08\x06\x12\x04Gent\x1a\x02"
                           "BE\x3a\x05PPLA2\x42\x03VLG\x48\xac\x02\x50\x02\x58\x01";

static int same(struct imp_span span, const char *text)
{
    return span.len == strlen(text) && !memcmp(span.text, text, span.len);
}

START_TEST(a_town_is_read_field_by_field)
{
    struct imp_cities cities;
    struct imp_city city;

    put_city(gent, sizeof(gent) - 1);
    cities = reader();
    ck_assert_int_eq(imp_cities_next(&cities, &city), RC_OK);
    ck_assert_int_eq(city.id, 3);
    ck_assert(same(city.name, "Gent"));
    ck_assert(same(city.country, "BE"));
    ck_assert(same(city.feature, "PPLA2"));
    ck_assert(same(city.region, "VLG"));
    ck_assert_int_eq(city.population, 300);
    ck_assert_double_eq_tol(city.point.lon, 1e-5, 1e-12);
    ck_assert_double_eq_tol(city.point.lat, -1e-5, 1e-12);
    ck_assert_ptr_null(city.other_name.text);
    ck_assert_int_eq(imp_cities_next(&cities, &city), RC_NOT_FOUND);
}
END_TEST

START_TEST(positions_go_on_from_the_town_before)
{
    struct imp_cities cities;
    struct imp_city city;

    put_city(gent, sizeof(gent) - 1);
    put_city(gent, sizeof(gent) - 1);
    cities = reader();
    ck_assert_int_eq(imp_cities_next(&cities, &city), RC_OK);
    ck_assert_int_eq(imp_cities_next(&cities, &city), RC_OK);
    ck_assert_double_eq_tol(city.point.lon, 2e-5, 1e-12);
}
END_TEST

START_TEST(fields_that_are_not_known_are_skipped)
{
    struct imp_cities cities;
    struct imp_city city;

    /* field 20: 8 bytes; field 21: text; field 22: 4 bytes; field 23: number; id 1 */
    put_city("\xa1\x01"
             "12345678\xaa\x01\x02xy\xb5\x01"
             "1234\xb8\x01\x05\x08\x02",
             26);
    cities = reader();
    ck_assert_int_eq(imp_cities_next(&cities, &city), RC_OK);
    ck_assert_int_eq(city.id, 1);
}
END_TEST

static const struct {
    const char *bytes;
    size_t len;
} bad[] = {
    {"\x05\x08", 2},                     /* ends too early */
    {"\x80", 1},                         /* a number without end */
    {"\x02\x12\x09", 3},                 /* text longer than the message */
    {"\x02\x0b\x0c", 3},                 /* groups */
    {"\x03\x09\x31\x32", 4},             /* eight bytes that are not there */
    {"\x06\x50\xff\xff\xff\xff\x0f", 7}, /* a step around the globe and more */
    {"\x0e\x50\x02\x50\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01\x08\x02",
     15},                                        /* a step that no number holds */
    {"\x05\x58\xfe\xff\xff\x0f", 6},             /* north of the pole */
    {"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9}, /* absurd length */
};

START_TEST(bytes_that_are_no_message_are_refused)
{
    struct imp_cities cities;
    struct imp_city city;

    buffer_append(&bytes, bad[_i].bytes, bad[_i].len);
    cities = reader();
    ck_assert_int_eq(imp_cities_next(&cities, &city), RC_INVALID);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("importers.cities_pbf");
    TCase *tcase = tcase_create("cities");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_town_is_read_field_by_field);
    tcase_add_test(tcase, positions_go_on_from_the_town_before);
    tcase_add_test(tcase, fields_that_are_not_known_are_skipped);
    tcase_add_loop_test(tcase, bytes_that_are_no_message_are_refused, 0,
                        sizeof(bad) / sizeof(*bad));
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
