package dev.mooring.server.functional;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What epoll would be like if it refused to wait until a peer can be written to. */
final class BrokenRegistration implements IoRegistration {
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as Netty declares it
    public <T> T attachment() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long submit(IoOps ops) {
        throw new UncheckedIOException(new IOException("thrown by the test"));
    }

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public boolean cancel() {
        return true;
    }
}
