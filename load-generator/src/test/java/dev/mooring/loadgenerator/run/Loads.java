package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.measure.Status;
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
import dev.mooring.loadgenerator.plan.Trust;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Loads on servers of this process, and the moments that tests wait for. */
final class Loads {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Loads() {}

    /** One over TLS that has an hour for each handshake. */
    static LocalLoad secure(PlainServer server, String host, Trust trust, int connections, EchoPlan echo) {
        return new LocalLoad(
                new SwarmPlan(
                        Target.parse("wss://" + host + ":" + server.port()),
                        new RampPlan(connections, new Rate.Maximum(), Duration.ofHours(1), Sources.none()),
                        new HoldPlan(Duration.ZERO, Duration.ZERO, Optional.empty(), false),
                        new TrafficPlan(true, echo, DeliveryPlan.NONE),
                        Expectations.NONE,
                        new ProcessPlan(1, 1),
                        trust),
                Share.WHOLE,
                new SplittableRandom(1),
                System::nanoTime);
    }

    /** Looks until it is reached; the timeout of the test is the guard against a hang. */
    static Totals await(LocalLoad load, Predicate<Status> reached) throws InterruptedException {
        Status status = load.status();
        while (!reached.test(status)) {
            NEVER.await(1, TimeUnit.MILLISECONDS);
            status = load.status();
        }
        return status.totals();
    }
}
