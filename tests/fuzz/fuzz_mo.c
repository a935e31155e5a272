/* Any bytes as a gettext catalogue: refused, or each pair is a text inside the bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "importers/mo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *message, *translation;
    struct imp_mo mo;
    size_t letters = 0;

    if (imp_mo_open(data, size, &mo))
        return 0;
    for (uint32_t i = 0; i < mo.count; i++)
        if (!imp_mo_pair(&mo, i, &message, &translation))
            letters += strlen(message) + strlen(translation);
    if (!imp_mo_find(&mo, "276781", &translation))
        letters += strlen(translation);
    if (letters == SIZE_MAX)
        abort();
    return 0;
}
