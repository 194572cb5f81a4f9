package dev.mooring.capacity;

/**
 * How clients come in.
 *
 * @param front what they connect to
 * @param tls whether TLS ends at the load balancer
 * @param proxyProtocol whether the load balancer tells the clients' addresses, by PROXY v2
 */
public record Ingress(Front front, boolean tls, boolean proxyProtocol) {
    Ingress withTls(boolean ends) {
        return new Ingress(front, ends, proxyProtocol);
    }
}
