package dev.mooring.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Sets up each connection of a port with its limits; on the port's one thread, which is why a plain set will do.
 *
 * <p>When there are as many as there may be, the one that came first and waits for no answer makes room: those that say
 * nothing keep nobody out.
 */
public final class HttpConnections extends ChannelInitializer<Channel> {
    private final HttpRoutes routes;
    private final HttpBounds bounds;
    private final boolean proxied;
    private final Set<Channel> open = new LinkedHashSet<>();
    private final HeldBodies bodies;

    /**
     * Sets none up yet.
     *
     * @param proxied whether a PROXY header may come before the first request
     */
    public HttpConnections(HttpRoutes routes, HttpBounds bounds, boolean proxied) {
        this.routes = routes;
        this.bounds = bounds;
        this.proxied = proxied;
        this.bodies = new HeldBodies(bounds.bodies());
    }

    @Override
    protected void initChannel(Channel channel) {
        if (open.size() >= bounds.connections() && !oldestLeaves()) {
            var _ = channel.close();
            return;
        }
        open.add(channel);
        var _ = channel.closeFuture().addListener(_ -> open.remove(channel));
        if (proxied) {
            channel.pipeline().addLast(new ProxyHeaderSkipper());
        }
        channel.pipeline()
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength((int) bounds.line().count())
                        .setMaxHeaderSize((int) bounds.headers().count())))
                .addLast(new BoundedBody(routes, bounds.body(), bodies))
                // Behind the body, so that only a whole request counts as life: a request that drips in is cut off too.
                .addLast(new IdleStateHandler(0, 0, bounds.idle().toSeconds(), TimeUnit.SECONDS))
                .addLast(new FlowControlHandler())
                .addLast(new RequestHandler(routes));
    }

    /** Whether there was one that could. */
    private boolean oldestLeaves() {
        for (Channel channel : open) {
            RequestHandler handler = channel.pipeline().get(RequestHandler.class);
            if (handler == null || !handler.awaitsAnswer()) {
                var _ = channel.close();
                return true;
            }
        }
        return false;
    }
}
