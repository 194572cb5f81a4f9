package dev.mooring.server.http;

import dev.mooring.server.proxyprotocol.ProxyHeader;
import dev.mooring.server.proxyprotocol.ProxyHeaderParser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Drops a PROXY header, version 2, in front of the first request. What is none is left for HTTP to judge, so that callers of
 * this machine ask without; nobody's address is taken from it.
 *
 * <p>Cost: 52 bytes at most are kept until the header is known, and its rest is dropped as it comes. Removes itself then.
 */
final class ProxyHeaderSkipper extends ByteToMessageDecoder {
    /** Of a header that is known; none are left when it is zero. */
    private int toSkip = -1;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (toSkip < 0) {
            switch (ProxyHeaderParser.parse(in.nioBuffer())) {
                case ProxyHeader.Incomplete _ -> {
                    return;
                }
                case ProxyHeader.Refused _ -> toSkip = 0;
                case ProxyHeader.Complete complete -> toSkip = complete.length();
            }
        }
        int skipped = Math.min(toSkip, in.readableBytes());
        in.skipBytes(skipped);
        toSkip -= skipped;
        if (toSkip == 0) {
            context.pipeline().remove(this);
        }
    }
}
