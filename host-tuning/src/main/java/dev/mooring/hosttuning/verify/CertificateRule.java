package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.HostSecrets;
import dev.mooring.capacity.credential.CertificateChain;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The certificates of a running server that ends TLS: their dates by the host's clock, the order of the chain, whether the key is
 * theirs, whether they are for the fleet's name, and who may read the key. And whether it ends TLS where the plan says so.
 */
final class CertificateRule implements Rule {
    private static final String OWNER_ONLY = "600";
    private static final String RENEW = "put the chain and the key into the secret, or the file, that the server reads";
    private static final Duration DAY = Duration.ofDays(1);

    @Override
    public List<Finding> check(CheckedHost host) {
        TlsFacts tls = host.facts().server().certificates();
        if (host.profile().role() != Role.SERVER
                || host.facts().server().process().isEmpty()
                || tls.settings().equals(ProbeSection.MISSING)) {
            return List.of();
        }
        boolean planned = host.plan().spec().ingress().endsOnHost();
        Check ends = new Check("tls", Severity.FAILURE, "on the host", "tls=host of the plan");
        if (!tls.settings().isRead()) {
            return planned
                    ? List.of(ends.unknown(
                            Actual.NOTHING, "The server's configuration could not be read; verify as root."))
                    : List.of();
        }
        if (tls.files().isAbsent()) {
            return planned
                    ? List.of(ends.fail(
                            Actual.NOTHING.process("none"),
                            "The server was told no certificate: its clients cannot connect over wss.",
                            "replace the host, whose user-data writes tls-ports and tls-certificate; or write them into the"
                                    + " server's configuration, then " + ServerProcessRule.RESTART,
                            Survival.NO))
                    : List.of();
        }
        Optional<ShownCertificate.Reading> reading =
                tls.files().isRead() ? ShownCertificate.of(tls.files().text()) : Optional.empty();
        return reading.map(read -> check(host, read))
                .orElseGet(() -> List.of(new Check("certificate", Severity.FAILURE, "valid", "tls-certificate")
                        .unknown(Actual.NOTHING, "The files of the certificates could not be read; verify as root.")));
    }

    private static List<Finding> check(CheckedHost host, ShownCertificate.Reading reading) {
        List<Finding> findings = new ArrayList<>();
        for (ShownCertificate each : reading.certificates()) {
            findings.addAll(each.chain()
                    .map(chain -> List.of(
                            dates(chain, reading.time(), each.certificate()),
                            renewal(chain, reading.time(), each.certificate()),
                            order(chain, each.certificate()),
                            pair(chain, each)))
                    .orElseGet(() -> List.of(named("certificate", Severity.FAILURE, "valid", each.certificate())
                            .unknown(Actual.NOTHING, "No certificate could be read from its file."))));
            findings.add(mode(each.key()));
        }
        host.domain().ifPresent(domain -> findings.add(name(domain, reading.certificates())));
        return findings;
    }

    private static Finding dates(CertificateChain chain, Instant now, ShownCertificate.File file) {
        Check check = named("certificate", Severity.FAILURE, "valid", file);
        Actual actual = Actual.NOTHING.process("until " + chain.expiry());
        if (now.isBefore(chain.beginning())) {
            return check.fail(
                    actual,
                    "It is valid from " + chain.beginning() + " on, and the host's clock says " + now + ".",
                    "set the host's clock, or " + RENEW,
                    Survival.NO);
        }
        return now.isAfter(chain.expiry())
                ? check.fail(
                        actual, "It has expired at " + chain.expiry() + ": no client connects.", RENEW, Survival.NO)
                : check.pass(actual, "It is valid at this time.", Survival.UNKNOWN);
    }

    private static Finding renewal(CertificateChain chain, Instant now, ShownCertificate.File file) {
        Check check = named(
                "certificate renewal", Severity.WARNING, ">= " + HostSecrets.RENEWED_WITHIN.toDays() + " days", file);
        Duration left = Duration.between(now, chain.expiry());
        Actual actual = Actual.NOTHING.process(Math.floorDiv(left.toSeconds(), DAY.toSeconds()) + " days");
        return left.compareTo(HostSecrets.RENEWED_WITHIN) < 0
                ? check.fail(
                        actual,
                        "It ends at " + chain.expiry() + ", and nobody has renewed it.",
                        RENEW,
                        Survival.UNKNOWN)
                : check.pass(actual, "It is good for long enough.", Survival.UNKNOWN);
    }

    private static Finding order(CertificateChain chain, ShownCertificate.File file) {
        Check check = named("certificate chain", Severity.FAILURE, "each signed by the next", file);
        Actual actual = Actual.NOTHING.process(chain.certificates().size() + " certificates");
        return chain.disorder()
                .map(disorder -> check.fail(
                        actual,
                        "Its " + disorder + ": some clients refuse it.",
                        "put the server's certificate first, then each one's issuer",
                        Survival.NO))
                .orElseGet(() -> check.pass(actual, "Each is signed by the next.", Survival.UNKNOWN));
    }

    private static Finding pair(CertificateChain chain, ShownCertificate each) {
        Check check = named("certificate key", Severity.FAILURE, "the certificate's", each.key());
        if (each.publicHalf().isEmpty()) {
            return check.unknown(
                    Actual.NOTHING,
                    "The public half of its key could not be had from openssl; install it, or verify as root.");
        }
        return each.publicHalf().get().is(chain.publicKey())
                ? check.pass(Actual.NOTHING, "Its key is the certificate's.", Survival.UNKNOWN)
                : check.fail(
                        Actual.NOTHING,
                        "Its key belongs to another certificate: the server starts no more.",
                        RENEW,
                        Survival.NO);
    }

    private static Finding mode(ShownCertificate.File key) {
        Check check = named("certificate key file", Severity.FAILURE, OWNER_ONLY, key);
        Actual actual = Actual.NOTHING.kernel(key.mode() + " " + key.owner());
        if (key.mode().equals("?")) {
            return check.unknown(actual, "Who may read it could not be read.");
        }
        return key.isOpenToOthers()
                ? check.fail(
                        actual,
                        "Others than " + key.owner() + " may read the private key.",
                        "sudo chmod " + OWNER_ONLY + " " + key.name()
                                + ", and take it for known: have another one issued",
                        Survival.NO)
                : check.pass(actual, "Only " + key.owner() + " may read it.", Survival.YES);
    }

    /** A client is shown the one that is for the name it asks for. */
    private static Finding name(String domain, List<ShownCertificate> certificates) {
        Check check = new Check("certificate name", Severity.FAILURE, domain, "domain, or name, of context deployment");
        List<CertificateChain> chains =
                certificates.stream().flatMap(each -> each.chain().stream()).toList();
        String names = chains.stream().flatMap(chain -> chain.names().stream()).collect(Collectors.joining(", "));
        Actual actual = Actual.NOTHING.process(names);
        if (chains.stream().anyMatch(chain -> chain.isFor(domain))) {
            return check.pass(actual, "It is for the name that clients connect to.", Survival.UNKNOWN);
        }
        return chains.size() < certificates.size()
                ? check.unknown(actual, "Not every certificate could be read.")
                : check.fail(
                        actual,
                        "It is for " + (names.isEmpty() ? "no name" : names) + ", and clients connect to " + domain
                                + ".",
                        RENEW,
                        Survival.NO);
    }

    /** Of several certificates each has its own findings. */
    private static Check named(String what, Severity severity, String expected, ShownCertificate.File file) {
        return new Check(what, severity, expected, file.name());
    }
}
