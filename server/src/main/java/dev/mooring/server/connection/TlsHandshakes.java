package dev.mooring.server.connection;

import dev.mooring.server.handshake.HandshakeResponse;
import dev.mooring.server.handshake.Refused;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.tls.handshake.TlsContext;
import dev.mooring.tls.handshake.AlertDescription;
import dev.mooring.tls.handshake.EndingAlert;
import dev.mooring.tls.handshake.Side;
import dev.mooring.tls.handshake.TlsHandshake;
import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The TLS handshakes of one loop. Confined to it. What they need is on {@link BusyState} until they are done. */
final class TlsHandshakes {
    private static final int INCOMPLETE = 0;
    /** Of records that carry a handshake. */
    private static final byte HANDSHAKE = 22;
    /** Fatal alerts in clear: unexpected_message, record_overflow. */
    private static final byte[] UNEXPECTED = {21, 3, 3, 0, 2, 2, 10};

    private static final byte[] OVERFLOW = {21, 3, 3, 0, 2, 2, 22};

    private final ConnectionLoop loop;
    private final TlsContext context;
    private final TlsOutput output;
    private final TlsAdmission admission;

    TlsHandshakes(ConnectionLoop loop, TlsContext context, TlsOutput output) {
        this.loop = loop;
        this.context = context;
        this.output = output;
        this.admission = new TlsAdmission(loop, TlsAdmission.MAX_UNDER_WAY);
    }

    /**
     * Takes one record, if all of it is there.
     *
     * @param from where it begins in the buffer
     * @param to where what was received ends
     * @return its length; 0 when a part of it is to come, or when nothing more is taken since the handshake has failed
     */
    int take(TlsConnection connection, ByteBuffer buffer, long address, int from, int to) {
        byte type = buffer.get(from);
        BusyState busy = connection.busyStateIfAny();
        TlsAttempt attempt = busy == null ? null : busy.handshake;
        if (attempt == null && type != HANDSHAKE) {
            notTls(connection, type);
            return INCOMPLETE;
        }
        int length = RecordHeader.LENGTH + RecordHeader.body(buffer, from, to);
        if (length > TlsHandshake.MAX_RECORD) {
            fail(connection, OVERFLOW);
            return INCOMPLETE;
        }
        if (length < RecordHeader.LENGTH || to - from < length) {
            return INCOMPLETE;
        }
        if (attempt == null) {
            if (!mayBegin(connection)) {
                return INCOMPLETE;
            }
            attempt = begin(connection);
        }
        long start = loop.now();
        ByteBuffer out = output.empty();
        TlsHandshake.Status status = attempt.handshake.take(address + from, length, out);
        admission.took(loop.now() - start);
        switch (status) {
            case MORE -> output.send(connection);
            case DONE -> {
                output.send(connection);
                done(connection, attempt.handshake);
            }
            case FAILED -> {
                attempt.handshake.alert().ifPresent(this::count);
                turnAway(connection);
                return INCOMPLETE;
            }
        }
        return length;
    }

    /** Frees what a connection has of a handshake. */
    void forget(Connection connection) {
        BusyState busy = connection.busyStateIfAny();
        TlsAttempt attempt = busy == null ? null : busy.handshake;
        if (busy != null && attempt != null) {
            attempt.handshake.close();
            busy.handshake = null;
            connection.settle();
            admission.over(attempt);
        }
    }

    /** Looks at those that have had their time. */
    void expire(long now) {
        admission.expire(now);
    }

    /** Who would be turned away afterwards is turned away before the expensive part, and without a word: none could be read. */
    private boolean mayBegin(TlsConnection connection) {
        if (!loop.handshakeStep.hasRoom()) {
            if (connection.turnedAway(loop.admission.closed() ? RefusalReason.DRAINING : RefusalReason.CAPACITY)) {
                connection.lost();
            }
            return false;
        }
        return admission.mayBegin(connection);
    }

    private TlsAttempt begin(TlsConnection connection) {
        // What it is kept on is there before it is: what is outside the heap must not be lost for want of memory.
        BusyState busy = connection.busyState();
        TlsAttempt begun = new TlsAttempt(connection, context);
        busy.handshake = begun;
        admission.begun(begun);
        return begun;
    }

    private void done(TlsConnection connection, TlsHandshake handshake) {
        if (connection.ended()) {
            return;
        }
        CipherSuite suite = handshake.suite().orElseThrow();
        byte[] state = handshake.traffic(suite);
        Optional<String> subject =
                loop.handler.asksForHandshakes() ? context.clientSubject(handshake) : Optional.empty();
        boolean resumed = handshake.resumed();
        forget(connection);
        connection.established(suite, state);
        subject.ifPresent(client -> connection.busyState().clientSubject = client);
        loop.counters.tlsHandshakes.increment();
        loop.counters.tlsSuites.increment(suite.isTls12() ? "1.2" : "1.3", suite.name());
        if (resumed) {
            loop.counters.tlsResumed.increment();
        }
    }

    /** Somebody speaks something else: HTTP is answered in clear, so that a person can read what is wrong. */
    private void notTls(TlsConnection connection, byte type) {
        if (!Character.isLetter(type)) {
            fail(connection, UNEXPECTED);
            return;
        }
        HandshakeResponse.write(output.empty(), Refused.clearText());
        if (connection.turnedAway(RefusalReason.BAD_REQUEST)) {
            sayLastWords(connection);
        }
    }

    private void fail(TlsConnection connection, byte[] alert) {
        count(new EndingAlert(Side.SERVER, AlertDescription.of(alert[alert.length - 1])));
        output.empty().put(alert);
        turnAway(connection);
    }

    private void count(EndingAlert alert) {
        loop.counters.tlsAlerts.increment(
                alert.from().label(), alert.description().label());
    }

    /** The attempt has failed, and the alert in the output says why. */
    private void turnAway(TlsConnection connection) {
        if (connection.failed(HandshakeFailure.TLS)) {
            sayLastWords(connection);
        }
    }

    /** Sends what is in the output, and lets the peer read it; meanwhile nothing of the handshake is kept. */
    private void sayLastWords(TlsConnection connection) {
        forget(connection);
        output.send(connection);
        Closing.refused(connection, true);
    }
}
