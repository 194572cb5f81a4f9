package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.aws.ConnectionMetric;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import dev.mooring.hostagent.server.Fill;
import dev.mooring.hostagent.server.ServerAdmin;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The host in service: publishes the connection count once in each interval of the clock, and sends connections to emptier
 * hosts then, and reads the host's secrets again when that is due.
 *
 * <p>A server that does not answer is not deregistered: its connections may live, and the load balancer has its own
 * health check. The metrics stop, which the heartbeat alarm shows.
 */
public final class Service {
    private final ServerAdmin server;
    private final ConnectionMetric metric;
    private final Optional<Mover> mover;
    private final boolean rotates;
    private final SecretRenewal secrets;
    private final MetricSchedule schedule;
    private final InstantSource clock;
    private final InstantSource wallClock;

    /**
     * Publishes nothing yet.
     *
     * @param mover empty where connections stay where they are
     * @param rotates whether a load balancer asks the server before it sends
     * @param secrets what is read again from time to time
     * @param wallClock which CloudWatch's minutes go by
     */
    public Service(
            ServerAdmin server,
            ConnectionMetric metric,
            Optional<Mover> mover,
            boolean rotates,
            SecretRenewal secrets,
            MetricSchedule schedule,
            InstantSource clock,
            InstantSource wallClock) {
        this.server = server;
        this.metric = metric;
        this.mover = mover;
        this.rotates = rotates;
        this.secrets = secrets;
        this.schedule = schedule;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    HostState serve(Serving state) throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(state.metricDue())) {
            return state;
        }
        Optional<Fill> fill = server.fill();
        if (fill.isPresent()) {
            metric.publish(
                    fill.get().open(),
                    rotates ? Optional.of(fill.get().away()) : Optional.empty(),
                    fill.get().certificateDays());
            if (mover.isPresent()) {
                mover.get().round(fill.get());
            }
        }
        secrets.renew();
        return new Serving(now.plus(schedule.untilNext(wallClock.instant())));
    }
}
