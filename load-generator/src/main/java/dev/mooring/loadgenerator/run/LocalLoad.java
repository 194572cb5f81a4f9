package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.connection.AddressPairs;
import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.plan.Share;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.tls.ClientContext;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The part of a run that this process holds, spread over its event loops. */
public final class LocalLoad implements Load {
    private final MultiThreadIoEventLoopGroup group;
    private final List<IoEventLoop> loops = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Optional<ClientContext> tls;

    /** A load of which nobody publishes anything. */
    public LocalLoad(SwarmPlan plan, Share share, RandomGenerator.SplittableGenerator random, LongSupplier nanoTime) {
        this(plan, share, random, nanoTime, 0);
    }

    /**
     * A part of a run.
     *
     * @param run which run's messages are heard
     */
    public LocalLoad(
            SwarmPlan plan, Share share, RandomGenerator.SplittableGenerator random, LongSupplier nanoTime, long run) {
        tls = plan.target().tls() ? Optional.of(ClientContext.of(plan.target(), plan.trust())) : Optional.empty();
        group = new MultiThreadIoEventLoopGroup(plan.processes().eventLoops(), EpollIoHandler.newFactory());
        AddressPairs pairs =
                new AddressPairs(plan.target().resolve(), plan.ramp().sources().addresses());
        for (EventExecutor executor : group) {
            IoEventLoop loop = (IoEventLoop) executor;
            Share part = share.split(workers.size(), plan.processes().eventLoops());
            loops.add(loop);
            workers.add(new Worker(loop, plan, part, pairs, counters, random.split(), nanoTime, run, tls));
        }
    }

    @Override
    public void ramp() {
        onEveryLoop(Worker::ramp);
    }

    @Override
    public void hold() {
        onEveryLoop(Worker::hold);
    }

    @Override
    public void finish() {
        onEveryLoop(Worker::finish);
    }

    @Override
    public Status status() {
        long cpuMicros = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1000;
        return new Status(
                counters.totals(),
                cpuMicros,
                workers.stream().allMatch(Worker::ramped),
                workers.stream().allMatch(Worker::finished));
    }

    @Override
    public Measurement measurement() {
        Measurement sum = Measurement.none();
        for (int i = 0; i < workers.size(); i++) {
            Worker worker = workers.get(i);
            sum = sum.plus(loops.get(i)
                    .submit(worker::measurement)
                    .syncUninterruptibly()
                    .getNow());
        }
        return sum;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        // A method reference would load the class of what is not there.
        if (tls.isPresent()) {
            tls.get().close();
        }
    }

    private void onEveryLoop(Consumer<Worker> action) {
        for (int i = 0; i < workers.size(); i++) {
            Worker worker = workers.get(i);
            loops.get(i).execute(() -> action.accept(worker));
        }
    }
}
