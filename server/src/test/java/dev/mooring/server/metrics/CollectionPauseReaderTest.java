package dev.mooring.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.GarbageCollectorMXBean;
import java.time.Duration;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

final class CollectionPauseReaderTest {
    private final Collector young = new Collector("Copy");
    private final Collector old = new Collector("MarkSweepCompact");
    private final Collector cycles = new Collector("ZGC Major Cycles");
    private final CollectionPauseReader reader = new CollectionPauseReader(List.of(young, old, cycles));

    @Test
    void showsNoPauseBeforeTheFirst() {
        assertEquals(CollectionPauses.NONE, reader.read());
    }

    @Test
    void tellsThePausesApartWhenReadAfterEach() {
        young.pause(5);
        reader.read();
        old.pause(40);
        reader.read();
        young.pause(7);
        assertEquals(pauses(3, 52, 40, 7), reader.read());
    }

    @Test
    void takesTheMeanOfPausesBetweenTwoReadings() {
        young.pause(4);
        young.pause(8);
        assertEquals(pauses(2, 12, 6, 6), reader.read());
    }

    @Test
    void keepsTheLastPauseWhileNothingIsCollected() {
        young.pause(4);
        reader.read();
        assertEquals(pauses(1, 4, 4, 4), reader.read());
    }

    @Test
    void leavesOutTheTimeOfConcurrentCycles() {
        cycles.pause(900);
        assertEquals(CollectionPauses.NONE, reader.read());
    }

    private static CollectionPauses pauses(long count, long total, long longest, long last) {
        return new CollectionPauses(
                count, Duration.ofMillis(total), Duration.ofMillis(longest), Duration.ofMillis(last));
    }

    private static final class Collector implements GarbageCollectorMXBean {
        private final String name;
        private long count;
        private long millis;

        Collector(String name) {
            this.name = name;
        }

        void pause(long length) {
            count++;
            millis += length;
        }

        @Override
        public long getCollectionCount() {
            return count;
        }

        @Override
        public long getCollectionTime() {
            return millis;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public String[] getMemoryPoolNames() {
            return new String[0];
        }

        @Override
        public ObjectName getObjectName() {
            throw new UnsupportedOperationException("no test registers it");
        }
    }
}
