package dev.mooring.server.cluster;

import dev.mooring.server.Audience;
import dev.mooring.server.Engine;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.topic.TopicInterest;
import dev.mooring.server.topic.TopicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the engine what this host hears, out of what each of its loops gains and loses.
 *
 * <p>There is no count for each topic beside the loops' own tables: that a topic is heard is said as often as a loop gains it,
 * and that it is not, when no other loop has it, which they are asked. Everything happens on one thread, in the order in which a loop
 * said it; a loop that gains the topic again in between is heard before the answer to the question, or its word comes after it.
 * Cost: that thread, some 80 bytes for each change until it has been told, nothing at rest.
 */
final class Interests implements TopicInterest, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    /** Loops are asked about so many at once, and about fewer when nothing else is to be done. */
    private static final int MAX_UNASKED = 1_000;

    private final Engine engine;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("mooring-interest").unstarted(this::run);
    /** Lost by a loop, with the question by whose answers that is decided. */
    private final Map<TopicKey, Question> doubtful = new HashMap<>();

    private final Set<TopicKey> unasked = new HashSet<>();
    private List<ConnectionLoop> loops = List.of();
    private volatile boolean closed;

    Interests(Engine engine) {
        this.engine = engine;
    }

    /** Begins, before the first of these loops has a connection. */
    void start(List<ConnectionLoop> all) {
        loops = all;
        thread.start();
    }

    @Override
    public void gained(TopicKey key) {
        queue.add(() -> {
            unasked.remove(key);
            doubtful.remove(key);
            engine.gained(audience(key));
        });
    }

    @Override
    public void lost(TopicKey key) {
        queue.add(() -> {
            doubtful.remove(key);
            unasked.add(key);
        });
    }

    /** Completes as {@link Engine#settled}, after all that was said before. */
    CompletableFuture<Void> settled(Audience audience) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        queue.add(() -> {
            CompletableFuture<Void> _ = engine.settled(audience).whenComplete((_, failed) -> {
                if (failed == null) {
                    settled.complete(null);
                } else {
                    settled.completeExceptionally(failed);
                }
            });
        });
        if (closed) {
            settled.completeExceptionally(new RejectedExecutionException("the server has ended"));
        }
        return settled;
    }

    /** Says a part of all topics again, behind and before what loops say. */
    void repeat(int part, Consumer<Audience> each, Runnable done) {
        Asking asking = new Asking(loops.size(), () -> queue.add(done));
        for (ConnectionLoop loop : loops) {
            asking.of(loop, () -> {
                if (loop.hasTopics()) {
                    List<TopicKey> keys = new ArrayList<>();
                    loop.topics().forEachOfPart(part, keys::add);
                    queue.add(() -> keys.forEach(key -> each.accept(audience(key))));
                }
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                if (unasked.size() >= MAX_UNASKED || (queue.isEmpty() && !unasked.isEmpty())) {
                    ask();
                }
                queue.take().run();
            } catch (InterruptedException ended) {
                return;
            } catch (Throwable broken) {
                // Nobody would tell the engine any more: it may have been the want of memory.
                LOG.error("telling the engine what is heard failed", broken);
            }
        }
    }

    /** Asks all loops together about what was lost since the last question. */
    private void ask() {
        Set<TopicKey> keys = Set.copyOf(unasked);
        unasked.clear();
        Question question = new Question(keys);
        keys.forEach(key -> doubtful.put(key, question));
        Asking asking = new Asking(loops.size(), () -> queue.add(() -> decide(question)));
        for (ConnectionLoop loop : loops) {
            asking.of(loop, () -> {
                List<TopicKey> held = new ArrayList<>();
                for (TopicKey key : keys) {
                    if (loop.hasTopics() && loop.topics().count(key) > 0) {
                        held.add(key);
                    }
                }
                queue.add(() -> question.held.addAll(held));
            });
        }
    }

    private void decide(Question question) {
        for (TopicKey key : question.keys) {
            if (doubtful.remove(key, question) && !question.held.contains(key)) {
                engine.lost(audience(key));
            }
        }
    }

    private static Audience audience(TopicKey key) {
        return key.isUser() ? Audience.user(key.name()) : Audience.topic(key.name());
    }

    /** What the loops are asked together; on this thread alone. */
    private static final class Question {
        private final Set<TopicKey> keys;
        private final Set<TopicKey> held = new HashSet<>();

        Question(Set<TopicKey> keys) {
            this.keys = keys;
        }
    }
}
