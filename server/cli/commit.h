/**
 * @file commit.h
 * Which commit this program is built from; commit.cmake writes the text at each build.
 */
#ifndef REDKITE_CLI_COMMIT_H
#define REDKITE_CLI_COMMIT_H

/** Such as "1a2b3c4d5e6f", with "-dirty" behind it when files differed; "unknown" outside
 * a checkout. */
extern const char cli_commit[];

#endif
