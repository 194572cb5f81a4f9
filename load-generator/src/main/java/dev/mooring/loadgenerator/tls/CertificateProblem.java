package dev.mooring.loadgenerator.tls;

/**
 * Why a server is not taken for who it should be.
 *
 * @param detail what was seen, for a person
 */
public record CertificateProblem(Kind kind, String detail) {
    /** What a person has to do differs by it. */
    public enum Kind {
        UNTRUSTED,
        OUT_OF_DATE,
        WRONG_NAME
    }
}
