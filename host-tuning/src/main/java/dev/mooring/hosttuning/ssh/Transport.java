package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.SocketFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes under one session, as JSch's {@link Proxy}. {@link #close} may be called by any thread at any time and ends
 * every read and write: this is what makes a time limit hold, as JSch's own timeout covers only parts of a session.
 */
abstract class Transport implements Proxy {
    private volatile @Nullable InputStream input;
    private volatile @Nullable OutputStream output;

    /** Opens the way to the host. Blocks until it is open, has failed, or was closed. */
    abstract void open() throws Exception;

    @Override
    public final void connect(@Nullable SocketFactory sockets, String host, int port, int timeout) throws Exception {
        open();
    }

    final void streams(InputStream from, OutputStream to) {
        input = from;
        output = to;
    }

    final boolean isOpen() {
        return input != null;
    }

    @Override
    public final InputStream getInputStream() {
        return Objects.requireNonNull(input, "not open");
    }

    @Override
    public final OutputStream getOutputStream() {
        return Objects.requireNonNull(output, "not open");
    }

    /** None: JSch would only set a read timeout on it. */
    @Override
    public final @Nullable Socket getSocket() {
        return null;
    }
}
