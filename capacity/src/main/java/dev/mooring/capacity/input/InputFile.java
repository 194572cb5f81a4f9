package dev.mooring.capacity.input;

import dev.mooring.capacity.output.IoFailure;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The one reader of files that a user names. It reads a regular file up to a bound: a device has no end, and the open of a
 * pipe waits for whoever writes. /dev/null is empty; a pipe that this process was started with, as in {@code <(command)},
 * is read too, for some seconds.
 *
 * @param name of the input, for messages
 * @param path of the file
 * @param most that it may hold
 */
public record InputFile(String name, Path path, Bytes most) {
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);
    private static final Path NOTHING = Path.of("/dev/null");
    private static final Pattern OWN_DESCRIPTOR = Pattern.compile("/dev/(stdin|fd/[0-9]+)|/proc/self/fd/[0-9]+");
    private static final Set<PosixFilePermission> OPEN_TO_OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** Whether there is no such file, which is no mistake for every input. */
    public boolean isMissing() {
        return Files.notExists(path);
    }

    /**
     * What the file holds.
     *
     * @param remedy what to do about a file that cannot be read
     * @throws RefusedException when it is missing, no regular file, longer than it may be, or cannot be read
     */
    public byte[] bytes(String remedy) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                return bounded(Files.newInputStream(path), remedy);
            }
            if (attributes.isDirectory()) {
                throw refused("is", "a directory, not a file", remedy);
            }
            if (Files.isSameFile(path, NOTHING)) {
                return new byte[0];
            }
            if (OWN_DESCRIPTOR.matcher(path.toString()).matches()) {
                return inTime(MAX_WAIT, remedy);
            }
            throw refused("is", "a device or a pipe, not a file", remedy);
        } catch (NoSuchFileException missing) {
            throw refused("does not", "exist", remedy);
        } catch (IOException unreadable) {
            throw refused("cannot be read:", IoFailure.reason(unreadable), remedy);
        }
    }

    /**
     * What the file holds as text.
     *
     * @throws RefusedException as {@link #bytes}, and when it is not UTF-8
     */
    public String text(String remedy) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(remedy)))
                    .toString();
        } catch (CharacterCodingException other) {
            throw refused("is not", "UTF-8", "correct the file");
        }
    }

    /**
     * What the file holds as {@code key=value} lines.
     *
     * @throws RefusedException as {@link #text}, and when one of its escapes is malformed
     */
    public Properties properties(String remedy) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text(remedy)));
        } catch (IOException | IllegalArgumentException malformed) {
            throw refused("cannot be read as", "a properties file", "correct its \\u escapes");
        }
        return properties;
    }

    /**
     * The lines of the file.
     *
     * @throws RefusedException as {@link #text}
     */
    public List<String> lines(String remedy) {
        return text(remedy).lines().toList();
    }

    /**
     * Of a file that holds a secret: who may read it has the secret, and who may write it chooses one. A group is taken for
     * the server's own.
     *
     * @throws RefusedException when others than its owner and group may read or write it
     */
    public void requireClosed() {
        try {
            if (Files.getPosixFilePermissions(path).stream().anyMatch(OPEN_TO_OTHERS::contains)) {
                throw refused("holds a secret and is open to", "every user of the host", "chmod o= " + path);
            }
        } catch (IOException unreadable) {
            throw refused("cannot be read:", IoFailure.reason(unreadable), "correct its path or owner");
        }
    }

    /** Of what may have no end in time. Whoever still reads then is a daemon, which no exit waits for. */
    byte[] inTime(Duration patience, String remedy) throws IOException {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                read.complete(bounded(Files.newInputStream(path), remedy));
            } catch (IOException | RuntimeException failure) {
                read.completeExceptionally(failure);
            }
        });
        try {
            return read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw refused("has no end after", DurationText.format(patience), remedy);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw refused("cannot be read:", "interrupted", remedy);
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case RuntimeException refused -> throw refused;
                case IOException unreadable -> throw unreadable;
                case null, default -> throw new IllegalStateException(failure);
            }
        }
    }

    private byte[] bounded(InputStream stream, String remedy) throws IOException {
        try (stream) {
            byte[] bytes = stream.readNBytes(Math.toIntExact(most.count() + 1));
            if (bytes.length > most.count()) {
                throw refused("is longer than", most, remedy);
            }
            return bytes;
        }
    }

    private RefusedException refused(String relation, Object bound, String remedy) {
        return RefusedException.of(name, path, relation, bound, remedy);
    }
}
