package dev.mooring.server.admin;

import dev.mooring.capacity.unit.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves the admin port of a {@link MovingServer} on loopback until it is stopped, to look at the live page. */
final class AdminDemo {
    private AdminDemo() {}

    static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        int open = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300_000;
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (AdminServer server = AdminServer.start(bind, new MovingServer(1, open), Bytes.kibi(64))) {
            System.out.println("http://127.0.0.1:" + server.boundAddress().getPort() + "/");
            Thread.currentThread().join();
        }
    }
}
