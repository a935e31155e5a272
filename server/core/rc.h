/**
 * @file rc.h
 * Result codes: what every function that can fail returns.
 */
#ifndef REDKITE_CORE_RC_H
#define REDKITE_CORE_RC_H

enum rc {
    RC_OK = 0,
    RC_INVALID,   /* the input is wrong; problems say where */
    RC_FORBIDDEN, /* not for this actor */
    RC_NOT_FOUND, /* no such thing */
    RC_CONFLICT,  /* somebody else was first, or the same key with other content */
    RC_TOO_LARGE, /* over a cap */
    RC_BUSY,      /* try again: lock held, disk full, queue full */
    RC_INTERNAL,  /* an outside call failed; it was logged there */
};

/** The code's name for logs, such as "conflict". Static. */
const char *rc_name(enum rc rc);

#endif
