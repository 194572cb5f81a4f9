/* Latencies in buckets of a microsecond, the last for everything longer. */
#include <stdint.h>
#include <string.h>

#define LATENCY_BUCKETS 2000000

static uint32_t latencies[LATENCY_BUCKETS];

static void add_latency(int64_t micros) {
    latencies[micros >= 0 && micros < LATENCY_BUCKETS ? micros : LATENCY_BUCKETS - 1]++;
}

static void forget_latencies(void) { memset(latencies, 0, sizeof latencies); }

static int latency_at(double share, uint64_t count) {
    uint64_t seen = 0;
    int bucket = 0;
    while (bucket < LATENCY_BUCKETS - 1 && (seen += latencies[bucket]) < (uint64_t)(share * (double)count)) bucket++;
    return bucket;
}
