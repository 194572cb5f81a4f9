package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.run.PlainServer.Peer;
import dev.mooring.tls.handshake.BoringSsl;
import dev.mooring.tls.handshake.Side;
import dev.mooring.tls.handshake.TlsHandshake;
import dev.mooring.tls.record.Alert;
import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.Opened;
import dev.mooring.tls.record.RecordHeader;
import dev.mooring.tls.record.RecordLayer;
import dev.mooring.tls.record.RecordViolation;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The server's side of TLS whose every record the test decides. */
final class RecordServer implements AutoCloseable {
    private static final int ROOM = 80_000;

    private final long context;
    private final long chain;
    private final long key;

    /** A server with a chain and a key in PEM. */
    RecordServer(byte[] pem) throws Exception {
        BoringSsl.load("test", "have it");
        context = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_3, SSL.SSL_MODE_SERVER);
        ByteBuffer direct = ByteBuffer.allocateDirect(pem.length).put(pem);
        chain = SSL.parseX509Chain(bio(direct));
        key = SSL.parsePrivateKey(bio(direct), null);
        SSLContext.setCertificateCallback(context, (ssl, _, _) -> SSL.setKeyMaterial(ssl, chain, key));
        TlsHandshake.logKeysOf(context);
    }

    Session accept(Peer peer) throws IOException {
        return new Session(peer);
    }

    @Override
    public void close() {
        SSLContext.free(context);
        SSL.freeX509Chain(chain);
        SSL.freePrivateKey(key);
    }

    private static long bio(ByteBuffer direct) throws Exception {
        long bio = SSL.newMemBIO();
        SSL.bioWrite(bio, Buffer.address(direct), direct.capacity());
        return bio;
    }

    /** One connection. */
    final class Session {
        private final Peer socket;
        private final RecordLayer records = new RecordLayer();
        private final CipherSuite suite;
        private final byte[] state;
        private ByteArrayInputStream opened = new ByteArrayInputStream(new byte[0]);
        private int keyUpdates;

        Session(Peer socket) throws IOException {
            this.socket = socket;
            try (TlsHandshake handshake = new TlsHandshake(context, Side.SERVER)) {
                TlsHandshake.Status status = TlsHandshake.Status.MORE;
                while (status == TlsHandshake.Status.MORE) {
                    byte[] record = readRecord();
                    ByteBuffer in = ByteBuffer.allocateDirect(record.length).put(record);
                    ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
                    status = handshake.take(Buffer.address(in), record.length, out);
                    socket.write(written(out));
                }
                suite = handshake.suite().orElseThrow();
                state = handshake.traffic(suite);
            }
        }

        /** What is inside of TLS. */
        Peer inside() {
            return new Peer(
                    new InputStream() {
                        @Override
                        public int read() throws IOException {
                            byte[] one = new byte[1];
                            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
                        }

                        @Override
                        public int read(byte[] target, int from, int count) throws IOException {
                            while (opened.available() == 0 && count > 0) {
                                openRecord();
                            }
                            return count == 0 ? 0 : opened.read(target, from, count);
                        }
                    },
                    new OutputStream() {
                        @Override
                        public void write(int one) throws IOException {
                            write(new byte[] {(byte) one}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int from, int count) throws IOException {
                            socket.write(seal(Arrays.copyOfRange(bytes, from, from + count)));
                        }
                    },
                    socket.port());
        }

        byte[] seal(byte[] data) {
            ByteBuffer out = ByteBuffer.allocate(ROOM);
            records.seal(suite, state, ByteBuffer.wrap(data), 0, data.length, out);
            return written(out);
        }

        /** Changes the keys, and asks the client to do the same. */
        void updateKeys() throws IOException {
            ByteBuffer out = ByteBuffer.allocate(ROOM);
            records.updateKeys(suite, state, true, out);
            socket.write(written(out));
        }

        void alert(Alert alert) throws IOException {
            ByteBuffer out = ByteBuffer.allocate(ROOM);
            records.alert(suite, state, alert, out);
            socket.write(written(out));
        }

        /** How often the client has changed its keys. */
        int keyUpdates() {
            return keyUpdates;
        }

        private void openRecord() throws IOException {
            byte[] record = readRecord();
            ByteBuffer buffer = ByteBuffer.wrap(record);
            try {
                Opened what = records.open(suite, state, buffer, 0, record.length, 0);
                keyUpdates += what == Opened.KEYS_UPDATED ? 1 : 0;
                opened = new ByteArrayInputStream(Arrays.copyOf(record, records.length()));
            } catch (RecordViolation violation) {
                throw new IOException(violation);
            }
        }

        private byte[] readRecord() throws IOException {
            byte[] header = socket.in().readNBytes(RecordHeader.LENGTH);
            if (header.length < RecordHeader.LENGTH) {
                throw new IOException("the client is gone");
            }
            int body = RecordHeader.body(ByteBuffer.wrap(header), 0, header.length);
            byte[] record = Arrays.copyOf(header, header.length + body);
            socket.in().readFully(record, header.length, body);
            return record;
        }

        private static byte[] written(ByteBuffer out) {
            byte[] bytes = new byte[out.position()];
            out.get(0, bytes);
            return bytes;
        }
    }
}
