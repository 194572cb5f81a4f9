package dev.mooring.server.runtime;

import dev.mooring.capacity.kernel.GrantedHostReader;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Engine;
import dev.mooring.server.MooringServer;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.ServerEngine;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The engine, on epoll. Named in META-INF/services. */
public final class EpollEngine implements ServerEngine {
    @Override
    public MooringServer start(ServerConfiguration configuration, @Nullable Engine engine) {
        if (!Epoll.isAvailable()) {
            throw RefusedException.unavailable(
                    "machine",
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    "is not",
                    "Linux on x86-64 or arm64 with glibc",
                    "run the server on such a host");
        }
        return RunningServer.start(
                configuration,
                new GrantedHostReader(Path.of("/"))
                        .read(Bytes.of(Runtime.getRuntime().maxMemory())),
                engine);
    }
}
