package dev.mooring.loadgenerator.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The host of a URL, and whether a certificate is for it, RFC 9525: by the alternative names alone, an address by one that is an
 * address, and {@code *} for one whole label, the first.
 */
record HostName(String host) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** Whether it is an address: such a one is not named in a greeting, RFC 6066 section 3. */
    boolean isAddress() {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    boolean isNamedIn(X509Certificate certificate) {
        return isAddress()
                ? names(certificate, IP_ADDRESS).stream().anyMatch(this::isSameAddress)
                : names(certificate, DNS_NAME).stream().anyMatch(this::matches);
    }

    /** Every name and address that a certificate is for. */
    static List<String> namesOf(X509Certificate certificate) {
        List<String> all = names(certificate, DNS_NAME);
        all.addAll(names(certificate, IP_ADDRESS));
        return all;
    }

    private boolean matches(String pattern) {
        String own = withoutDot(host);
        String name = withoutDot(pattern);
        if (!name.startsWith("*.")) {
            return own.equals(name);
        }
        int dot = own.indexOf('.');
        // "*.com" is for nobody.
        return dot > 0 && name.indexOf('.', 2) > 0 && own.substring(dot).equals(name.substring(1));
    }

    /** Neither is looked up: both are addresses in digits. */
    private boolean isSameAddress(String address) {
        return InetAddress.ofLiteral(host).equals(InetAddress.ofLiteral(address));
    }

    private static String withoutDot(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static List<String> names(X509Certificate certificate, int type) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(type) && alternative.get(1) instanceof String name) {
                        names.add(name);
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            // It is for no name then.
        }
        return names;
    }
}
