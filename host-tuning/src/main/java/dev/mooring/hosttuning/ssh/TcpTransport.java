package dev.mooring.hosttuning.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to the first of a name's addresses that takes one. All but the last have three seconds, so that one
 * that is silent costs the others little of the time limit.
 */
final class TcpTransport extends Transport {
    private static final Duration FOR_EARLIER_ADDRESSES = Duration.ofSeconds(3);
    /** The kernel gives up no sooner, as it resends at least once; what failed before was refused. */
    private static final Duration MIN_KERNEL_TIMEOUT = Duration.ofSeconds(2);

    private final SshAddress address;
    /** Not this object: JSch holds that while it connects, and closing must not wait for it. */
    private final Object lock = new Object();

    private @Nullable Socket socket;
    private boolean closed;

    TcpTransport(SshAddress address) {
        this.address = address;
    }

    @Override
    void open() throws IOException {
        open(List.of(InetAddress.getAllByName(address.host())));
    }

    /** Tries the addresses in this order; the failure of the last is thrown. */
    void open(List<InetAddress> addresses) throws IOException {
        for (InetAddress earlier : addresses.subList(0, addresses.size() - 1)) {
            try {
                connect(earlier, FOR_EARLIER_ADDRESSES);
                return;
            } catch (IOException notThisOne) {
                release();
            }
        }
        connect(addresses.getLast(), Duration.ZERO);
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        release();
    }

    private void connect(InetAddress to, Duration limit) throws IOException {
        Socket connecting = fresh();
        InetSocketAddress target = new InetSocketAddress(to, address.port());
        long start = System.nanoTime();
        try {
            connecting.connect(target, Math.toIntExact(limit.toMillis()));
        } catch (SocketException e) {
            throw typed(e, target, Duration.ofNanos(System.nanoTime() - start));
        }
        streams(connecting.getInputStream(), connecting.getOutputStream());
    }

    /** One class stands for several error numbers, and its words are in the user's language: looks, where it matters. */
    private static IOException typed(SocketException failure, InetSocketAddress target, Duration after) {
        if (failure instanceof ConnectException && after.compareTo(MIN_KERNEL_TIMEOUT) >= 0) {
            return new SocketTimeoutException();
        }
        return failure.getClass() == SocketException.class && !isRouted(target)
                ? new NoRouteToHostException()
                : failure;
    }

    /** Connecting a datagram socket asks for a route and sends nothing. */
    private static boolean isRouted(InetSocketAddress target) {
        try (DatagramSocket asking = new DatagramSocket()) {
            asking.connect(target);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private Socket fresh() throws IOException {
        Socket next = new Socket();
        next.setTcpNoDelay(true);
        synchronized (lock) {
            if (closed) {
                throw new IOException("closed before it was open");
            }
            socket = next;
        }
        return next;
    }

    private void release() {
        Socket last;
        synchronized (lock) {
            last = socket;
        }
        if (last != null) {
            try {
                last.close();
            } catch (IOException alreadyBroken) {
                // Closing is all that was wanted.
            }
        }
    }
}
