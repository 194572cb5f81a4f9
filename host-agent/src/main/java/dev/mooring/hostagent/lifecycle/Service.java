package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.aws.ConnectionMetric;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import dev.mooring.hostagent.server.OpenConnections;
import dev.mooring.hostagent.server.ServerAdmin;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The host in service: publishes the connection count once in each interval of the clock.
 *
 * <p>A server that does not answer is not deregistered: its connections may live, and the load balancer has its own
 * health check. The metrics stop, which the heartbeat alarm shows.
 */
public final class Service {
    private final ServerAdmin server;
    private final ConnectionMetric metric;
    private final MetricSchedule schedule;
    private final InstantSource clock;
    private final InstantSource wallClock;

    /** @param wallClock which CloudWatch's minutes go by */
    public Service(
            ServerAdmin server,
            ConnectionMetric metric,
            MetricSchedule schedule,
            InstantSource clock,
            InstantSource wallClock) {
        this.server = server;
        this.metric = metric;
        this.schedule = schedule;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    HostState serve(Serving state) throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(state.metricDue())) {
            return state;
        }
        if (server.openConnections() instanceof OpenConnections.Counted(long count, boolean _)) {
            metric.publish(count);
        }
        return new Serving(now.plus(schedule.untilNext(wallClock.instant())));
    }
}
