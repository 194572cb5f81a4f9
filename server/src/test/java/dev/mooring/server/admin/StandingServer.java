package dev.mooring.server.admin;

import dev.mooring.server.Figure;
import dev.mooring.server.MessageType;
import dev.mooring.server.rotation.HostRotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that stands still; the test sets its counters, its phase and how broadcasts end. */
final class StandingServer extends MadeServer {
    final List<Message> broadcasts = new ArrayList<>();
    volatile List<Duration> silences = List.of(Duration.ofMillis(20), Duration.ofMillis(400));
    volatile List<Figure> figures = List.of();
    final List<String> moves = new CopyOnWriteArrayList<>();
    volatile HostRotation.State rotation = HostRotation.State.IN;
    volatile boolean proxied;
    volatile Duration drainWindow = Duration.ZERO;
    volatile Optional<Duration> drainLeft = Optional.empty();
    volatile CompletableFuture<Integer> broadcastResult = CompletableFuture.completedFuture(3);

    record Message(MessageType type, List<Byte> payload) {
        static Message of(MessageType type, byte... payload) {
            List<Byte> bytes = new ArrayList<>();
            for (byte b : payload) {
                bytes.add(b);
            }
            return new Message(type, bytes);
        }
    }

    void awaitBroadcasts(int number) throws InterruptedException {
        synchronized (broadcasts) {
            while (broadcasts.size() < number) {
                broadcasts.wait();
            }
        }
    }

    @Override
    public int maxConnections() {
        return 10;
    }

    @Override
    public List<Figure> figures() {
        return figures;
    }

    @Override
    public boolean proxyHeaderRequired() {
        return proxied;
    }

    @Override
    public Duration uptime() {
        return Duration.ofMillis(12_500);
    }

    @Override
    public int eventLoops() {
        return 2;
    }

    @Override
    public List<Duration> silences() {
        return silences;
    }

    @Override
    public CompletableFuture<Integer> broadcast(MessageType type, byte[] payload) {
        synchronized (broadcasts) {
            broadcasts.add(Message.of(type, payload));
            broadcasts.notifyAll();
        }
        return broadcastResult;
    }

    @Override
    public boolean move(int connections, Duration window) {
        if (phase == Phase.DRAINING) {
            return false;
        }
        moves.add(connections + " within " + window);
        return true;
    }

    @Override
    public HostRotation.State rotation() {
        return rotation;
    }

    @Override
    public Optional<Duration> drain(Duration window) {
        drainWindow = window;
        phase = Phase.DRAINING;
        return drainLeft;
    }
}
