package dev.mooring.proof.peers;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One timer that pings all channels of an event loop, a share of them each tick; used on that loop only.
 *
 * <p>Not started, it holds no channel: {@link #add} does nothing.
 */
final class PingLoop {
    private static final int TICKS_PER_INTERVAL = 200;

    private final Duration interval;
    private final List<Channel> channels = new ArrayList<>();
    private boolean started;
    private int tick;
    private int cursor;

    PingLoop(Duration interval) {
        this.interval = interval;
    }

    void start(EventExecutor loop) {
        started = true;
        long tickNanos = interval.toNanos() / TICKS_PER_INTERVAL;
        var _ = loop.scheduleAtFixedRate(this::pingShare, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
    }

    void add(Channel channel) {
        if (started) {
            channels.add(channel);
        }
    }

    private void pingShare() {
        if (tick == 0) {
            cursor = channels.size();
        }
        for (int share = cursor / (TICKS_PER_INTERVAL - tick); share > 0; share--) {
            cursor--;
            ping(cursor);
        }
        tick = (tick + 1) % TICKS_PER_INTERVAL;
    }

    /** Closed channels are found here and not when they close, which would need a search. */
    private void ping(int place) {
        Channel channel = channels.get(place);
        if (channel.isActive()) {
            var _ = channel.writeAndFlush(new PingWebSocketFrame());
        } else {
            channels.set(place, channels.getLast());
            channels.removeLast();
        }
    }
}
