package dev.mooring.capacity;

import dev.mooring.capacity.price.Price;
import dev.mooring.capacity.unit.RefusedException;

/** Where the TLS of the clients' connections ends. */
public enum Tls {
    /** There is none: clients speak ws. */
    NONE("false"),
    /** At the load balancer, which has a certificate of ACM. */
    BALANCER("true"),
    /** At the server on the host, which has a certificate of its own. */
    HOST("host");

    private final String text;

    Tls(String text) {
        this.text = text;
    }

    /**
     * The one that is called so.
     *
     * @param name of the input, for the refusal
     * @throws RefusedException when none is
     */
    static Tls parse(String name, String text) {
        for (Tls each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        throw RefusedException.of(
                name,
                text,
                "is not one of",
                "true, false, host",
                "write true for TLS at the load balancer, host for TLS on the hosts");
    }

    /** US dollars a month for the secret with the hosts' certificate. */
    public double monthlyCost() {
        return this == HOST ? Price.SECRET_MONTH.dollars() : 0;
    }

    /** As an input has it. */
    @Override
    public String toString() {
        return text;
    }
}
