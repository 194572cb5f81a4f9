package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes under one session, as JSch's {@link Proxy}. {@link #close} may be called by any thread at any time and ends
 * every read and write: this is what makes a time limit hold, as JSch's own timeout covers only parts of a session.
 */
abstract class Transport implements Proxy {
    private volatile @Nullable InputStream input;
    private volatile @Nullable OutputStream output;
    private volatile boolean ended;
    private volatile boolean heard;
    private volatile boolean left;

    /** Opens the way to the host. Blocks until it is open, has failed, or was closed. */
    abstract void open() throws Exception;

    @Override
    public final void connect(@Nullable SocketFactory sockets, String host, int port, int timeout) throws Exception {
        open();
    }

    final void streams(InputStream from, OutputStream to) {
        input = new ObservedInput(from);
        output = new ObservedOutput(to);
    }

    /** Says that this side is about to close: what fails from now on is not the other side's doing. */
    final void leave() {
        left = true;
    }

    /** True once the other side ended the connection: seen at its end, or as a read or write that failed. */
    final boolean wasEnded() {
        return ended;
    }

    /** True once a byte has arrived. */
    final boolean wasHeard() {
        return heard;
    }

    /** Why this side of the way, and not the host, ended it, as the rest of a sentence; asked once it has ended. */
    Optional<String> ownEnd() {
        return Optional.empty();
    }

    /** What has said nothing while nothing was heard, as the start of a sentence; empty when it is the host. */
    Optional<String> silentPart() {
        return Optional.empty();
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

    private final class ObservedInput extends FilterInputStream {
        ObservedInput(InputStream actual) {
            super(actual);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int count = super.read(target, offset, length);
                heard |= count > 0;
                ended |= count < 0 && !left;
                return count;
            } catch (IOException e) {
                ended |= !left;
                throw e;
            }
        }
    }

    private final class ObservedOutput extends FilterOutputStream {
        ObservedOutput(OutputStream actual) {
            super(actual);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            try {
                out.write(source, offset, length);
            } catch (IOException e) {
                ended |= !left;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                ended |= !left;
                throw e;
            }
        }
    }
}
