package dev.mooring.loadgenerator.measure;

/**
 * What was published and what of it has come, at one moment.
 *
 * @param published messages that the push port took
 * @param notPublished those it did not take
 * @param told to how many connections they were written or queued, by the push port's answers
 * @param expected by this side's count: connections open when each was published, where none come and go; else what was told
 * @param received by connections, each message once
 * @param duplicated received again
 * @param outOfOrder received after a later one of the same topic
 */
public record Deliveries(
        long published, long notPublished, long told, long expected, long received, long duplicated, long outOfOrder) {
    public static final Deliveries NONE = new Deliveries(0, 0, 0, 0, 0, 0, 0);

    /** What has not come; negative when more came than was expected, which is as wrong. */
    public long missing() {
        return expected - received;
    }

    public Deliveries plus(Deliveries other) {
        return new Deliveries(
                published + other.published,
                notPublished + other.notPublished,
                told + other.told,
                expected + other.expected,
                received + other.received,
                duplicated + other.duplicated,
                outOfOrder + other.outOfOrder);
    }
}
