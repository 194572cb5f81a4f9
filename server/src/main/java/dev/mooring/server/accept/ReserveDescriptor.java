package dev.mooring.server.accept;

import io.netty.channel.unix.FileDescriptor;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor kept back for the whole server, so that it can take a connection and say no when it has no other: who is
 * out of descriptors cannot even see whether somebody waits, for accept4 takes the descriptor first.
 *
 * <p>While descriptors are short every accept goes through one lock, so that no loop takes what another has given up to
 * answer somebody. Whoever else in the process takes it meanwhile, such as the admin port, is welcome to it: the reserve
 * then has the next descriptor that becomes free, before any connection.
 *
 * <p>Thread-safe. Cost: one descriptor; an accept in good times reads one volatile field.
 */
public final class ReserveDescriptor {
    /** As accept4 of a listening socket. */
    interface Queue {
        /** The descriptor of a connection; negative when none waits. */
        int accept() throws IOException;
    }

    /** As open of some file. */
    interface Files {
        Closeable open() throws IOException;
    }

    /** What an accept came to. */
    enum Outcome {
        TAKEN,
        REFUSED,
        NOBODY_WAITS,
        NO_RESERVE
    }

    private final Files files;
    private volatile boolean scarce;
    private @Nullable Closeable held;

    public ReserveDescriptor() {
        this(() -> FileDescriptor.from("/dev/null")::close);
    }

    ReserveDescriptor(Files files) {
        this.files = files;
    }

    /** Takes a descriptor to hold; false when none is to be had now. */
    public synchronized boolean hold() {
        if (held == null) {
            try {
                held = files.open();
            } catch (IOException none) {
                return false;
            }
        }
        return true;
    }

    /** Gives the descriptor up. */
    public synchronized void release() {
        Closeable given = held;
        held = null;
        if (given != null) {
            try {
                given.close();
            } catch (IOException ignored) {
                // The descriptor is free whatever close returns.
            }
        }
    }

    /**
     * Accepts one connection. System calls: accept4, and six more for each one that is refused.
     *
     * @param taken gets the descriptor of a connection
     * @param refused gets the descriptor of one for which there is none; it is to be answered and closed at once
     * @throws IOException what accept4 said, if not that descriptors are out
     */
    Outcome accept(Queue queue, IntConsumer taken, IntConsumer refused) throws IOException {
        if (!scarce) {
            try {
                return delivered(queue.accept(), taken, Outcome.TAKEN);
            } catch (IOException failed) {
                if (!Shortage.of(failed).descriptors()) {
                    throw failed;
                }
                scarce = true;
            }
        }
        int descriptor;
        synchronized (this) {
            if (!hold()) {
                return Outcome.NO_RESERVE;
            }
            try {
                descriptor = queue.accept();
                scarce = false;
            } catch (IOException failed) {
                if (!Shortage.of(failed).descriptors()) {
                    throw failed;
                }
                return refuse(queue, refused);
            }
        }
        return delivered(descriptor, taken, Outcome.TAKEN);
    }

    private Outcome refuse(Queue queue, IntConsumer refused) throws IOException {
        release();
        try {
            return delivered(queue.accept(), refused, Outcome.REFUSED);
        } catch (IOException failed) {
            if (!Shortage.of(failed).descriptors()) {
                throw failed;
            }
            // Somebody was faster, outside of this lock.
            return Outcome.NO_RESERVE;
        } finally {
            hold();
        }
    }

    private static Outcome delivered(int descriptor, IntConsumer to, Outcome outcome) {
        if (descriptor < 0) {
            return Outcome.NOBODY_WAITS;
        }
        to.accept(descriptor);
        return outcome;
    }
}
