package dev.mooring.hostagent.lifecycle;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first answer of a service that a host cannot do without while it boots. Its network may not be up yet, and the user-data
 * runs once: a packet lost there is not to cost the host.
 */
public final class FirstAnswer {
    /** With the pauses of {@link JitteredPause}, about three minutes. */
    static final int MAX_ATTEMPTS = 12;

    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    private final Pause pause;
    private final Rest rest;

    /** Asks once. */
    public interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    /** Lets time pass. */
    public interface Rest {
        void rest(Duration time) throws InterruptedException;
    }

    public FirstAnswer(Pause pause, Rest rest) {
        this.pause = pause;
        this.rest = rest;
    }

    /**
     * Asks until there is an answer.
     *
     * @param service whom it asks, for what is said
     * @throws IOException when it has asked often enough
     */
    public <T> T of(String service, Question<T> question) throws IOException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return question.ask();
            } catch (IOException failure) {
                if (failures == MAX_ATTEMPTS) {
                    throw new IOException(
                            service + " has not answered " + MAX_ATTEMPTS + " times: " + failure.getMessage(), failure);
                }
                LOG.warn("{} is asked again: {}", service, failure.toString());
            }
            rest.rest(pause.after(failures));
        }
    }
}
