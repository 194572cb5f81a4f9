package dev.mooring.tls.record;

import dev.mooring.tls.record.KeySchedule.Label;
import dev.mooring.tls.record.Traffic.Direction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Seals and opens records, of TLS 1.3 by RFC 8446 section 5, of TLS 1.2 by {@link Tls12Records}; whose they are stands in the
 * {@linkplain Traffic state} that comes with each call.
 *
 * <p>One per event loop; not thread-safe. Keys are derived for each record and overwritten. Who calls owns the order: what is
 * sealed first has to be sent first, and after a {@link RecordViolation} the state is not used again.
 */
public final class RecordLayer {
    /** The longest plaintext of a record, in bytes. */
    public static final int MAX_PLAIN = 1 << 14;

    /** The longest record. */
    public static final int MAX_RECORD = RecordHeader.LENGTH + MAX_PLAIN + 256;

    /** What a record is longer than its plaintext when this side seals it, header included. */
    public static final int OVERHEAD = RecordHeader.LENGTH + 1 + Aead.TAG;

    /** The most bytes that sealing so many takes, with a change of keys before it. */
    public static final int MAX_SEALED = MAX_PLAIN + OVERHEAD + KeyUpdate.LENGTH + OVERHEAD;

    /** AES-GCM is safe for 2 to the 24.5 full records with one key, RFC 8446 section 5.5. */
    public static final long RECORDS_PER_KEY = 1L << 24;

    private final Tls12Records older = new Tls12Records();
    private final KeySchedule schedule = new KeySchedule();
    private final Map<CipherSuite, Aead> ciphers = new EnumMap<>(CipherSuite.class);
    private final Function<CipherSuite, Aead> makeCipher;
    private final long recordsPerKey;
    private final byte[] plain = new byte[MAX_RECORD];
    private final byte[] sealed = new byte[MAX_RECORD];
    private final byte[] header = new byte[RecordHeader.LENGTH];
    private final byte[] nonce = new byte[Aead.NONCE];
    private final boolean ticketsIgnored;
    private int consumed;
    private int length;
    private int alertCode;

    /** With the ciphers of the JDK. */
    public RecordLayer() {
        this(RECORDS_PER_KEY);
    }

    /**
     * With the ciphers of the JDK.
     *
     * @param recordsPerKey as many records are sealed with a key before it is changed
     */
    public RecordLayer(long recordsPerKey) {
        this(recordsPerKey, JdkAead::new);
    }

    RecordLayer(long recordsPerKey, Function<CipherSuite, Aead> makeCipher) {
        this(recordsPerKey, makeCipher, false);
    }

    private RecordLayer(long recordsPerKey, Function<CipherSuite, Aead> makeCipher, boolean ticketsIgnored) {
        this.recordsPerKey = recordsPerKey;
        this.makeCipher = makeCipher;
        this.ticketsIgnored = ticketsIgnored;
    }

    /** A client's, with the ciphers of the JDK: a server may offer tickets, which a server itself must never be sent. */
    public static RecordLayer ofClient() {
        return new RecordLayer(RECORDS_PER_KEY, JdkAead::new, true);
    }

    /** Whether nothing more may be sealed: TLS 1.2 has no change of keys. */
    public boolean isUsedUp(CipherSuite suite, byte[] state) {
        return suite.isTls12() && Traffic.sequence(state, Direction.WRITE) >= recordsPerKey;
    }

    /**
     * Seals data into one record, before it perhaps one that changes the keys.
     *
     * @param source left as it is
     * @param count at most {@link #MAX_PLAIN}
     * @param target gets up to {@link #MAX_SEALED} bytes at its position
     * @throws IllegalStateException when the key {@linkplain #isUsedUp is used up}
     */
    public void seal(CipherSuite suite, byte[] state, ByteBuffer source, int from, int count, ByteBuffer target) {
        if (Traffic.sequence(state, Direction.WRITE) >= recordsPerKey) {
            updateKeys(suite, state, false, target);
        }
        source.get(from, plain, 0, count);
        seal(suite, state, ContentType.APPLICATION_DATA, count, target);
    }

    /** Seals an alert, with the keys as they are. */
    public void alert(CipherSuite suite, byte[] state, Alert alert, ByteBuffer target) {
        plain[0] = alert.level();
        plain[1] = alert.code();
        seal(suite, state, ContentType.ALERT, 2, target);
    }

    /**
     * Changes the keys of what this side writes, and seals the record that says so.
     *
     * @param peerToo whether the peer is asked to do the same
     */
    public void updateKeys(CipherSuite suite, byte[] state, boolean peerToo, ByteBuffer target) {
        if (suite.isTls12()) {
            throw new IllegalStateException("TLS 1.2 has no change of keys");
        }
        seal(suite, state, ContentType.HANDSHAKE, KeyUpdate.write(plain, peerToo), target);
        advance(suite, state, Direction.WRITE);
    }

    /**
     * Opens one record.
     *
     * @param from where it begins
     * @param to where what has been received ends
     * @param target where its data is put, in the same buffer; not behind {@code from}
     * @throws RecordViolation when it is none, or was not sealed by the peer, or says what a peer must not say
     */
    public Opened open(CipherSuite suite, byte[] state, ByteBuffer buffer, int from, int to, int target)
            throws RecordViolation {
        consumed = 0;
        length = 0;
        int body = suite.isTls12() ? older.check(suite, buffer, from, to) : RecordHeader.check(buffer, from, to);
        if (body < 0 || to - from < RecordHeader.LENGTH + body) {
            return Opened.INCOMPLETE;
        }
        if (suite.isTls12()) {
            return openedOlder(suite, state, buffer, from, body, target);
        }
        buffer.get(from, header).get(from + RecordHeader.LENGTH, sealed, 0, body);
        byte[] key = derive(suite, state, Direction.READ);
        boolean genuine = cipher(suite).open(key, nonce, header, sealed, body, plain);
        Arrays.fill(key, (byte) 0);
        requireGenuine(genuine);
        consumed = RecordHeader.LENGTH + body;
        return opened(suite, state, body - Aead.TAG, buffer, target);
    }

    /** How many bytes the record was that was opened last. */
    public int consumed() {
        return consumed;
    }

    /** How many bytes of data were in it. */
    public int length() {
        return length;
    }

    /** The number of the alert that came last, RFC 8446 section 6. */
    public int alertCode() {
        return alertCode;
    }

    private Opened opened(CipherSuite suite, byte[] state, int inner, ByteBuffer buffer, int target)
            throws RecordViolation {
        if (inner > MAX_PLAIN + 1) {
            throw new RecordViolation(Alert.RECORD_OVERFLOW, "a record of " + inner + " bytes of plaintext");
        }
        int last = inner - 1;
        while (last >= 0 && plain[last] == 0) {
            last--;
        }
        byte type = last < 0 ? 0 : plain[last];
        return switch (type) {
            case ContentType.APPLICATION_DATA -> {
                buffer.put(target, plain, 0, last);
                length = last;
                yield Opened.DATA;
            }
            case ContentType.ALERT -> alert(last, false);
            case ContentType.HANDSHAKE -> handshakeMessages(suite, state, last);
            default -> throw new RecordViolation(Alert.UNEXPECTED_MESSAGE, "a record whose content is of type " + type);
        };
    }

    private Opened openedOlder(CipherSuite suite, byte[] state, ByteBuffer buffer, int from, int body, int target)
            throws RecordViolation {
        byte type = buffer.get(from);
        int content = older.open(suite, cipher(suite), state, buffer, from, body, sealed, plain);
        requireGenuine(content >= 0);
        consumed = RecordHeader.LENGTH + body;
        return switch (type) {
            case ContentType.APPLICATION_DATA -> {
                buffer.put(target, plain, 0, content);
                length = content;
                yield Opened.DATA;
            }
            case ContentType.ALERT -> alert(content, true);
            default -> throw new RecordViolation(Alert.NO_RENEGOTIATION, "a handshake after the handshake");
        };
    }

    private Opened alert(int count, boolean mayWarn) throws RecordViolation {
        Opened alert = PeerAlert.read(plain, count, mayWarn);
        alertCode = Byte.toUnsignedInt(plain[1]);
        return alert;
    }

    private static void requireGenuine(boolean genuine) throws RecordViolation {
        if (!genuine) {
            throw new RecordViolation(Alert.BAD_RECORD_MAC, "a record has a wrong tag");
        }
    }

    private Opened handshakeMessages(CipherSuite suite, byte[] state, int count) throws RecordViolation {
        int tickets = ticketsIgnored ? SessionTickets.end(plain, count) : 0;
        if (tickets > 0 && tickets == count) {
            return Opened.IGNORED;
        }
        boolean wanted = KeyUpdate.read(plain, tickets, count);
        advance(suite, state, Direction.READ);
        return wanted ? Opened.KEYS_WANTED : Opened.KEYS_UPDATED;
    }

    /** Seals what stands at the beginning of {@link #plain}. */
    private void seal(CipherSuite suite, byte[] state, byte type, int count, ByteBuffer target) {
        if (suite.isTls12()) {
            older.seal(suite, cipher(suite), state, type, plain, count, sealed, target);
            return;
        }
        plain[count] = type;
        int body = count + 1 + Aead.TAG;
        RecordHeader.write(header, body);
        byte[] key = derive(suite, state, Direction.WRITE);
        cipher(suite).seal(key, nonce, header, plain, count + 1, sealed);
        Arrays.fill(key, (byte) 0);
        target.put(header).put(sealed, 0, body);
    }

    /** The key of the next record; its nonce is in {@link #nonce}. The sequence number is used up. */
    private byte[] derive(CipherSuite suite, byte[] state, Direction way) {
        int secretAt = Traffic.secretAt(suite, way);
        byte[] key = new byte[suite.keyBytes()];
        schedule.expand(suite, state, secretAt, Label.KEY, key);
        schedule.expand(suite, state, secretAt, Label.IV, nonce);
        Traffic.mix(nonce, Traffic.useSequence(state, way));
        return key;
    }

    private void advance(CipherSuite suite, byte[] state, Direction way) {
        byte[] next = new byte[suite.secretBytes()];
        schedule.expand(suite, state, Traffic.secretAt(suite, way), Label.NEXT_SECRET, next);
        Traffic.replaceSecret(suite, state, way, next);
        Arrays.fill(next, (byte) 0);
    }

    private Aead cipher(CipherSuite suite) {
        return ciphers.computeIfAbsent(suite, makeCipher);
    }
}
