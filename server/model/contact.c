#include "server/model/contact.h"

#include <stdbool.h>
#include <string.h>

#define PHONE_DIGITS_MIN 7
#define PHONE_DIGITS_MAX 15
#define MAIL_MAX         254

/* Digits of @p text without separators; -1 when something else is in it. The trunk "(0)"
 * that is written behind a country code is left out. */
static int read_digits(const char *text, bool international, char *out, int size)
{
    int count = 0;

    for (; *text; text++) {
        if (international && count && !strncmp(text, "(0)", 3)) {
            text += 2;
            continue;
        }
        if (strchr(" ./-()", *text))
            continue;
        if (*text < '0' || *text > '9' || count == size)
            return -1;
        out[count++] = *text;
    }
    return count;
}

static enum rc write_e164(const char *code, const char *digits, int count, char *out)
{
    size_t code_len = strlen(code);
    size_t total = code_len + (size_t)count;

    if (total < PHONE_DIGITS_MIN || total > PHONE_DIGITS_MAX ||
        (code_len ? code[0] : digits[0]) == '0')
        return RC_INVALID;
    out[0] = '+';
    memcpy(out + 1, code, code_len);
    memcpy(out + 1 + code_len, digits, (size_t)count);
    out[1 + total] = '\0';
    return RC_OK;
}

enum rc phone_normalise(const char *typed, const char *calling_code, char *out)
{
    char digits[PHONE_DIGITS_MAX + 3]; /* a 00 in front may come on top */
    bool plus;
    int count;

    typed += strspn(typed, " ");
    plus = *typed == '+';
    count = read_digits(typed + plus, plus || !strncmp(typed, "00", 2), digits,
                        (int)sizeof(digits));
    if (count < PHONE_DIGITS_MIN)
        return RC_INVALID;
    if (plus)
        return write_e164("", digits, count, out);
    if (digits[0] == '0' && digits[1] == '0')
        return write_e164("", digits + 2, count - 2, out);
    if (!calling_code)
        return RC_INVALID;
    if (digits[0] == '0')
        return write_e164(calling_code, digits + 1, count - 1, out);
    return write_e164(calling_code, digits, count, out);
}

struct phone phone_make(struct arena *arena, const char *typed, const char *calling_code)
{
    struct phone phone = {.typed = arena_strdup(arena, typed)};
    char e164[PHONE_SIZE];

    if (!phone_normalise(typed, calling_code, e164))
        phone.e164 = arena_strdup(arena, e164);
    return phone;
}

static bool mail_char(unsigned char c)
{
    return c > ' ' && c != 0x7f && !strchr(",;:<>()[]\"\\", c);
}

enum rc mail_normalise(struct arena *arena, const char *typed, char **ret_mail)
{
    size_t len, at;
    char *mail;

    typed += strspn(typed, " \t");
    len = strlen(typed);
    while (len && (typed[len - 1] == ' ' || typed[len - 1] == '\t'))
        len--;
    if (len > MAIL_MAX)
        return RC_INVALID;
    mail = arena_strndup(arena, typed, len);
    for (size_t i = 0; i < len; i++) {
        if (!mail_char((unsigned char)mail[i]))
            return RC_INVALID;
        if (mail[i] >= 'A' && mail[i] <= 'Z')
            mail[i] = (char)(mail[i] - 'A' + 'a');
    }
    at = strcspn(mail, "@");
    if (at == 0 || at == len || strchr(mail + at + 1, '@'))
        return RC_INVALID;
    if (!strchr(mail + at, '.') || mail[at + 1] == '.' || mail[len - 1] == '.' ||
        strstr(mail + at, ".."))
        return RC_INVALID;
    *ret_mail = mail;
    return RC_OK;
}
