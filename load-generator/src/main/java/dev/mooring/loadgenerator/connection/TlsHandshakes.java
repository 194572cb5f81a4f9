package dev.mooring.loadgenerator.connection;

import dev.mooring.loadgenerator.tls.ClientContext;
import dev.mooring.tls.handshake.TlsHandshake;
import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.RecordHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The TLS handshakes of one loop. Confined to it. Some 4 KB outside the heap for each that is under way. */
final class TlsHandshakes {
    private static final byte FIRST_TYPE = 20;
    private static final byte LAST_TYPE = 23;

    private final ClientContext context;
    private final IdentityHashMap<TlsConnection, TlsHandshake> underWay = new IdentityHashMap<>();
    /** Of the step just taken. */
    private TlsHandshake.@Nullable Status status;

    TlsHandshakes(ClientContext context) {
        this.context = context;
    }

    /**
     * Begins one.
     *
     * @param output gets the greeting
     */
    void begin(TlsConnection connection, ByteBuffer output) {
        underWay.put(connection, context.begin(output));
    }

    /**
     * Takes one record, if all of it is there.
     *
     * @param from where it begins in the buffer
     * @param to where what was received ends
     * @param output gets what is to be sent
     * @return its length; 0 when a part of it is to come, or when it is none
     */
    int take(TlsConnection connection, ByteBuffer buffer, long address, int from, int to, ByteBuffer output) {
        status = TlsHandshake.Status.MORE;
        TlsHandshake handshake = underWay.get(connection);
        byte type = buffer.get(from);
        int length = RecordHeader.LENGTH + RecordHeader.body(buffer, from, to);
        if (handshake == null || type < FIRST_TYPE || type > LAST_TYPE || length > TlsHandshake.MAX_RECORD) {
            connection.fail(Failure.of(FailureReason.NOT_TLS));
            return 0;
        }
        if (length < RecordHeader.LENGTH || to - from < length) {
            return 0;
        }
        status = handshake.take(address + from, length, output);
        return length;
    }

    /** Does what follows from the last step, when what it had to say is sent. */
    void conclude(TlsConnection connection) throws IOException {
        TlsHandshake handshake = underWay.get(connection);
        if (handshake == null || status == null) {
            return;
        }
        switch (status) {
            case MORE -> {}
            case DONE -> {
                CipherSuite suite = handshake.suite().orElseThrow();
                byte[] traffic = handshake.traffic(suite);
                forget(connection);
                connection.established(suite, traffic);
            }
            case FAILED -> connection.fail(TlsFailure.of(handshake.failure(), context.takeProblem()));
        }
    }

    /** Frees what a connection has of a handshake. */
    void forget(TlsConnection connection) {
        TlsHandshake handshake = underWay.remove(connection);
        if (handshake != null) {
            handshake.close();
        }
    }
}
