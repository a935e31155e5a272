#include "tests/support/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "server/core/arena.h"

#define PATH_SIZE 256

enum change_kind {
    CHANGE_BYTES,  /* old bytes at offset, old size of the file */
    CHANGE_NAME,   /* the file was renamed or unlinked; the old one lies under kept */
    CHANGE_SYNCED, /* what came before for this file is safe */
};

/* One record of the journal; old bytes follow. */
struct change {
    enum change_kind kind;
    uint64_t file; /* inode: of the file, for names of its directory */
    int64_t offset;
    int64_t size;
    size_t len;
    char path[PATH_SIZE]; /* the file; of a name: what it was */
    char now[PATH_SIZE];  /* of a name: what it became, or "" */
    char kept[PATH_SIZE +
              16]; /* of a name: where the file that lay there is kept, or "" */
};

static struct {
    pthread_mutex_t mutex;
    char dir[PATH_SIZE];
    char journal_path[PATH_SIZE];
    int journal; /* file descriptor, 0: none */
    int kept;
    bool limited;
    int64_t room;
    char failing[PATH_SIZE];
    bool lies;
    bool active; /* any of these: else calls go straight through */
} disk = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void copy_path(char *out, const char *path)
{
    snprintf(out, PATH_SIZE, "%s", path ? path : "");
}

static void activate(void)
{
    __atomic_store_n(&disk.active, true, __ATOMIC_SEQ_CST);
}

static bool is_active(void)
{
    return __atomic_load_n(&disk.active, __ATOMIC_SEQ_CST);
}

void test_disk_room(const char *dir, int64_t writes)
{
    pthread_mutex_lock(&disk.mutex);
    copy_path(disk.dir, dir);
    disk.limited = writes >= 0;
    disk.room = writes;
    pthread_mutex_unlock(&disk.mutex);
    activate();
}

void test_disk_fail_sync(const char *suffix)
{
    pthread_mutex_lock(&disk.mutex);
    copy_path(disk.failing, suffix);
    pthread_mutex_unlock(&disk.mutex);
    activate();
}

void test_disk_lie(bool lie)
{
    disk.lies = lie;
    activate();
}

void test_disk_journal(const char *dir, const char *journal)
{
    copy_path(disk.dir, dir);
    copy_path(disk.journal_path, journal);
    disk.journal = open(journal, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (disk.journal < 0)
        abort();
    activate();
}

/* --- keeping --- */

static bool is_watched(const char *path)
{
    size_t len = strlen(disk.dir);

    return len && !strncmp(path, disk.dir, len);
}

static bool path_of(int fd, char *ret_path)
{
    char link[64];
    ssize_t len;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    len = readlink(link, ret_path, PATH_SIZE - 1);
    ret_path[len > 0 ? len : 0] = '\0';
    return is_watched(ret_path);
}

/* Records lie at multiples of 8. */
static size_t padded(size_t len)
{
    return (len + 7) / 8 * 8;
}

/* @p bytes are padded. */
static void keep(const struct change *change, const void *bytes)
{
    size_t len = padded(change->len);

    if (syscall(SYS_write, disk.journal, change, sizeof(*change)) != sizeof(*change) ||
        (len && syscall(SYS_write, disk.journal, bytes, len) != (ssize_t)len))
        abort();
}

/* What lies at @p offset, before it is overwritten or cut off. */
static void keep_bytes(int fd, const char *path, int64_t offset, size_t len)
{
    struct change change = {.kind = CHANGE_BYTES, .offset = offset};
    struct stat st;
    char *old;
    ssize_t got;

    if (!disk.journal || fstat(fd, &st))
        return;
    change.file = st.st_ino;
    change.size = st.st_size;
    copy_path(change.path, path);
    if (offset + (int64_t)len > st.st_size)
        len = offset < st.st_size ? (size_t)(st.st_size - offset) : 0;
    old = mem_calloc(1, padded(len) + 8);
    got = syscall(SYS_pread64, fd, old, len, offset);
    change.len = got > 0 ? (size_t)got : 0;
    keep(&change, old);
    free(old);
}

static uint64_t directory_of(const char *path)
{
    char dir[PATH_SIZE];
    struct stat st;
    char *slash;

    copy_path(dir, path);
    slash = strrchr(dir, '/');
    if (slash)
        *slash = '\0';
    return stat(dir, &st) ? 0 : st.st_ino;
}

/* @p lost is the file that the change takes away: unlinked, or renamed over. */
static void keep_name(const char *path, const char *now, const char *lost)
{
    struct change change = {.kind = CHANGE_NAME, .file = directory_of(path)};

    if (!disk.journal)
        return;
    copy_path(change.path, path);
    copy_path(change.now, now);
    snprintf(change.kept, sizeof(change.kept), "%s.%d", disk.journal_path, disk.kept++);
    if (link(lost, change.kept))
        change.kept[0] = '\0';
    keep(&change, NULL);
}

static void keep_synced(int fd)
{
    struct change change = {.kind = CHANGE_SYNCED};
    struct stat st;

    if (!disk.journal || fstat(fd, &st))
        return;
    change.file = st.st_ino;
    keep(&change, NULL);
}

/* --- in the place of the C library --- */

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset);
ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset);
int ftruncate64(int fd, off64_t size);

static ssize_t write_at(int fd, const void *bytes, size_t len, off64_t offset)
{
    char path[PATH_SIZE];
    bool full = false;
    ssize_t done;

    if (!is_active())
        return syscall(SYS_pwrite64, fd, bytes, len, offset);
    pthread_mutex_lock(&disk.mutex);
    if (path_of(fd, path)) {
        full = disk.limited && disk.room-- <= 0;
        if (!full)
            keep_bytes(fd, path, offset, len);
    }
    done = full ? -1 : syscall(SYS_pwrite64, fd, bytes, len, offset);
    pthread_mutex_unlock(&disk.mutex);
    if (full)
        errno = ENOSPC;
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset)
{
    return write_at(fd, bytes, len, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
    return write_at(fd, bytes, len, offset);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    off64_t at = is_active() ? lseek64(fd, 0, SEEK_CUR) : -1;
    ssize_t done;

    if (at < 0 || fd == disk.journal)
        return syscall(SYS_write, fd, bytes, len);
    done = write_at(fd, bytes, len, at);
    if (done > 0)
        lseek64(fd, at + done, SEEK_SET);
    return done;
}

int ftruncate64(int fd, off64_t size)
{
    char path[PATH_SIZE];
    struct stat st;
    int failed;

    if (!is_active())
        return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&disk.mutex);
    if (path_of(fd, path) && !fstat(fd, &st))
        keep_bytes(fd, path, size, st.st_size > size ? (size_t)(st.st_size - size) : 0);
    failed = (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&disk.mutex);
    return failed;
}

int ftruncate(int fd, off_t size)
{
    return ftruncate64(fd, size);
}

static bool ends_with(const char *path, const char *suffix)
{
    size_t a = strlen(path), b = strlen(suffix);

    return b && a >= b && !strcmp(path + a - b, suffix);
}

static int sync_file(long call, int fd)
{
    char path[PATH_SIZE];
    int failed = 0;

    if (!is_active())
        return (int)syscall(call, fd);
    pthread_mutex_lock(&disk.mutex);
    path_of(fd, path);
    if (ends_with(path, disk.failing)) {
        failed = -1;
    } else if (!disk.lies) {
        failed = (int)syscall(call, fd);
        if (!failed)
            keep_synced(fd);
    }
    pthread_mutex_unlock(&disk.mutex);
    if (failed)
        errno = EIO;
    return failed;
}

int fsync(int fd)
{
    return sync_file(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_file(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
    int failed;

    if (!is_active() || !is_watched(from))
        return (int)syscall(SYS_rename, from, to);
    pthread_mutex_lock(&disk.mutex);
    keep_name(from, to, to);
    failed = (int)syscall(SYS_rename, from, to);
    pthread_mutex_unlock(&disk.mutex);
    return failed;
}

int unlink(const char *path)
{
    int failed;

    if (!is_active() || !is_watched(path))
        return (int)syscall(SYS_unlink, path);
    pthread_mutex_lock(&disk.mutex);
    keep_name(path, "", path);
    failed = (int)syscall(SYS_unlink, path);
    pthread_mutex_unlock(&disk.mutex);
    return failed;
}

/* --- the power cut --- */

/* The journal in memory: where each record begins. */
struct journal {
    char *bytes;
    size_t size;
    size_t *starts;
    size_t count;
};

static struct change *record(const struct journal *j, size_t i)
{
    return (struct change *)(void *)(j->bytes + j->starts[i]);
}

static enum rc read_journal(const char *path, struct journal *ret_journal)
{
    struct journal j = {0};
    struct change head;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t at = 0;

    if (fd < 0 || fstat(fd, &st))
        return RC_INTERNAL;
    j.size = (size_t)st.st_size;
    j.bytes = mem_alloc(j.size + 1);
    j.starts = mem_calloc(j.size / sizeof(head) + 1, sizeof(*j.starts));
    if (read(fd, j.bytes, j.size) != (ssize_t)j.size)
        j.size = 0;
    close(fd);
    while (at + sizeof(head) <= j.size) {
        memcpy(&head, j.bytes + at, sizeof(head));
        if (at + sizeof(head) + padded(head.len) > j.size)
            break; /* killed while keeping: the change itself was not made */
        j.starts[j.count++] = at;
        at += sizeof(head) + padded(head.len);
    }
    *ret_journal = j;
    return RC_OK;
}

/* Files that were synced behind the record at hand. */
struct safe {
    uint64_t files[64];
    size_t count;
};

static bool is_safe(const struct safe *safe, uint64_t file)
{
    for (size_t i = 0; i < safe->count; i++)
        if (safe->files[i] == file)
            return true;
    return false;
}

static void add_safe(struct safe *safe, uint64_t file)
{
    if (is_safe(safe, file))
        return;
    if (safe->count == sizeof(safe->files) / sizeof(safe->files[0]))
        abort();
    safe->files[safe->count++] = file;
}

static void undo_bytes(const struct change *change)
{
    int fd = open(change->path, O_RDWR | O_CLOEXEC);

    if (fd < 0)
        return; /* gone with its name */
    if (syscall(SYS_pwrite64, fd, change + 1, change->len, change->offset) < 0 ||
        syscall(SYS_ftruncate, fd, change->size))
        abort();
    close(fd);
}

static void undo_name(const struct change *change)
{
    if (change->now[0])
        syscall(SYS_rename, change->now, change->path);
    if (change->kept[0])
        syscall(SYS_rename, change->kept, change->now[0] ? change->now : change->path);
}

static void undo(const struct change *change)
{
    if (change->kind == CHANGE_BYTES)
        undo_bytes(change);
    else
        undo_name(change);
}

enum rc test_disk_undo(const char *journal, size_t *ret_undone)
{
    struct safe safe = {{0}, 0};
    struct journal j;
    size_t undone = 0;
    enum rc rc;

    if (access(journal,
               F_OK)) { /* killed before its first write: there is nothing to undo */
        *ret_undone = 0;
        return RC_OK;
    }
    rc = read_journal(journal, &j);
    if (rc)
        return rc;
    for (size_t i = j.count; i-- > 0;) {
        const struct change *change = record(&j, i);

        if (change->kind == CHANGE_SYNCED) {
            add_safe(&safe, change->file);
        } else if (is_safe(&safe, change->file)) {
            if (change->kept[0])
                syscall(SYS_unlink, change->kept);
        } else {
            undo(change);
            undone++;
        }
    }
    free(j.bytes);
    free(j.starts);
    syscall(SYS_unlink, journal);
    *ret_undone = undone;
    return RC_OK;
}
