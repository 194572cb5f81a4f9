package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import java.time.Duration;

/**
 * The costs of one connection, as measured. Every formula of the plan takes its constants from here, so a new
 * measurement changes one line.
 *
 * <p>docs/capacity-model.md lists each constant with its value and source; a test compares the two.
 */
public final class MeasuredCosts {
    /** Kernel slab of one idle TCP socket with its descriptor and epoll item: 1.2 million sockets, kernel 6.1. */
    public static final Bytes KERNEL_MEASURED = Bytes.of(3_920);

    /** The kernel's cost as planned: the measurement rounded up to a page. */
    public static final Bytes KERNEL_PLANNED = Bytes.of(4_096);

    /** Live heap of one idle connection with compact object headers: class histogram, slope from 5,000 to 18,900. */
    public static final Bytes HEAP_MEASURED = Bytes.of(97);

    /** The heap as planned: the bound that the server's memory test holds. */
    public static final Bytes HEAP_PLANNED = Bytes.of(128);

    /** A client's address that the load balancer tells: an object and 18 bytes for IPv6, compact headers; IPv4 takes 40. */
    public static final Bytes CLIENT_ADDRESS = Bytes.of(48);

    /** Heap of a connection that is not a WebSocket yet: itself, its registration and its deadlines. */
    public static final Bytes HELD_STRANGER = Bytes.of(128);

    /** Heap of the part of a request beside its bytes: an array's header and what a busy connection needs. */
    public static final Bytes HELD_REQUEST = Bytes.of(64);

    /** Heap of a message or frame of which a part has arrived, beside its bytes: a decoder of its own. */
    public static final Bytes HELD_MESSAGE = Bytes.of(280);

    /** Heap of a queue for a peer that has not taken everything, beside what is in it. */
    public static final Bytes HELD_QUEUE = Bytes.of(136);

    /** Heap of a chunk of such a queue, beside its bytes. */
    public static final Bytes HELD_CHUNK = Bytes.of(88);

    /** Heap of a reference in such a queue to a message that all queues share. */
    public static final Bytes HELD_REFERENCE = Bytes.of(24);

    /** Heap of a message that another thread has handed to an event loop, beside its bytes. */
    public static final Bytes HELD_HANDED_OVER = Bytes.of(48);

    /**
     * Memory of a published message until it is delivered, beside its frame's bytes and its audience's name: the frame's
     * buffer and references, who is still to deliver it, the promise of an answer.
     */
    public static final Bytes HELD_PUBLICATION = Bytes.of(520);

    /** Heap of a connection that has published messages to wait for, beside the reference to each. */
    public static final Bytes HELD_BACKLOG = Bytes.of(184);

    /** Heap of a request on which the application decides later, beside the bytes: the copy, the promise, and the way back. */
    public static final Bytes HELD_DECISION = Bytes.of(360);

    /** Live heap of the server with no connection: classes, metrics, event loops. */
    public static final Bytes HEAP_FIXED = Bytes.mebi(8);

    /** Resident memory of the server outside its heap, with no connection; a bound the memory test holds. */
    public static final Bytes RESIDENT_FIXED = Bytes.mebi(72);

    /** Resident memory that one idle connection adds to the server: its live heap and what the collector leaves around. */
    public static final Bytes RESIDENT_MEASURED = Bytes.of(142);

    /** Resident memory of the host agent: 81 MB measured on an idle host, 34 MB of them classes; rounded up. */
    public static final Bytes AGENT_RESIDENT = Bytes.mebi(96);

    /** One tracked connection in the kernel's conntrack table: 256 B of slab and its extensions. */
    public static final Bytes CONNTRACK_ENTRY = Bytes.of(320);

    /** One bucket of the conntrack hash table. */
    public static final Bytes CONNTRACK_BUCKET = Bytes.of(8);

    /** CPU of one ping and its pong: one send and one receive, 85 to 91 % of it in the kernel; 11 to 12 us measured. */
    public static final Duration PING_CPU = Duration.ofNanos(12_000);

    /** CPU of one warm handshake: 1.6 times the 25 us of a bare epoll server; a goal, not yet a measurement. */
    public static final Duration HANDSHAKE_CPU = Duration.ofNanos(40_000);

    /** Bytes on the wire of one ping, its pong and the acknowledgement, with IP and TCP headers. */
    public static final Bytes PING_WIRE = Bytes.of(164);

    /** The part of those bytes that leaves AWS. */
    public static final Bytes PING_EGRESS = Bytes.of(106);

    /** Bytes that TLS 1.3 adds to a short message: header, type and tag. */
    public static final Bytes TLS_RECORD = Bytes.of(22);

    /** Heap that TLS on the host adds to an idle connection, with AES-256; 104 B with AES-128 and ChaCha20. */
    public static final Bytes TLS_HEAP = Bytes.of(136);

    /** Resident memory of the library of TLS and of the classes and code that use it. */
    public static final Bytes TLS_LIBRARY = Bytes.mebi(8);

    /** Native memory of one TLS handshake that is under way; given back when it ends. */
    public static final Bytes TLS_HANDSHAKE = Bytes.kibi(8);

    /** CPU of one TLS handshake with a certificate of ECDSA P-256; three times that with RSA-2048. */
    public static final Duration TLS_HANDSHAKE_CPU = Duration.ofNanos(250_000);

    /** CPU of sealing a ping and opening its pong, keys derived each time. */
    public static final Duration TLS_PING_CPU = Duration.ofNanos(2_000);

    /** The most connections that one host held in a recorded run; a shape that needs more of a host is not proposed. */
    public static final long CONNECTIONS_PROVEN = 2_000_000;

    private MeasuredCosts() {}
}
