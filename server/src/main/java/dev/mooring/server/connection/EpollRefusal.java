package dev.mooring.server.connection;

import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;

/** What epoll_ctl(2) says when it does not take a descriptor, as a sentence for the log. */
final class EpollRefusal {
    private static final int ENOSPC = -28;
    private static final int ENOMEM = -12;

    private EpollRefusal() {}

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
