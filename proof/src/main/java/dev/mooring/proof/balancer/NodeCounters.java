package dev.mooring.proof.balancer;

import java.util.concurrent.atomic.LongAdder;

/** What a {@link Node} counts. Thread-safe. */
final class NodeCounters {
    final LongAdder opened = new LongAdder();
    final LongAdder over = new LongAdder();
    final LongAdder forgotten = new LongAdder();
    final LongAdder resets = new LongAdder();
    final LongAdder withoutTarget = new LongAdder();

    NodeStatus status() {
        long ended = over.sum();
        return new NodeStatus(opened.sum() - ended, opened.sum(), forgotten.sum(), resets.sum(), withoutTarget.sum());
    }
}
