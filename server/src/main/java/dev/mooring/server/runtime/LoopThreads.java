package dev.mooring.server.runtime;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.eventloop.EnduringEpoll;
import io.netty.channel.ChannelException;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The threads of a server's loops. */
final class LoopThreads {
    private LoopThreads() {}

    /** Those that were made are ended by Netty when one cannot be. */
    static MultiThreadIoEventLoopGroup of(int loops, GrantedHost host) {
        try {
            return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("mooring"), EnduringEpoll.factory());
        } catch (IllegalStateException | ChannelException failed) {
            Throwable cause = failed;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw RefusedException.unavailable(
                    "event-loops",
                    loops,
                    "cannot be started with",
                    "nofile=" + host.nofile() + ": " + cause.getMessage(),
                    "raise LimitNOFILE or take fewer");
        }
    }
}
