package dev.mooring.server.conversation;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What one connection does is never seen by another, and each hears exactly what its own words ask for.
 *
 * <p>{@code -Dmooring.conversations=1000000} for more, {@code -Dmooring.seed=7} for others.
 */
class ConversationTest {
    private static final int CONVERSATIONS = Integer.getInteger("mooring.conversations", 20_000);
    private static final long SEED = Long.getLong("mooring.seed", 20_261_129);

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyConversationHearsItsOwnAnswersAndNothingOfAnother() {
        try (Conversations conversations = new Conversations(SEED)) {
            conversations.run(CONVERSATIONS);
            System.out.println("seed " + SEED + ": " + conversations.summary());
        }
    }
}
