package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The moment at which nobody is in any more: the end of a drain. */
class EmptyAdmissionTest {
    @Test
    void isEmptyAtOnceWhenItClosesWithNobodyIn() {
        Admission admission = new Admission(2);
        assertFalse(admission.empty().isDone());
        admission.close();
        assertTrue(admission.empty().isDone());
    }

    @Test
    void isEmptyWhenTheLastOfAClosedOneLeaves() {
        Admission admission = new Admission(2);
        assertTrue(admission.enter());
        assertTrue(admission.enter());
        admission.close();
        admission.leave();
        assertFalse(admission.empty().isDone());
        admission.leave();
        assertTrue(admission.empty().isDone());
    }

    @Test
    void isNotEmptyForGoodWhileOthersMayStillEnter() {
        Admission admission = new Admission(2);
        assertTrue(admission.enter());
        admission.leave();
        assertFalse(admission.empty().isDone());
    }

    @Test
    void isNeverEmptyWithSomebodyInWhoEnteredAsItClosed() throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            Admission admission = new Admission(2);
            CountDownLatch both = new CountDownLatch(1);
            boolean[] entered = new boolean[1];
            Thread entering = Thread.ofPlatform().start(() -> {
                both.countDown();
                entered[0] = admission.enter();
            });
            both.await();
            admission.close();
            entering.join();
            assertEquals(!entered[0], admission.empty().isDone(), "in round " + round);
        }
    }
}
