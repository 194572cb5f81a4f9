package dev.mooring.server.fanout;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.Delivery;
import dev.mooring.server.connection.SharedFrame;
import dev.mooring.server.metrics.DeliveryLag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that had come when a loop looked, by connection: each gets its messages in their order, in one write. Confined to the
 * loop.
 */
final class Look {
    private final Delivery delivery;
    private final Backlogs backlogs;
    private final List<Publication> publications = new ArrayList<>();
    private final List<Connection[]> receivers = new ArrayList<>();
    private int count;
    private int next;
    private boolean ordered;
    private int unmade;
    private int[] delivered = {};
    private Connection[] all = {};
    /** Of each delivery; empty where there is one publication. */
    private int[] publicationOf = {};
    /** Descriptor and delivery, sorted; empty where there is one publication. */
    private long[] order = {};

    /** What one connection is to get, and of which publication each is. */
    private SharedFrame[] frames = new SharedFrame[1];

    private int[] publicationOfFrame = new int[1];

    Look(Delivery delivery, Backlogs backlogs) {
        this.delivery = delivery;
        this.backlogs = backlogs;
    }

    /** Deliveries, if everybody is still there. */
    int count() {
        return count;
    }

    /** Before the first {@link #deliver}. */
    void add(Publication publication, Connection[] to) {
        receivers.add(to);
        publications.add(publication);
        count += to.length;
    }

    /**
     * Delivers to so many and a few more. A connection for which that throws ends, and the others go on.
     *
     * @return whether somebody is left
     */
    boolean deliver(int most) {
        if (!ordered) {
            // Once: if there is no memory for it nobody is delivered to, and whoever published is told so.
            ordered = true;
            next = count;
            order();
            next = 0;
        }
        int stop = Math.min(count, next + most);
        while (next < stop) {
            Connection connection = all[entry(next)];
            int from = next;
            next = behind(connection, from);
            int end = next;
            try {
                deliver(connection, from, end);
            } catch (RuntimeException | Error broken) {
                connection.broken(broken);
            }
        }
        return next < count;
    }

    /** Says to each publication how many got it; how many that were in all. To be called once. */
    int end() {
        int sum = 0;
        for (int publication = 0; publication < publications.size(); publication++) {
            int got = publication < delivered.length ? delivered[publication] : 0;
            sum += got;
            publications.get(publication).delivered(got);
        }
        return sum;
    }

    /** Says how old each publication is that somebody got. */
    void tellLag(DeliveryLag lag, long nanoTime) {
        for (int publication = 0; publication < delivered.length; publication++) {
            if (delivered[publication] > 0) {
                lag.add(publications.get(publication).age(nanoTime));
            }
        }
    }

    /** How often a connection did not get a message, since there was no frame of its protocol. */
    int unmade() {
        return unmade;
    }

    private void order() {
        delivered = new int[publications.size()];
        if (publications.size() == 1) {
            all = receivers.getFirst();
            return;
        }
        all = new Connection[count];
        publicationOf = new int[count];
        order = new long[count];
        int at = 0;
        for (int publication = 0; publication < publications.size(); publication++) {
            for (Connection connection : receivers.get(publication)) {
                all[at] = connection;
                publicationOf[at] = publication;
                order[at] = (long) connection.intValue() << Integer.SIZE | at;
                at++;
            }
        }
        Arrays.sort(order);
    }

    /** Behind the deliveries to the connection of the one at {@code from}. */
    private int behind(Connection connection, int from) {
        int end = from + 1;
        while (end < count && order.length > 0 && all[entry(end)].equals(connection)) {
            end++;
        }
        return end;
    }

    private void deliver(Connection connection, int from, int end) {
        if (!connection.open() || !MessageFrames.isFor(connection)) {
            return;
        }
        int count = framesFor(connection, from, end);
        boolean waits = backlogs.has(connection) || connection.overLimit();
        int sent = waits ? 0 : SharedFrame.offerAll(connection, frames, 0, count, delivery);
        if (sent < count && connection.open()) {
            backlogs.add(connection, frames, sent, count);
            sent = count;
        }
        for (int frame = 0; frame < sent; frame++) {
            delivered[publicationOfFrame[frame]]++;
        }
    }

    /** Gathers the frames of a connection. One that it cannot get is counted. */
    private int framesFor(Connection connection, int from, int end) {
        if (frames.length < end - from) {
            frames = new SharedFrame[2 * (end - from)];
            publicationOfFrame = new int[2 * (end - from)];
        }
        int count = 0;
        for (int at = from; at < end; at++) {
            int publication = order.length == 0 ? 0 : publicationOf[entry(at)];
            @Nullable SharedFrame frame = publications.get(publication).frames().frameFor(connection);
            if (frame == null) {
                unmade++;
            } else {
                frames[count] = frame;
                publicationOfFrame[count++] = publication;
            }
        }
        return count;
    }

    private int entry(int at) {
        return order.length == 0 ? at : (int) order[at];
    }
}
