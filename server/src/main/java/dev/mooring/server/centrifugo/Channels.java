package dev.mooring.server.centrifugo;

import dev.mooring.server.Subscribed;
import java.util.List;

/** What a session asks of its connection; called on the connection's loop. */
interface Channels {
    /** The connection's id. */
    String client();

    /** Gives it the topics that the URL or the backend named; whether it hears all of them. */
    boolean arrive();

    /** The topics it has without having asked: the URL or the backend named them. */
    List<String> topics();

    /** Whether clients may hear the channel. */
    boolean isOpen(String channel);

    /** Whether clients may publish to the channel. */
    boolean isWritable(String channel);

    Subscribed subscribe(String channel);

    /**
     * When to answer a subscription that is made: a client may rely on hearing what any host publishes.
     *
     * @param reply the answer then
     * @param refusal the answer where the other hosts cannot be told; it is unsubscribed
     * @return what to answer now; empty where it is sent later
     */
    default String answer(String channel, String reply, String refusal) {
        return reply;
    }

    boolean unsubscribe(String channel);

    /** Whether there was room for it. */
    boolean publish(String channel, String data);

    /** A message to the backend; whether there was room for it. */
    boolean message(String data);
}
