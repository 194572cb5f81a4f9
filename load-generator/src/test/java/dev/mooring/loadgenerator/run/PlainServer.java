package dev.mooring.loadgenerator.run;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A WebSocket server on loopback with a thread a connection, whose every byte the test decides. */
public final class PlainServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** What the server does with one connection, from the first byte to the end. */
    @FunctionalInterface
    public interface Behaviour {
        void serve(Peer peer) throws IOException;
    }

    public PlainServer(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), behaviour);
    }

    /** One with a listener of its own, which may speak TLS. */
    public PlainServer(ServerSocket listener, Behaviour behaviour) {
        this.listener = listener;
        Thread.ofVirtual().start(() -> accept(behaviour));
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept(Behaviour behaviour) {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(behaviour, socket));
            }
        } catch (IOException e) {
            // The test is over and has closed the listener.
        }
    }

    private static void serve(Behaviour behaviour, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            behaviour.serve(new Peer(socket));
        } catch (IOException e) {
            // The client went away; what it did is asserted on its side.
        }
    }

    /** A frame from the client, unmasked; the payload is not copied, one test reads it. */
    public static final class Frame {
        private final int opcode;
        private final boolean masked;
        private final byte[] payload;

        Frame(int opcode, boolean masked, byte[] payload) {
            this.opcode = opcode;
            this.masked = masked;
            this.payload = payload;
        }

        public int opcode() {
            return opcode;
        }

        public boolean masked() {
            return masked;
        }

        public byte[] payload() {
            return payload;
        }

        public int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    /** One connection, seen from the server. */
    public static final class Peer {
        private final DataInputStream in;
        private final OutputStream out;
        private final int port;

        Peer(Socket socket) throws IOException {
            this(socket.getInputStream(), socket.getOutputStream(), socket.getPort());
        }

        Peer(InputStream in, OutputStream out, int port) {
            this.in = new DataInputStream(in);
            this.out = out;
            this.port = port;
        }

        /** The bytes of the socket. */
        DataInputStream in() {
            return in;
        }

        /** The client's port. */
        public int port() {
            return port;
        }

        /** Reads the opening request and returns its key. */
        public String readRequest() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            String name = "Sec-WebSocket-Key: ";
            int start = head.indexOf(name) + name.length();
            return head.substring(start, head.indexOf("\r\n", start));
        }

        public static byte[] answer(String key) {
            String text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        public void open() throws IOException {
            write(answer(readRequest()));
        }

        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** One byte a segment, as far as TCP lets it be. */
        public void writeSlowly(byte[] bytes) throws IOException {
            for (byte one : bytes) {
                write(new byte[] {one});
            }
        }

        public static byte[] frame(int first, byte[] payload) {
            return ByteBuffer.allocate(2 + payload.length)
                    .put((byte) first)
                    .put((byte) payload.length)
                    .put(payload)
                    .array();
        }

        /** One of up to 65,535 bytes. */
        public static byte[] longFrame(int first, byte[] payload) {
            return payload.length < 126
                    ? frame(first, payload)
                    : ByteBuffer.allocate(4 + payload.length)
                            .put((byte) first)
                            .put((byte) 126)
                            .putShort((short) payload.length)
                            .put(payload)
                            .array();
        }

        public static byte[] close(int code) {
            return frame(0x88, ByteBuffer.allocate(2).putShort((short) code).array());
        }

        public Frame readFrame() throws IOException {
            int opcode = in.readUnsignedByte() & 0x0f;
            int second = in.readUnsignedByte();
            int length = (second & 0x7f) == 126 ? in.readUnsignedShort() : second & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i & 3];
            }
            return new Frame(opcode, (second & 0x80) != 0, payload);
        }

        /** Answers the client's Close and ends; anything else before it is skipped. */
        public void closeWhenAsked() throws IOException {
            try {
                Frame frame = readFrame();
                while (frame.opcode() != 8) {
                    frame = readFrame();
                }
                write(frame(0x88, frame.payload()));
            } catch (EOFException e) {
                // The client ended without a Close, which is its right after ours.
            }
        }

        private static String accept(String key) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1));
                return Base64.getEncoder().encodeToString(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
