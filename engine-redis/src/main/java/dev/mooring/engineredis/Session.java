package dev.mooring.engineredis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.engineredis.resp.Command;
import dev.mooring.engineredis.resp.Reply;
import dev.mooring.engineredis.resp.ReplyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One life of the two connections to an engine: one hears, the other publishes. It ends as a whole, at the first thing that goes
 * wrong, and the next one begins anew.
 *
 * <p>The thread that opens it reads what is heard; one more writes for both, and one reads the answers to publications.
 */
final class Session implements AutoCloseable {
    private static final byte[] MESSAGE = "message".getBytes(US_ASCII);
    private static final Duration CLAIM = Duration.ofSeconds(1);
    /** What is gained within that time is subscribed to with one command. */
    private static final Duration GATHER = Duration.ofMillis(5);

    private final RedisAddress address;
    private final Identity self;
    private final Inbound inbound;
    private final RedisConnection subscriber;
    private final RedisConnection publisher;
    private final byte[] own;
    private final Object lock = new Object();
    private final InterestQueue interest = new InterestQueue();
    private final PublishQueue publishing = new PublishQueue();
    private long gatheringSince;
    private boolean flush;
    private @Nullable IOException end;

    private boolean joined;
    private final Heartbeat heartbeat = new Heartbeat();
    private volatile long channels;

    /** What is heard. */
    interface Inbound {
        /** A message on another channel than the host's own; its bytes are valid during the call. */
        void message(byte[] bytes, Reply reply);

        /** Bytes that another host tells this one; valid during the call. */
        void told(ByteBuffer message);
    }

    private Session(
            RedisAddress address,
            Identity self,
            Inbound inbound,
            RedisConnection subscriber,
            RedisConnection publisher) {
        this.address = address;
        this.self = self;
        this.inbound = inbound;
        this.subscriber = subscriber;
        this.publisher = publisher;
        this.own = Channels.ofHost(self.host());
    }

    /**
     * Subscribes to the host's own channel, and makes sure that it is nobody else's.
     *
     * @param everybody whether broadcasts come from this engine
     * @throws RefusedException when another host is called so, or the engine does not allow it
     */
    static Session join(
            RedisAddress address,
            Identity self,
            Inbound inbound,
            RedisConnection subscriber,
            RedisConnection publisher,
            boolean everybody)
            throws IOException {
        Session session = new Session(address, self, inbound, subscriber, publisher);
        session.claim(everybody);
        return session;
    }

    private void claim(boolean everybody) throws IOException {
        List<byte[]> names = everybody ? List.of(own, Channels.EVERYBODY) : List.of(own);
        for (byte[] name : names) {
            subscriber.write(Command.of(List.of("SUBSCRIBE".getBytes(US_ASCII), name)));
        }
        for (byte[] _ : names) {
            Reply reply = subscriber.next();
            while (reply.isArray() && reply.is(0, MESSAGE)) {
                heard(reply);
                reply = subscriber.next();
            }
            RedisConnection.requireAllowed(reply, address);
        }
        HostWord claim = self.word(true);
        publisher.write(Command.publish(own, claim.kind(), claim.bytes()));
        Reply answer = publisher.next();
        RedisConnection.requireAllowed(answer, address);
        long deadline = System.nanoTime() + CLAIM.toNanos();
        // Somebody else hears it: another host, which says so, or what the engine has not noticed the end of.
        while (answer.isNumber(0) && answer.number(0) > 1) {
            Reply reply = subscriber.next(Duration.ofNanos(deadline - System.nanoTime()));
            if (reply == null || System.nanoTime() >= deadline) {
                break;
            }
            heard(reply);
        }
        synchronized (lock) {
            joined = true;
        }
        beat();
    }

    /** Writes and reads until it ends, which it always does with an exception. */
    void run(String name) throws IOException {
        Thread writer = Thread.ofPlatform().daemon().name(name + "-writer").start(this::write);
        Thread answers = Thread.ofPlatform().daemon().name(name + "-answers").start(this::readAnswers);
        try {
            while (true) {
                heard(subscriber.next());
            }
        } catch (IOException | RuntimeException | Error broken) {
            fail(
                    broken instanceof IOException failed
                            ? failed
                            : new IOException("the session broke: " + broken, broken));
            if (broken instanceof RefusedException refused) {
                throw refused;
            }
            throw ended();
        } finally {
            close();
            join(writer);
            join(answers);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was room to tell the engine. */
    void interest(byte[] channel, boolean gained) {
        boolean taken;
        synchronized (lock) {
            if (interest.waiting() == 0) {
                gatheringSince = System.nanoTime();
            }
            taken = interest.add(channel, gained);
            if (interest.waiting() == 1 || interest.waiting() == InterestQueue.BATCH) {
                lock.notifyAll();
            }
        }
        if (!taken) {
            fail(new IOException(InterestQueue.MAX_WAITING + " changes of what is heard wait for the engine"));
        }
    }

    /** Completes when all but so many of the channels that were named so far are acknowledged. */
    CompletableFuture<Void> settled(int allBut, boolean atOnce) {
        synchronized (lock) {
            if (end != null) {
                return CompletableFuture.failedFuture(rejection());
            }
            if (atOnce) {
                flush = true;
                lock.notifyAll();
            }
            return interest.settled(allBut);
        }
    }

    CompletableFuture<Integer> publish(byte[] channel, byte first, ByteBuffer payload) {
        byte[] command = Command.publish(channel, first, payload);
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        synchronized (lock) {
            if (end != null) {
                return CompletableFuture.failedFuture(rejection());
            }
            boolean idle = publishing.isEmpty();
            if (!publishing.add(command, answer)) {
                return CompletableFuture.failedFuture(new RejectedExecutionException(
                        address + " takes less than is published; nothing was taken, try again"));
            }
            if (idle) {
                lock.notifyAll();
            }
        }
        return answer;
    }

    /** Once a second: says that this host is there, and ends when it has not heard that for three. */
    void pulse(long nanoTime) {
        if (heartbeat.isSilent(nanoTime)) {
            fail(new IOException("nothing came back for three seconds"));
        } else {
            beat();
        }
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** How many channels the engine holds for this host. */
    long channels() {
        return channels;
    }

    private void beat() {
        HostWord word = self.word(false);
        CompletableFuture<Integer> _ = publish(own, word.kind(), word.bytes());
    }

    private void heard(Reply reply) throws IOException {
        if (!reply.isArray() || reply.size() != 3) {
            RedisConnection.requireAllowed(reply, address);
            throw new ReplyException("a reply where messages are heard is none");
        }
        if (!reply.is(0, MESSAGE)) {
            channels = reply.number(2);
            List<CompletableFuture<Void>> settled;
            synchronized (lock) {
                settled = interest.acknowledged();
                if (interest.hasOpened()) {
                    lock.notifyAll();
                }
            }
            settled.forEach(each -> each.complete(null));
        } else if (reply.is(1, own)) {
            heardOwn(reply);
        } else {
            inbound.message(subscriber.bytes(), reply);
        }
    }

    private void heardOwn(Reply reply) throws IOException {
        if (reply.length(2) < 1) {
            return;
        }
        byte[] bytes = subscriber.bytes();
        byte kind = bytes[reply.start(2)];
        ByteBuffer rest = ByteBuffer.wrap(bytes, reply.start(2) + 1, reply.length(2) - 1);
        if (kind == HostWord.MESSAGE) {
            inbound.told(rest);
            return;
        }
        Optional<HostWord> said = HostWord.read(kind, rest);
        if (said.isEmpty()) {
            return;
        }
        HostWord word = said.get();
        if (self.said(word)) {
            heartbeat.heard(word);
            return;
        }
        boolean settled;
        synchronized (lock) {
            settled = joined;
        }
        if (self.yields(word, settled)) {
            throw RefusedException.unavailable(
                    "host-id",
                    self.host(),
                    "is",
                    "another host's of " + address,
                    "give each host its own, or end the other one");
        }
        if (word.claims() && settled) {
            beat();
        }
    }

    private void write() {
        ByteArrayOutputStream publications = new ByteArrayOutputStream();
        try {
            while (true) {
                byte[] change;
                synchronized (lock) {
                    while (end == null && publishing.isEmpty() && !interestIsDue()) {
                        lock.wait(millisUntilDue());
                    }
                    if (end != null) {
                        return;
                    }
                    publishing.next(publications);
                    change = interestIsDue() ? interest.next().orElse(null) : null;
                    flush = flush && interest.waiting() > 0;
                }
                if (publications.size() > 0) {
                    publisher.write(publications);
                    publications.reset();
                }
                if (change != null) {
                    subscriber.write(change);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException | Error broken) {
            fail(broken instanceof IOException failed ? failed : new IOException("writing broke: " + broken, broken));
        }
    }

    private boolean interestIsDue() {
        return interest.waiting() > 0
                && interest.isOpen()
                && (flush || interest.waiting() >= InterestQueue.BATCH || gathered() <= 0);
    }

    /** Nanoseconds until what waits is written, with what has come by then. */
    private long gathered() {
        return gatheringSince + GATHER.toNanos() - System.nanoTime();
    }

    /** For a wait: for ever, if nothing but publications and acknowledgements can end it. */
    private long millisUntilDue() {
        return interest.waiting() > 0 && interest.isOpen()
                ? Math.max(1, Duration.ofNanos(gathered()).toMillis())
                : 0;
    }

    private void readAnswers() {
        try {
            while (true) {
                Reply reply = publisher.next();
                Runnable answer;
                synchronized (lock) {
                    answer = publishing.answered(reply);
                }
                answer.run();
            }
        } catch (IOException | RuntimeException | Error broken) {
            fail(
                    broken instanceof IOException failed
                            ? failed
                            : new IOException("reading answers broke: " + broken, broken));
        }
    }

    private RejectedExecutionException rejection() {
        return new RejectedExecutionException(address + " cannot be reached now; try again");
    }

    private IOException ended() {
        synchronized (lock) {
            return end == null ? new IOException("closed") : end;
        }
    }

    /** Ends it, for the first reason that is given. */
    void fail(IOException why) {
        List<CompletableFuture<Integer>> lost;
        List<CompletableFuture<Void>> unsettled;
        synchronized (lock) {
            if (end != null) {
                return;
            }
            end = why;
            lost = publishing.abandon();
            unsettled = interest.abandon();
            lock.notifyAll();
        }
        subscriber.close();
        publisher.close();
        RejectedExecutionException unknown = new RejectedExecutionException(
                "the connection to " + address + " ended before its answer; the message may have arrived; try again");
        lost.forEach(each -> each.completeExceptionally(unknown));
        unsettled.forEach(each -> each.completeExceptionally(rejection()));
    }

    @Override
    public void close() {
        fail(new IOException("closed"));
    }
}
