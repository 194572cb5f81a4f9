package dev.mooring.proof.peers;

import dev.mooring.proof.peers.result.Samples;
import java.io.IOException;

/** One part of a round, run for each peer in turn before the next part begins. */
sealed interface Measurement
        permits MemoryMeasurement,
                SyscallMeasurement,
                KeepaliveMeasurement,
                ThroughputMeasurement,
                BroadcastMeasurement,
                TopicMeasurement,
                PushLatencyMeasurement,
                PushRateMeasurement {
    /** Starts the peer, measures it, ends it, and adds one sample to each metric of this part. */
    void measure(Peer peer, Samples.Round round) throws IOException, InterruptedException;
}
