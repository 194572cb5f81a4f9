package dev.mooring.server.connection;

import io.netty.channel.ChannelException;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What epoll_ctl(2) says when it does not take a descriptor, as a sentence for the log. */
final class EpollRefusal {
    private static final int ENOSPC = -28;
    private static final int ENOMEM = -12;

    private EpollRefusal() {}

    /**
     * What a registration on the loop's own thread came to, which is known when it returns.
     *
     * @throws ChannelException when epoll did not take it, with what the kernel said: the future alone knows that
     */
    static IoRegistration granted(Future<IoRegistration> tried) {
        IoRegistration granted = tried.getNow();
        if (granted == null) {
            throw new ChannelException("not registered with epoll", tried.cause());
        }
        return granted;
    }

    /** The sentence for an exception of a registration, whose cause tells what the kernel said. */
    static String sentence(Throwable failed) {
        return switch (errno(failed)) {
            case ENOSPC -> "epoll takes no more descriptors: a connection is reset; raise fs.epoll.max_user_watches";
            case ENOMEM -> "the kernel has no memory for another descriptor in epoll: a connection is reset";
            default -> "epoll did not take a descriptor: a connection is reset";
        };
    }

    private static int errno(@Nullable Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeIoException said) {
                return said.expectedErr();
            }
        }
        return 0;
    }
}
