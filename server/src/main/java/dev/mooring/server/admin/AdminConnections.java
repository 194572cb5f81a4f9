package dev.mooring.server.admin;

import dev.mooring.capacity.unit.Bytes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sets up each admin connection with its limits; on the one admin thread, which is why a plain count will do. */
final class AdminConnections extends ChannelInitializer<Channel> {
    static final int MOST_OPEN = 64;
    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);
    private static final Bytes MOST_LINE = Bytes.kibi(4);
    private static final Bytes MOST_HEADERS = Bytes.kibi(8);

    private final Routes routes;
    private final Bytes maxMessage;
    private int open;

    AdminConnections(Routes routes, Bytes maxMessage) {
        this.routes = routes;
        this.maxMessage = maxMessage;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (open >= MOST_OPEN) {
            var _ = channel.close();
            return;
        }
        open++;
        var _ = channel.closeFuture().addListener(_ -> open--);
        channel.pipeline()
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength((int) MOST_LINE.count())
                        .setMaxHeaderSize((int) MOST_HEADERS.count())))
                .addLast(new BoundedBody(maxMessage))
                // Behind the body, so that only a whole request counts as life: a request that drips in is cut off too.
                .addLast(new IdleStateHandler(0, 0, IDLE_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .addLast(new FlowControlHandler())
                .addLast(new RequestHandler(routes));
    }
}
