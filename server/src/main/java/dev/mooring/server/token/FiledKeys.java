package dev.mooring.server.token;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file, which is read again when it has changed. When the new file cannot be used, the old keys stay in use and that
 * is reported once. The file is checked when a token comes, at most every ten seconds.
 */
final class FiledKeys implements KeySource {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private final KeyFile file;
    private final Set<TokenAlgorithm> algorithms;
    private final InstantSource clock;
    private KeySet keys;
    private @Nullable State read;
    private Instant looked;

    /**
     * Reads the file.
     *
     * @throws RefusedException when it cannot be used
     */
    FiledKeys(Path path, Set<TokenAlgorithm> algorithms, InstantSource clock) {
        this.file = new KeyFile(path);
        this.algorithms = algorithms;
        this.clock = clock;
        this.looked = clock.instant();
        this.read = State.of(path);
        this.keys = usable();
    }

    @Override
    public synchronized Optional<KeySet> now() {
        Instant now = clock.instant();
        // A time before the last check means that the clock was set back.
        if (now.isBefore(looked) || !now.isBefore(looked.plus(PAUSE))) {
            looked = now;
            State state = State.of(file.path());
            if (state != null && !state.equals(read)) {
                read = state;
                readAgain();
            }
        }
        return Optional.of(keys);
    }

    private void readAgain() {
        try {
            keys = usable();
            LOG.info(
                    "the keys of tokens were read again from {}: {}",
                    file.path(),
                    keys.keys().size());
        } catch (RefusedException unfit) {
            LOG.error("the keys of tokens stay those of before: {}", unfit.getMessage());
        }
    }

    private KeySet usable() {
        return file.read().only(algorithms).requireAny("jwt-keys", file.path(), algorithms);
    }

    @Override
    public CompletableFuture<Optional<KeySet>> looked() {
        return CompletableFuture.completedFuture(now());
    }

    @Override
    public List<Figure> figures() {
        return List.of();
    }

    @Override
    public void close() {}

    private record State(
            FileTime changed, long size, @Nullable Object identity) {
        static @Nullable State of(Path path) {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return new State(now.lastModifiedTime(), now.size(), now.fileKey());
            } catch (IOException missing) {
                return null;
            }
        }
    }
}
