#include "server/core/rc.h"

const char *rc_name(enum rc rc)
{
    switch (rc) {
    case RC_OK:
        return "ok";
    case RC_INVALID:
        return "invalid";
    case RC_FORBIDDEN:
        return "forbidden";
    case RC_NOT_FOUND:
        return "not_found";
    case RC_CONFLICT:
        return "conflict";
    case RC_TOO_LARGE:
        return "too_large";
    case RC_BUSY:
        return "busy";
    case RC_INTERNAL:
        return "internal";
    }
    return "unknown";
}
