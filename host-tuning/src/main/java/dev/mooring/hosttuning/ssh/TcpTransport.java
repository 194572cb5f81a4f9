package dev.mooring.hosttuning.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A TCP connection. */
final class TcpTransport extends Transport {
    private final SshAddress address;
    private final Socket socket = new Socket();

    TcpTransport(SshAddress address) {
        this.address = address;
    }

    @Override
    void open() throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
        streams(socket.getInputStream(), socket.getOutputStream());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
