package dev.mooring.server.topic;

/** Is told when a loop's topics get their first member and lose their last. Any thread; it must not wait. */
public interface TopicInterest {
    void gained(TopicKey key);

    void lost(TopicKey key);
}
