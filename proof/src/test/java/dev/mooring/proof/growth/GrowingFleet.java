package dev.mooring.proof.growth;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.Gate;
import dev.mooring.awsstandin.HealthChecks;
import dev.mooring.awsstandin.SettableClock;
import dev.mooring.awsstandin.Target;
import dev.mooring.awsstandin.TargetGroup;
import dev.mooring.capacity.Balance;
import dev.mooring.capacity.BalanceHistory;
import dev.mooring.capacity.Growth;
import dev.mooring.capacity.RollPace;
import dev.mooring.capacity.Rotation;
import dev.mooring.server.rotation.HostRotation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A fleet that grows from one host to two while clients come, in virtual time: the stand-in's load balancer and CloudWatch with
 * their lags, the server's rotation, the arithmetic of the agents' moves, and clients that go where the front sends them, at
 * random.
 */
final class GrowingFleet implements AutoCloseable {
    private static final String GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mooring/1";
    private static final String METRIC = "Mooring/ConnectionsPerHost{AutoScalingGroupName=mooring-fleet}";
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** From a Close to the client's next attempt, at random. */
    private static final int MAX_BACKOFF = 10;

    /**
     * A fleet.
     *
     * @param cap of each host
     * @param balanced whether a load balancer asks the hosts before it sends
     * @param move whether hosts send connections to emptier ones
     * @param startAt share of its cap with which the only host is to be joined by another
     * @param growth clients that come a minute, as a share of a cap
     */
    record Setting(long cap, boolean balanced, boolean move, double startAt, double growth) {}

    private final Setting setting;
    private final Random random;
    private final SettableClock clock = new SettableClock();
    private final FakeAws aws;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final Deque<Integer> returning = new ArrayDeque<>();
    private Optional<Instant> secondReady = Optional.empty();
    private long moved;
    private long refused;

    GrowingFleet(Setting setting, long seed) throws IOException {
        this.setting = setting;
        this.random = new Random(seed);
        this.aws = FakeAws.start(clock, new Gate(), Duration.ofHours(1), Duration.ofHours(1));
        aws.loadBalancer()
                .add(TargetGroup.ofAddresses(GROUP, Duration.ofMinutes(22))
                        .checked(new HealthChecks(Rotation.NOTICED_WITHIN, false, Rotation.DRAINING_INTERVAL)));
        aws.loadBalancer().healthCheck(this::answers);
        join();
    }

    /** The share of the caps that is in use when the first client is refused. */
    double fillUntilARefusal() {
        double due = 0;
        for (long second = 0; refused == 0; second++) {
            due += setting.growth() * setting.cap() / MINUTE.toSeconds();
            long coming = (long) due;
            due -= coming;
            admit(coming + returns());
            hosts.forEach(this::closeSome);
            if (second % MINUTE.toSeconds() == 0) {
                everyMinute();
            }
            clock.advance(STEP);
        }
        return (double) hosts.stream().mapToLong(host -> host.open).sum() / (setting.cap() * hosts.size());
    }

    /** Nobody comes and nobody goes for so long. */
    void stand(Duration duration) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(MINUTE)) {
            aws.loadBalancer().health(GROUP);
            clock.advance(MINUTE);
        }
    }

    /** The only host holds so many. */
    void hold(long connections) {
        hosts.getFirst().open = connections;
    }

    int hosts() {
        return hosts.size();
    }

    long moved() {
        return moved;
    }

    /** How often the load balancer cut all connections of a host. */
    int cut() {
        return aws.loadBalancer().cut().size();
    }

    @Override
    public void close() {
        aws.close();
    }

    private boolean answers(Target target) {
        return hosts.stream()
                .filter(host -> host.target.equals(target))
                .allMatch(host -> host.state() == HostRotation.State.IN);
    }

    private void join() {
        SimulatedHost host = new SimulatedHost(hosts.size() + 1, setting.cap(), clock);
        hosts.add(host);
        aws.loadBalancer().register(GROUP, List.of(host.target));
    }

    private void admit(long clients) {
        List<SimulatedHost> open = receivers();
        for (long client = 0; client < clients; client++) {
            if (open.isEmpty()) {
                // Nobody is registered long enough: the fleet begins.
                hosts.getFirst().open++;
                continue;
            }
            SimulatedHost host = open.get(random.nextInt(open.size()));
            if (host.open < host.cap) {
                host.open++;
            } else {
                refused++;
            }
        }
    }

    private List<SimulatedHost> receivers() {
        if (!setting.balanced()) {
            return hosts;
        }
        List<Target> targets = aws.loadBalancer().receivers(GROUP);
        return hosts.stream().filter(host -> targets.contains(host.target)).toList();
    }

    private void closeSome(SimulatedHost host) {
        long closed = host.close(STEP);
        moved += closed;
        for (long each = 0; each < closed; each++) {
            returning.add(random.nextInt(MAX_BACKOFF));
        }
    }

    /** Each waits as long as he drew. */
    private long returns() {
        long now = 0;
        for (int waiting = returning.size(); waiting > 0; waiting--) {
            int left = returning.remove();
            if (left == 0) {
                now++;
            } else {
                returning.add(left - 1);
            }
        }
        return now;
    }

    private void everyMinute() {
        Optional<Balance.Told> told = told();
        for (SimulatedHost host : hosts) {
            host.history.holds(host.open, clock.instant());
            if (setting.move() && told.isPresent()) {
                round(host, told.get());
            }
            aws.metrics().put(METRIC, (double) host.open);
        }
        if (hosts.size() == 1 && secondReady.isEmpty() && hosts.getFirst().open > setting.startAt() * setting.cap()) {
            secondReady = Optional.of(clock.instant().plus(Growth.READY));
        }
        if (hosts.size() == 1
                && secondReady.filter(at -> !clock.instant().isBefore(at)).isPresent()) {
            join();
        }
    }

    private void round(SimulatedHost host, Balance.Told told) {
        HostRotation.State state = host.state();
        boolean moving = state == HostRotation.State.MOVING;
        boolean sentTo = setting.balanced() && state == HostRotation.State.IN;
        Balance balance = new Balance(setting.cap(), RollPace.of(setting.cap()).drainWindow());
        host.history
                .round(balance, new BalanceHistory.Host(host.open, moving, sentTo), told)
                .ifPresent(closed -> host.move(closed, Balance.ROUND));
    }

    private Optional<Balance.Told> told() {
        Instant now = clock.instant();
        return Balance.Told.mostComplete(
                aws.metrics().minutes(METRIC, now.minus(Balance.Told.OLDEST), now).entrySet().stream()
                        .map(minute -> new Balance.Told(
                                minute.getKey(),
                                new Balance.Fleet(
                                        minute.getValue().getCount(),
                                        minute.getValue().getAverage()))));
    }
}
