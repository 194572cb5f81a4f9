package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.connection.AddressPairs;
import dev.mooring.loadgenerator.connection.Connection;
import dev.mooring.loadgenerator.connection.ConnectionOwner;
import dev.mooring.loadgenerator.connection.ConnectionSet;
import dev.mooring.loadgenerator.connection.EchoMessages;
import dev.mooring.loadgenerator.connection.Ending;
import dev.mooring.loadgenerator.connection.Failure;
import dev.mooring.loadgenerator.connection.LoopContext;
import dev.mooring.loadgenerator.connection.Opener;
import dev.mooring.loadgenerator.delivery.Subscriber;
import dev.mooring.loadgenerator.frame.CloseCode;
import dev.mooring.loadgenerator.handshake.UpgradeRequest;
import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.LoopHistograms;
import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.Share;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.ramp.Backoff;
import dev.mooring.loadgenerator.ramp.DeadlineQueue;
import dev.mooring.loadgenerator.ramp.Ramp;
import dev.mooring.loadgenerator.ramp.RetrySchedule;
import dev.mooring.loadgenerator.tls.ClientContext;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's share of a run: starts its connections when they are due, replaces and retries them, closes them.
 *
 * <p>Everything runs on the loop's thread except the constructor and the two flags that others read.
 */
final class Worker implements ConnectionOwner {
    private static final Logger LOGGER = LoggerFactory.getLogger(Worker.class);
    /** Starts between two looks at the sockets, so that a burst of starts does not delay the answers. */
    private static final int STARTS_AT_ONCE = 32;
    /** Handshakes in flight at {@code --rate max}: enough to keep a core busy, few enough for any accept queue. */
    private static final int MAX_IN_FLIGHT = 256;

    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

    private final IoEventLoop eventLoop;
    private final SwarmPlan plan;
    private final Share share;
    private final Counters counters;
    private final LoopHistograms histograms = new LoopHistograms();
    private final LoopContext loop;
    private final Opener opener;
    private final DeadlineQueue<Connection> opening;
    private final Closing closing;
    private final RetrySchedule retries = new RetrySchedule();
    private final Backoff backoff;
    private final int planned;

    private long beganNanos;
    private long holdBeganNanos;
    private long started;
    private long numbered;
    private long replaced;
    private int inFlight;
    private int turn;
    private boolean startScheduled;
    private boolean holding;
    private boolean finishing;
    private volatile boolean ramped;
    private volatile boolean finished;

    Worker(
            IoEventLoop eventLoop,
            SwarmPlan plan,
            Share share,
            AddressPairs pairs,
            Counters counters,
            RandomGenerator random,
            LongSupplier nanoTime,
            long run,
            Optional<ClientContext> tls) {
        this.eventLoop = eventLoop;
        this.plan = plan;
        this.share = share;
        this.counters = counters;
        planned = share.of(plan.ramp().connections());
        backoff = new Backoff(FIRST_BACKOFF, MAX_BACKOFF, random);
        opening = new DeadlineQueue<>(plan.ramp().handshakeTimeout());
        EchoMessages messages =
                new EchoMessages((int) plan.traffic().echo().size().count(), random);
        Optional<Subscriber> subscriber = plan.traffic().delivery().topics().isEmpty()
                ? Optional.empty()
                : Optional.of(new Subscriber(plan.traffic().delivery(), run, counters, histograms));
        loop = new LoopContext(
                this, counters, histograms, messages, plan.traffic().answersPings(), random, nanoTime, subscriber);
        // A method reference would load the class of what is not there.
        if (tls.isPresent()) {
            loop.encrypt(tls.get());
        }
        plan.target()
                .ports()
                .ports()
                .forEach(port -> loop.addRequest(
                        port,
                        new UpgradeRequest(
                                plan.target().authority(port),
                                plan.traffic().delivery().resource(plan.target()))));
        closing = new Closing(loop.open(), counters);
        opener = new Opener(eventLoop, loop, pairs, plan.traffic().echo().connections() > 0);
    }

    boolean ramped() {
        return ramped;
    }

    boolean finished() {
        return finished;
    }

    void ramp() {
        guarded(() -> {
            beganNanos = loop.nanos();
            schedule(this::tick, TICK.toNanos());
            startPlanned();
        });
    }

    void hold() {
        guarded(this::beginHold);
    }

    void finish() {
        guarded(this::beginFinish);
    }

    private void beginHold() {
        holding = true;
        holdBeganNanos = loop.nanos();
        ConnectionSet open = loop.open();
        int senders = Math.min(open.size(), share.of(plan.traffic().echo().connections()));
        for (int i = 0; i < senders; i++) {
            open.get(i).startEcho(i * 31);
        }
    }

    private void beginFinish() {
        holding = false;
        finishing = true;
        abandonAttempts();
        closing.begin(loop.nanos());
        histograms.endGaps();
        closeSome();
    }

    /** Nobody waits for an answer any more, however long it may take; the attempt neither opened nor failed. */
    private void abandonAttempts() {
        opening.expire(loop.nanos() + plan.ramp().handshakeTimeout().toNanos(), Connection::isOpening, attempt -> {
            attempt.release();
            inFlight--;
        });
    }

    Measurement measurement() {
        return histograms.measurement();
    }

    @Override
    public void opened() {
        counters.opened.increment();
        inFlight--;
        scheduleStart();
    }

    @Override
    public void ended(Ending ending, int failures) {
        switch (ending) {
            case Ending.Refused refused -> {
                counters.refused(refused.status());
                notOpened(failures, refused.retryAfter());
            }
            case Ending.Failed failed -> {
                counters.failed(failed.failure().label());
                notOpened(failures, Duration.ZERO);
            }
            case Ending.Lost lost -> lost(lost.failure().label());
            case Ending.ClosedByServer closed -> closedByServer(closed.code());
            case Ending.Closed() -> counters.ended.increment();
        }
    }

    @Override
    public void closing(Connection connection) {
        closing.sent(connection, loop.nanos());
    }

    @Override
    public void closed(boolean answered) {
        closing.ended(answered, loop.nanos());
    }

    private void notOpened(int failures, Duration retryAfter) {
        inFlight--;
        retry(failures + 1, retryAfter);
        scheduleStart();
    }

    private void closedByServer(int code) {
        if (plan.expected().closes().contains(code)) {
            counters.ended.increment();
            counters.moved.increment();
            retry(0, Duration.ZERO);
        } else {
            lost("close " + code);
        }
    }

    private void lost(String reason) {
        counters.ended.increment();
        counters.lost(reason);
        retry(0, Duration.ZERO);
    }

    private void retry(int failures, Duration retryAfter) {
        if (plan.hold().reconnect() && !finishing) {
            long wait = backoff.delay(failures, retryAfter).toNanos();
            retries.add((loop.nanos() + wait) / 1_000_000, failures);
        }
    }

    private void startPlanned() {
        startScheduled = false;
        if (finishing) {
            return;
        }
        switch (plan.ramp().rate()) {
            case Rate.PerSecond rate -> startDue(new Ramp(rate.count(), share));
            case Rate.Maximum() -> startUpTo(MAX_IN_FLIGHT);
        }
    }

    private void startDue(Ramp ramp) {
        long due = Math.min(planned, ramp.dueCount(loop.nanos() - beganNanos));
        for (int i = 0; i < STARTS_AT_ONCE && started < due; i++) {
            startFirst(beganNanos + ramp.dueNanos(started));
        }
        if (started < planned) {
            long wait = beganNanos + ramp.dueNanos(started) - loop.nanos();
            scheduleStartIn(Math.max(0, wait));
        }
    }

    private void startUpTo(int mostInFlight) {
        for (int i = 0; i < STARTS_AT_ONCE && started < planned && inFlight < mostInFlight; i++) {
            startFirst(loop.nanos());
        }
        if (started < planned && inFlight < mostInFlight) {
            scheduleStartIn(0);
        }
    }

    /** At {@code --rate max} every answer makes room for a start. */
    private void scheduleStart() {
        if (plan.ramp().rate() instanceof Rate.Maximum && started < planned) {
            scheduleStartIn(0);
        }
    }

    /** Scheduled even without a wait: a task that is merely executed would run before the sockets are looked at. */
    private void scheduleStartIn(long nanos) {
        if (!startScheduled) {
            startScheduled = true;
            schedule(this::startPlanned, nanos);
        }
    }

    private void startFirst(long dueNanos) {
        started++;
        counters.started.increment();
        start(dueNanos, 0);
    }

    private void start(long dueNanos, int failures) {
        inFlight++;
        long now = loop.nanos();
        histograms.startDelayed(now - dueNanos);
        opener.open(share.numberInRun(numbered++), dueNanos, failures)
                .ifPresent(connection -> opening.add(connection, now));
    }

    private void tick() {
        long now = loop.nanos();
        opening.expire(now, Connection::isOpening, Connection::expireHandshake);
        closing.expire(now);
        if (finishing) {
            finished |= loop.open().size() == 0 && inFlight == 0 && closing.isEmpty();
        } else {
            retries.startDue(now / 1_000_000, this::startAgain);
            replaceDue(now);
        }
        ramped |= started == planned && inFlight == 0;
        schedule(this::tick, TICK.toNanos());
    }

    private void startAgain(long dueMillis, int failures) {
        counters.reconnects.increment();
        start(dueMillis * 1_000_000, failures);
    }

    private void replaceDue(long now) {
        if (!holding || plan.hold().churn().isEmpty()) {
            return;
        }
        Ramp ramp = new Ramp(plan.hold().churn().get().count(), share);
        long due = ramp.dueCount(now - holdBeganNanos);
        for (; replaced < due && loop.open().size() > 0; replaced++) {
            counters.replaced.increment();
            loop.open().get(nextReplaced()).startClose(CloseCode.NORMAL);
            start(holdBeganNanos + ramp.dueNanos(replaced), 0);
        }
    }

    /** In turn, but past the connections that send messages: they are the first of the set. */
    private int nextReplaced() {
        int size = loop.open().size();
        int senders = Math.min(size - 1, share.of(plan.traffic().echo().connections()));
        return senders + turn++ % (size - senders);
    }

    private void closeSome() {
        boolean more = closing.closeSome(loop.nanos());
        if (!finished) {
            schedule(this::closeSome, more ? 0 : TICK.toNanos());
        }
    }

    private void schedule(Runnable task, long nanos) {
        Future<?> _ = eventLoop.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * What a task throws would vanish in its future, and the run would wait for ever. An Error too: without descriptors
     * even a class that is not yet loaded is one.
     */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            try {
                LOGGER.error("Internal error of swarm", e);
                counters.failed(Failure.of(e).label());
            } finally {
                ramped = true;
                finished = true;
            }
        }
    }
}
