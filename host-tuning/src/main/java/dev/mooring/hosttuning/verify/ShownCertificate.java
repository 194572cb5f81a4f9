package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.credential.CertificateChain;
import dev.mooring.capacity.credential.Pem;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate that a server was told to show, with its key.
 *
 * @param chain empty where it could not be read
 * @param certificate its file
 * @param publicHalf of the private key, in DER; empty where it could not be had
 * @param key the file of the private key
 */
record ShownCertificate(Optional<CertificateChain> chain, File certificate, Optional<DerKey> publicHalf, File key) {
    private static final Pattern HEAD = Pattern.compile("(chain|key) (\\S+) (\\S+) (.+)");
    private static final Pattern TIME = Pattern.compile("time (\\d{1,12})");

    /**
     * A file of it.
     *
     * @param mode in octal digits; a question mark where it could not be looked at
     */
    record File(String name, String mode, String owner) {
        /** Whether somebody beside its owner may do something with it; false where that could not be read. */
        boolean isOpenToOthers() {
            return !mode.equals("?") && !mode.endsWith("00");
        }
    }

    /** A public key as a certificate has it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record DerKey(byte[] bytes) {
        boolean is(PublicKey key) {
            return Arrays.equals(bytes, key.getEncoded());
        }
    }

    /** What the probe read: the time on the host, and each certificate with its key. */
    record Reading(Instant time, List<ShownCertificate> certificates) {}

    /** Empty where the reading is not as the probe writes it, or has not a key for each certificate. */
    static Optional<Reading> of(String text) {
        Optional<Instant> time = Optional.empty();
        List<Part> chains = new ArrayList<>();
        List<Part> keys = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            Matcher clock = TIME.matcher(line);
            if (clock.matches()) {
                time = Optional.of(Instant.ofEpochSecond(Long.parseLong(clock.group(1))));
            } else if (head.matches()) {
                body = new StringBuilder();
                (head.group(1).equals("chain") ? chains : keys)
                        .add(new Part(new File(head.group(4), head.group(2), head.group(3)), body));
            } else {
                body.append(line).append('\n');
            }
        }
        if (time.isEmpty() || chains.isEmpty() || chains.size() != keys.size()) {
            return Optional.empty();
        }
        List<ShownCertificate> all = new ArrayList<>();
        for (int i = 0; i < chains.size(); i++) {
            Part chain = chains.get(i);
            Part key = keys.get(i);
            all.add(new ShownCertificate(chain(chain), chain.file(), publicHalf(key), key.file()));
        }
        return Optional.of(new Reading(time.get(), all));
    }

    private static Optional<CertificateChain> chain(Part part) {
        try {
            return CertificateChain.ofPem(part.body().toString());
        } catch (CertificateException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<DerKey> publicHalf(Part part) {
        try {
            return Pem.read(part.body().toString()).stream()
                    .filter(block -> block.label().equals("PUBLIC KEY"))
                    .map(block -> new DerKey(block.bytes()))
                    .findFirst();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private record Part(File file, StringBuilder body) {}
}
