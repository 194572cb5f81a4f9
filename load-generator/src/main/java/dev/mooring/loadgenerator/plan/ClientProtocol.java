package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Locale;

/** How connections ask for topics. */
public enum ClientProtocol {
    /** In the URL, as {@code ?topics=news.a,news.b}; a text frame is a message. */
    PLAIN,
    /** Centrifugo's JSON protocol: a connect and the subscriptions in the first frame. */
    CENTRIFUGO;

    /**
     * Reads a protocol.
     *
     * @throws RefusedException when it is none
     */
    public static ClientProtocol parse(String text) {
        return switch (text) {
            case "plain" -> PLAIN;
            case "centrifugo" -> CENTRIFUGO;
            default ->
                throw RefusedException.of("protocol", text, "is none of", "plain, centrifugo", "give one of them");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
