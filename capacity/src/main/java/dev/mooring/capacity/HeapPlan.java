package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;

/**
 * The Java heap for a number of connections.
 * Formulas: docs/capacity-model.md, "Memory".
 *
 * <p>Heap = ({@link MeasuredCosts#HEAP_FIXED} + live) x 1.5 + active + young, rounded up to 16 MiB. The half on top of
 * the live bytes is for what the collector cannot use at once and for tables that double while they are copied.
 *
 * @param live live bytes of all idle connections, application bytes included
 * @param active bytes of the connections that hold a partial frame or an outbound queue
 * @param young the young generation
 * @param heap the whole heap, initial and maximum
 */
public record HeapPlan(Bytes live, Bytes active, Bytes young, Bytes heap) {
    /** Touched whole by the first few collections, so it counts in full against the fixed resident memory. */
    private static final Bytes YOUNG = Bytes.mebi(4);

    private static final Bytes ACTIVE_BYTES = Bytes.kibi(4);
    private static final long STEP = 16L << 20;

    /** One connection in so many is active at the same moment; an assumption for idle fleets, not a measurement. */
    static final long ACTIVE_ONE_IN = 100;

    public static HeapPlan of(long connections, Bytes userBytes) {
        Bytes live = liveBytesPerConnection(userBytes).times(connections);
        Bytes active = ACTIVE_BYTES.times(Math.ceilDiv(connections, ACTIVE_ONE_IN));
        return new HeapPlan(live, active, YOUNG, roundedUp(need(live, active)));
    }

    /** How many connections a heap of this size carries: the same rule, read backwards. */
    public static long connectionsWithin(Bytes heap, Bytes userBytes) {
        return Bisection.largest(connections -> {
            HeapPlan plan = of(connections, userBytes);
            return need(plan.live, plan.active).compareTo(heap) <= 0;
        });
    }

    /** Heap bytes of one idle connection with what the application attaches to it. */
    public static Bytes liveBytesPerConnection(Bytes userBytes) {
        return MeasuredCosts.HEAP_PLANNED.plus(userBytes);
    }

    private static Bytes need(Bytes live, Bytes active) {
        return withHeadroom(MeasuredCosts.HEAP_FIXED.plus(live)).plus(active).plus(YOUNG);
    }

    private static Bytes withHeadroom(Bytes live) {
        return Bytes.of(Math.ceilDiv(Math.multiplyExact(live.count(), 3), 2));
    }

    private static Bytes roundedUp(Bytes size) {
        return Bytes.of(Math.multiplyExact(Math.ceilDiv(size.count(), STEP), STEP));
    }
}
