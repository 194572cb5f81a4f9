package dev.mooring.server.frame;

/** A sink of a connection that may send compressed messages, with so much memory for the long ones. */
final class InflatingEvents extends Events {
    /** One for all, as in a loop: nothing of a message may be left for the next. */
    private static final MessageInflater INFLATER = new MessageInflater();

    private final long memory;
    private long held;
    private long most;

    InflatingEvents(long memory) {
        this.memory = memory;
    }

    @Override
    public MessageInflater inflater() {
        return INFLATER;
    }

    @Override
    public boolean mayHold(long bytes) {
        if (held + bytes > memory) {
            return false;
        }
        held += bytes;
        most = Math.max(most, held);
        return true;
    }

    @Override
    public void released(long bytes) {
        held -= bytes;
    }

    /** What is taken and not given back, by inflating and by the parts that have arrived. */
    long held() {
        return held;
    }

    long most() {
        return most;
    }
}
