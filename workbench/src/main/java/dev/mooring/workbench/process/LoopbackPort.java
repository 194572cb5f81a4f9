package dev.mooring.workbench.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A TCP port of the loopback interface. */
public final class LoopbackPort {
    /** Above the ports of services that a machine may run. */
    private static final int MIN_PORT = 10_240;
    /** Below the ports that Linux gives to outgoing connections (ip_local_port_range, by default 32768 to 60999). */
    private static final int MAX_PORT = 32_767;

    private static final int ATTEMPTS = 100;

    private LoopbackPort() {}

    /**
     * A port nobody listens on at this moment, and which no outgoing connection is given; another process may still
     * listen on it first.
     */
    public static int free() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT + 1);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }
}
