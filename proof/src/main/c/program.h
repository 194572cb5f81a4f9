/* What every program here needs of its machine. */
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <time.h>

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Takes as many descriptors as it may have, and says how many. */
static size_t all_descriptors(void) {
    struct rlimit descriptors;
    getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
    return descriptors.rlim_max;
}
