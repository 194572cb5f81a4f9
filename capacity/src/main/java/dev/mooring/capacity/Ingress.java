package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import java.time.Duration;

/**
 * How clients come in, and what that costs a host.
 *
 * @param front what they connect to
 * @param targetType what a host is to a load balancer; says nothing without one
 * @param tls where TLS ends
 * @param proxyProtocol whether the load balancer tells the clients' addresses, by PROXY v2
 */
public record Ingress(Front front, TargetType targetType, Tls tls, boolean proxyProtocol) {
    /** A ping and its pong. */
    private static final int RECORDS_PER_PING = 2;

    /** Whether clients speak wss. */
    public boolean secure() {
        return tls != Tls.NONE;
    }

    /** Whether the load balancer has a TLS listener. */
    public boolean endsAtBalancer() {
        return tls == Tls.BALANCER;
    }

    /** Whether the server speaks TLS itself. */
    public boolean endsOnHost() {
        return tls == Tls.HOST;
    }

    Ingress withTls(Tls ends) {
        return new Ingress(front, targetType, ends, proxyProtocol);
    }

    /** Heap of each connection beside a plain one whose address nobody tells. */
    public Bytes heap() {
        Bytes address = proxyProtocol ? MeasuredCosts.CLIENT_ADDRESS : Bytes.of(0);
        return endsOnHost() ? address.plus(MeasuredCosts.TLS_HEAP) : address;
    }

    /** Resident memory of the server beside its heap, with as many event loops, beyond what it has without TLS. */
    Bytes resident(int loops) {
        return endsOnHost() ? TlsMemory.resident(loops) : Bytes.of(0);
    }

    /** CPU of one handshake on the host, that of TLS included, with a certificate of ECDSA. */
    public Duration handshakeCpu() {
        return endsOnHost()
                ? MeasuredCosts.HANDSHAKE_CPU.plus(MeasuredCosts.TLS_HANDSHAKE_CPU)
                : MeasuredCosts.HANDSHAKE_CPU;
    }

    /** CPU of one ping and its pong on the host. */
    public Duration pingCpu() {
        return endsOnHost() ? MeasuredCosts.PING_CPU.plus(MeasuredCosts.TLS_PING_CPU) : MeasuredCosts.PING_CPU;
    }

    /** Bytes of a ping, its pong and the acknowledgement between client and load balancer. */
    long clientWire() {
        return MeasuredCosts.PING_WIRE.count() + (secure() ? RECORDS_PER_PING * MeasuredCosts.TLS_RECORD.count() : 0);
    }

    /** The same at the host. */
    long hostWire() {
        return MeasuredCosts.PING_WIRE.count()
                + (endsOnHost() ? RECORDS_PER_PING * MeasuredCosts.TLS_RECORD.count() : 0);
    }

    /** US dollars a month for the secret with the hosts' certificate. */
    public double monthlyCost() {
        return tls.monthlyCost();
    }

    /** The part of it that leaves AWS. */
    long egress() {
        return MeasuredCosts.PING_EGRESS.count() + (secure() ? MeasuredCosts.TLS_RECORD.count() : 0);
    }
}
