/**
 * @file disk.h
 * The disk beneath a test: full, failing, or forgetting what was not synced. Linked into
 * a test program it stands before the C library's pwrite, write, ftruncate, fsync,
 * fdatasync, rename and unlink, also for SQLite. Passes everything through until asked
 * otherwise.
 */
#ifndef REDKITE_TESTS_DISK_H
#define REDKITE_TESTS_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/core/attrs.h"
#include "server/core/rc.h"

/** From here on @p writes writes to files under @p dir succeed, and then the disk is full
 * (ENOSPC). Below 0: room without end. */
void test_disk_room(const char *dir, int64_t writes);

/** Syncs of files whose name ends with @p suffix fail (EIO) from here on. NULL: none. */
void test_disk_fail_sync(const char *suffix);

/** Syncs report success and do nothing: what a wrong synchronous= or a lying disk does.
 */
void test_disk_lie(bool lie);

/**
 * From here on keeps in the file @p journal what every change to a file under @p dir
 * overwrote, until that file (for names: its directory) is synced. Survives a kill.
 */
void test_disk_journal(const char *dir, const char *journal);

/** Undoes, last first, every journaled change that no sync has covered, and removes the
 * journal: what a power cut may leave. @p ret_undone counts them. RC_INTERNAL when the
 * journal cannot be read. */
MUST_CHECK enum rc test_disk_undo(const char *journal, size_t *ret_undone);

#endif
