/* Runs a fuzz target over the files of the folders given, and over fronts of each: what a
 * fuzzer has found once stays found in every ordinary build. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/arena.h"
#include "server/core/buffer.h"

#define SEED_MAX   ((size_t)16 << 20)
#define FRONTS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* On memory of exactly that size, so that the sanitizers see a read beyond. */
static void run_exact(const char *bytes, size_t size)
{
    uint8_t *copy = mem_alloc(size);

    if (size)
        memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_file(const char *path)
{
    struct buffer buf;
    size_t step;

    buffer_init(&buf, SEED_MAX);
    if (buffer_read_file(&buf, path)) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(EXIT_FAILURE);
    }
    run_exact(buffer_text(&buf), buf.len);
    step = buf.len / FRONTS_MAX + 1;
    for (size_t size = 0; size < buf.len; size += step)
        run_exact(buffer_text(&buf), size);
    buffer_fini(&buf);
}

static int run_folder(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort), seeds = 0;

    for (int i = 0; i < count; i++) {
        char path[1024];

        snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_type == DT_REG) {
            run_file(path);
            seeds++;
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return seeds;
}

int main(int argc, char **argv)
{
    int seeds = 0;

    for (int i = 1; i < argc; i++)
        seeds += run_folder(argv[i]);
    printf("%d seeds replayed\n", seeds);
    return seeds ? EXIT_SUCCESS : EXIT_FAILURE;
}
