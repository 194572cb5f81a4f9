package dev.mooring.server.tls.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** The client engine of the JDK, without a socket. */
public final class MemoryClient {
    private static final int ROOM = 40_000;

    final SSLEngine engine;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private byte[] unread = {};

    /**
     * A client.
     *
     * @param name the server's, which it asks for and checks; empty for neither
     */
    public MemoryClient(SSLContext context, String name) {
        this(context.createSSLEngine(), name);
    }

    private MemoryClient(SSLEngine engine, String name) {
        this.engine = engine;
        engine.setUseClientMode(true);
        if (!name.isEmpty()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        }
    }

    /** One that goes on from a ticket, if the context has been given one. */
    static MemoryClient resuming(SSLContext context) {
        return new MemoryClient(context.createSSLEngine("localhost", 443), "localhost");
    }

    public MemoryClient suites(String... names) {
        engine.setEnabledCipherSuites(names);
        return this;
    }

    public MemoryClient groups(String... names) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNamedGroups(names);
        engine.setSSLParameters(parameters);
        return this;
    }

    public MemoryClient protocols(String... names) {
        engine.setEnabledProtocols(names);
        return this;
    }

    /** Its first flight. */
    public byte[] begin() throws SSLException {
        engine.beginHandshake();
        return receive(new byte[0]);
    }

    /** Takes bytes of the server, and returns what it has to say to them. */
    public byte[] receive(byte[] bytes) throws SSLException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.allocate(unread.length + bytes.length)
                .put(unread)
                .put(bytes)
                .flip();
        boolean going = true;
        while (going) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                said.writeBytes(wrap(new byte[0]));
            } else {
                going = unwrap(in);
            }
        }
        unread = new byte[in.remaining()];
        in.get(unread);
        return said.toByteArray();
    }

    public byte[] send(byte[] bytes) throws SSLException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteBuffer plain = ByteBuffer.wrap(bytes);
        do {
            ByteBuffer net = ByteBuffer.allocate(ROOM);
            engine.wrap(plain, net);
            said.write(net.array(), 0, net.position());
        } while (plain.hasRemaining());
        return said.toByteArray();
    }

    public byte[] close() throws SSLException {
        engine.closeOutbound();
        return wrap(new byte[0]);
    }

    /** Whether the server has said that nothing more comes. */
    public boolean heardTheEnd() {
        return engine.isInboundDone();
    }

    /** What it has received. */
    public byte[] data() {
        return data.toByteArray();
    }

    /** How many bytes it has received. */
    public int received() {
        return data.size();
    }

    private byte[] wrap(byte[] bytes) throws SSLException {
        ByteBuffer net = ByteBuffer.allocate(ROOM);
        engine.wrap(ByteBuffer.wrap(bytes), net);
        byte[] said = new byte[net.position()];
        net.get(0, said);
        return said;
    }

    private boolean unwrap(ByteBuffer in) throws SSLException {
        if (!in.hasRemaining()) {
            return false;
        }
        ByteBuffer plain = ByteBuffer.allocate(ROOM);
        SSLEngineResult result = engine.unwrap(in, plain);
        data.write(plain.array(), 0, plain.position());
        HandshakeStatus next = result.getHandshakeStatus();
        return result.bytesConsumed() > 0 || next == HandshakeStatus.NEED_TASK || next == HandshakeStatus.NEED_WRAP;
    }
}
