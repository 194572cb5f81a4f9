package dev.mooring.awsstandin;

/**
 * The network in front of the fakes. At a chosen request it goes down, before the request has its effect or after, and
 * stays so until it is opened again. Thread-safe.
 */
public final class Gate {
    /** What becomes of the request at which the network goes down. */
    public enum Loss {
        REQUEST,
        ANSWER
    }

    private long requests;
    private long downAt = Long.MAX_VALUE;
    private Loss loss = Loss.REQUEST;
    private long unanswered;

    public synchronized void goDownAt(long request, Loss lost) {
        downAt = request;
        loss = lost;
    }

    /** One request has its effect and gets no answer; the network stays up. */
    public synchronized void loseAnswerOf(long request) {
        unanswered = request;
    }

    public synchronized void open() {
        downAt = Long.MAX_VALUE;
    }

    public synchronized boolean isDown() {
        return requests >= downAt;
    }

    public synchronized long requests() {
        return requests;
    }

    /** Counts a request and tells what becomes of it. */
    synchronized Passage next() {
        requests++;
        if (requests == unanswered) {
            return Passage.NO_ANSWER;
        }
        if (requests < downAt) {
            return Passage.FREE;
        }
        return requests == downAt && loss == Loss.ANSWER ? Passage.NO_ANSWER : Passage.NO_REQUEST;
    }

    enum Passage {
        FREE,
        NO_ANSWER,
        NO_REQUEST
    }
}
