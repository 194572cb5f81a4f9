package dev.mooring.loadgenerator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.Expectations;
import dev.mooring.loadgenerator.plan.HoldPlan;
import dev.mooring.loadgenerator.plan.ProcessPlan;
import dev.mooring.loadgenerator.plan.RampPlan;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.Share;
import dev.mooring.loadgenerator.plan.Sources;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.plan.Target;
import dev.mooring.loadgenerator.plan.TrafficPlan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that ends while its server owes it answers; the timeout is only a guard against a hang. */
@Timeout(60)
class AbandonedAttemptsTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @Test
    void endsARunWithoutWaitingForAnswersThatMayNeverCome() throws Exception {
        CountDownLatch asked = new CountDownLatch(3);
        try (PlainServer server = new PlainServer(peer -> {
                    peer.readRequest();
                    asked.countDown();
                    // Until the client has gone.
                    peer.readFrame();
                });
                LocalLoad load =
                        new LocalLoad(plan(server.port()), Share.WHOLE, new SplittableRandom(1), System::nanoTime)) {
            load.ramp();
            asked.await();
            load.finish();
            while (!load.status().finished()) {
                NEVER.await(1, TimeUnit.MILLISECONDS);
            }
            Totals end = load.status().totals();
            assertEquals(3, end.connections().started());
            assertEquals(0, end.connections().opened());
            assertEquals(Map.of(), end.reasons().failed());
        }
    }

    private static SwarmPlan plan(int port) {
        return new SwarmPlan(
                Target.parse("ws://127.0.0.1:" + port),
                new RampPlan(3, new Rate.Maximum(), Duration.ofHours(1), Sources.none()),
                new HoldPlan(Duration.ZERO, Duration.ZERO, Optional.empty(), false),
                new TrafficPlan(true, EchoPlan.NONE, DeliveryPlan.NONE),
                Expectations.NONE,
                new ProcessPlan(1, 1));
    }
}
