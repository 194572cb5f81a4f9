package dev.mooring.server.fanout;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Delivery;
import dev.mooring.server.connection.SharedFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that had come when a loop looked, by connection: each gets its messages in their order, in one write. */
final class Look {
    private final ConnectionLoop loop;
    private final Delivery delivery;
    private final Backlogs backlogs;
    private final List<Publication> publications = new ArrayList<>();
    private final List<Connection[]> receivers = new ArrayList<>();
    private int count;
    private int next;
    private int[] delivered = {};
    private Connection[] all = {};
    /** Of each delivery; empty where there is one publication. */
    private int[] publicationOf = {};
    /** Descriptor and delivery, sorted; empty where there is one publication. */
    private long[] order = {};

    private SharedFrame[] frames = new SharedFrame[1];

    Look(ConnectionLoop loop, Delivery delivery, Backlogs backlogs) {
        this.loop = loop;
        this.delivery = delivery;
        this.backlogs = backlogs;
    }

    int count() {
        return count;
    }

    void add(Publication publication, Connection[] to) {
        publications.add(publication);
        receivers.add(to);
        count += to.length;
    }

    /** To be called when all are added. */
    void order() {
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

    /** Delivers to so many and a few more; whether somebody is left. */
    boolean deliver(int most) {
        int stop = Math.min(count, next + most);
        while (next < stop) {
            Connection connection = all[entry(next)];
            int end = next + 1;
            while (end < count && order.length > 0 && all[entry(end)].equals(connection)) {
                end++;
            }
            int from = next;
            // Whatever is thrown on the way, the next one goes on behind this connection.
            next = end;
            deliver(connection, from, end);
        }
        return next < count;
    }

    /** Says to each publication how many got it; how many that were in all. */
    int end() {
        int sum = 0;
        for (int publication = 0; publication < delivered.length; publication++) {
            sum += delivered[publication];
            publications.get(publication).delivered(delivered[publication]);
        }
        return sum;
    }

    private void deliver(Connection connection, int from, int end) {
        if (!connection.open()) {
            return;
        }
        if (frames.length < end - from) {
            frames = new SharedFrame[2 * (end - from)];
        }
        for (int at = from; at < end; at++) {
            int publication = order.length == 0 ? 0 : publicationOf[entry(at)];
            @Nullable SharedFrame frame = publications.get(publication).frameFor(connection, loop);
            if (frame == null) {
                backlogs.cannotServe(connection);
                return;
            }
            frames[at - from] = frame;
            delivered[publication]++;
        }
        int sent = backlogs.has(connection) || connection.overLimit()
                ? 0
                : SharedFrame.offerAll(connection, frames, 0, end - from, delivery);
        if (sent < end - from) {
            backlogs.add(connection, frames, sent, end - from);
        }
    }

    private int entry(int at) {
        return order.length == 0 ? at : (int) order[at];
    }
}
