package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages published through the server's push port during the hold.
 *
 * @param rate of all topics together; the next waits for the answer of the last, so that their order is fixed
 * @param size of one message
 * @param push where the push port is
 * @param key bearer key, if the port asks for one
 */
public record PublishPlan(Rate.PerSecond rate, Bytes size, URI push, Optional<String> key) {
    /** Room for the stamp. */
    private static final Bytes MIN_SIZE = Bytes.of(128);

    private static final Bytes MAX_SIZE = Bytes.kibi(64);

    public PublishPlan {
        if (size.compareTo(MIN_SIZE) < 0 || size.compareTo(MAX_SIZE) > 0) {
            throw RefusedException.of(
                    "publish-size", size, "is outside", MIN_SIZE + "-" + MAX_SIZE, "choose such a size");
        }
    }

    /**
     * The plan of what the command line says.
     *
     * @return empty when nothing is to be published
     * @throws RefusedException when one of the two is given without the other, or cannot be read
     */
    public static Optional<PublishPlan> of(
            Rate.@Nullable PerSecond rate, Bytes size, @Nullable String push, @Nullable Path keyFile) {
        if (rate == null) {
            requireNone("push", push);
            requireNone("push-key", keyFile);
            return Optional.empty();
        }
        if (push == null) {
            throw RefusedException.of(
                    "publish", rate, "is given without", "push", "give --push http://127.0.0.1:9100 too");
        }
        return Optional.of(new PublishPlan(
                rate, size, uri(push), Optional.ofNullable(keyFile).map(PublishPlan::key)));
    }

    private static void requireNone(String name, @Nullable Object given) {
        if (given != null) {
            throw RefusedException.of(name, given, "is given without", "publish", "give --publish RATE too");
        }
    }

    private static URI uri(String push) {
        try {
            URI uri = new URI(push);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException unreadable) {
            // Said below, as for another scheme.
        }
        throw RefusedException.of(
                "push", push, "is not", "a URL of http or https", "write it as http://127.0.0.1:9100");
    }

    /** The first bearer key of a file of the server's form, or the file's one word. */
    private static String key(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words[0].equals("bearer") ? words.length == 3 : words.length == 1)
                    .map(words -> words[words.length - 1])
                    .filter(word -> !word.isEmpty())
                    .findFirst()
                    .orElseThrow(() ->
                            RefusedException.of("push-key", file, "has", "no bearer key", "write: bearer NAME KEY"));
        } catch (IOException unreadable) {
            throw RefusedException.of(
                    "push-key", file, "is not", "a text file this process can read", "correct its path or owner");
        }
    }
}
