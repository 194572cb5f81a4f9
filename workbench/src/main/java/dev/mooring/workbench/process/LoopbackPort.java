package dev.mooring.workbench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A TCP port of the loopback interface. */
public final class LoopbackPort {
    private LoopbackPort() {}

    /** A port nobody listens on at this moment; another process may still take it first. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
