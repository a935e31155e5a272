/**
 * @file attrs.h
 * Function attributes used across the program.
 */
#ifndef REDKITE_CORE_ATTRS_H
#define REDKITE_CORE_ATTRS_H

/** The caller must look at the result. */
#define MUST_CHECK __attribute__((warn_unused_result))
/** Argument @p f is a printf format, its values start at argument @p a. */
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
/** Never returns NULL: no memory aborts. */
#define NEVER_NULL __attribute__((returns_nonnull))
/** On purpose not used. */
#define UNUSED __attribute__((unused))

#endif
