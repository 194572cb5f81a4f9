package dev.mooring.server.cluster;

import dev.mooring.server.Audience;
import dev.mooring.server.Engine;
import dev.mooring.server.EngineHost;
import dev.mooring.server.Figure;
import dev.mooring.server.MessageType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** An engine in this JVM that carries nothing to others: what it is told is what this host hears. */
public final class ToldEngine implements Engine {
    final Set<Audience> heard = ConcurrentHashMap.newKeySet();
    private volatile Optional<EngineHost> host = Optional.empty();

    EngineHost host() {
        return host.orElseThrow();
    }

    @Override
    public void start(EngineHost joining) {
        host = Optional.of(joining);
    }

    @Override
    public void gained(Audience audience) {
        heard.add(audience);
    }

    @Override
    public void lost(Audience audience) {
        heard.remove(audience);
    }

    @Override
    public CompletableFuture<Void> settled(Audience audience) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload) {
        boolean heardHere = audience.kind() == Audience.Kind.ALL || heard.contains(audience);
        if (heardHere) {
            host().received(audience, type, payload);
        }
        return CompletableFuture.completedFuture(heardHere ? 1 : 0);
    }

    @Override
    public CompletableFuture<Boolean> tell(int number, ByteBuffer message) {
        boolean here = number == host().id();
        if (here) {
            host().told(message);
        }
        return CompletableFuture.completedFuture(here);
    }

    @Override
    public List<Figure> figures() {
        return List.of();
    }

    @Override
    public void close() {}
}
