package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import dev.mooring.hosttuning.ssh.HostKeyVerdict.Trust;
import dev.mooring.hosttuning.ssh.KnownHostsLine.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the known hosts say about one host, for one session: the rules of check_host_key in sshconnect.c of OpenSSH 9.2.
 * JSch asks here for every key; of the patterns it sees nothing, as its own reading of them differs.
 *
 * <p>The entries of the bare name count only where those of {@code [host]:port} do not decide. A key that the bare name
 * revokes is never learned, which ssh does. Used by one session; it locks its {@link KnownHosts}.
 */
final class HostKeys implements HostKeyRepository {
    private final KnownHosts source;
    private final String alias;
    private final String bare;
    private final List<KnownHostsLine> own = new ArrayList<>();
    private final List<KnownHostsLine> ofBareName = new ArrayList<>();
    private final List<KnownHostsLine> obscure = new ArrayList<>();
    private int linesRead;
    private HostKeyVerdict verdict = HostKeyVerdict.NOTHING_KNOWN;

    HostKeys(KnownHosts source, SshAddress address) {
        this.source = source;
        this.alias = address.alias();
        this.bare = address.lowerCaseHost();
        catchUp();
    }

    /** What was said last. */
    HostKeyVerdict verdict() {
        synchronized (source) {
            return verdict;
        }
    }

    String alias() {
        return alias;
    }

    KnownHosts source() {
        return source;
    }

    /** The algorithms to ask for, those of known keys first (sshconnect2.c, order_hostkeyalgs). */
    List<String> ordered(List<String> algorithms) {
        if (knowsTypeOf(algorithms.getFirst())) {
            return algorithms;
        }
        boolean authority = own.stream().anyMatch(line -> line.is(Marker.AUTHORITY));
        List<String> preferred = algorithms.stream()
                .filter(name -> (authority && name.endsWith(PublicKeyText.CERTIFICATE_SUFFIX)) || knowsTypeOf(name))
                .toList();
        return Stream.concat(preferred.stream(), algorithms.stream()).distinct().toList();
    }

    @Override
    public int check(String jschName, byte[] blob) {
        synchronized (source) {
            catchUp();
            PublicKeyText key = PublicKeyText.of(blob);
            verdict = judge(key);
            if (verdict.trust() == Trust.UNKNOWN && source.learns()) {
                verdict = learned(key);
            }
            return switch (verdict.trust()) {
                case KNOWN, LEARNED -> OK;
                case CHANGED, REVOKED -> CHANGED;
                case UNKNOWN, OBSCURED -> NOT_INCLUDED;
            };
        }
    }

    /** None: JSch asks for them to order algorithms and to find revocations, and both are done here. */
    @Override
    public HostKey[] getHostKey(String jschName, @Nullable String type) {
        return new HostKey[0];
    }

    /**
     * The authorities and revoked keys of this host, under a name that fits it. A revoked key is an authority too: JSch
     * asks only of authorities whether they are revoked, and would go on to the plain key where ssh stops.
     */
    @Override
    public HostKey[] getHostKey() {
        synchronized (source) {
            catchUp();
            List<KnownHostsLine> lines = linesForCertificates();
            Stream<HostKey> authorities = lines.stream()
                    .filter(line -> line.is(Marker.AUTHORITY) || line.is(Marker.REVOKED))
                    .map(line -> entry("@cert-authority", line));
            Stream<HostKey> revoked =
                    lines.stream().filter(line -> line.is(Marker.REVOKED)).map(line -> entry("@revoked", line));
            return Stream.concat(authorities, revoked).toArray(HostKey[]::new);
        }
    }

    /**
     * Which of the two names ssh asks depends on the authority that signed, which nobody says here. Where both could
     * decide and the bare one revokes something, the bare one is left out, authorities and all.
     */
    private List<KnownHostsLine> linesForCertificates() {
        boolean ownDecides = own.stream().anyMatch(line -> !line.is(Marker.REVOKED));
        boolean bareRevokes = ofBareName.stream().anyMatch(line -> line.is(Marker.REVOKED));
        return ownDecides && bareRevokes
                ? List.copyOf(own)
                : Stream.concat(own.stream(), ofBareName.stream()).toList();
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return source.name();
    }

    @Override
    public void add(HostKey key, @Nullable UserInfo user) {
        throw new UnsupportedOperationException("keys are learned by check");
    }

    @Override
    public void remove(String jschName, @Nullable String type) {
        throw new UnsupportedOperationException("known hosts are never removed");
    }

    @Override
    public void remove(String jschName, @Nullable String type, byte @Nullable [] key) {
        remove(jschName, type);
    }

    private HostKeyVerdict judge(PublicKeyText key) {
        HostKeyVerdict byOwn = judge(own, key);
        if (byOwn.trust() != Trust.UNKNOWN) {
            return byOwn;
        }
        HostKeyVerdict byBareName = judge(ofBareName, key);
        // Another key of the bare name is that of another server.
        return byBareName.trust() == Trust.CHANGED ? byOwn : byBareName;
    }

    private static HostKeyVerdict judge(List<KnownHostsLine> lines, PublicKeyText key) {
        Optional<KnownHostsLine> revoked = revocation(lines, key);
        if (revoked.isPresent()) {
            return new HostKeyVerdict(Trust.REVOKED, revoked);
        }
        List<KnownHostsLine> plain =
                lines.stream().filter(line -> line.is(Marker.PLAIN)).toList();
        Optional<KnownHostsLine> known =
                plain.stream().filter(line -> line.holds(key)).findFirst();
        if (known.isPresent()) {
            return new HostKeyVerdict(Trust.KNOWN, known);
        }
        return plain.isEmpty()
                ? HostKeyVerdict.NOTHING_KNOWN
                : new HostKeyVerdict(Trust.CHANGED, Optional.of(plain.getFirst()));
    }

    private HostKeyVerdict learned(PublicKeyText key) {
        if (!obscure.isEmpty()) {
            return new HostKeyVerdict(Trust.OBSCURED, Optional.of(obscure.getFirst()));
        }
        source.learn(alias, key);
        return new HostKeyVerdict(Trust.LEARNED, Optional.empty());
    }

    private static Optional<KnownHostsLine> revocation(List<KnownHostsLine> lines, PublicKeyText key) {
        return lines.stream()
                .filter(line -> line.is(Marker.REVOKED)
                        && line.key().orElseThrow().plain().equals(key.plain()))
                .findFirst();
    }

    private boolean knowsTypeOf(String algorithm) {
        String plain = algorithm.replace(PublicKeyText.CERTIFICATE_SUFFIX, "");
        String type = plain.startsWith("rsa-sha2-") ? "ssh-rsa" : plain;
        return own.stream()
                .filter(line ->
                        line.is(Marker.PLAIN) && line.key().orElseThrow().type().equals(type))
                .findFirst()
                .filter(line -> revocation(own, line.key().orElseThrow()).isEmpty())
                .isPresent();
    }

    private void catchUp() {
        synchronized (source) {
            List<KnownHostsLine> lines = source.linesFrom(linesRead);
            linesRead += lines.size();
            lines.forEach(this::sort);
        }
    }

    private void sort(KnownHostsLine line) {
        Coverage coverage = Coverage.of(line.hosts(), alias);
        Coverage ofBare = alias.equals(bare) ? Coverage.NOT_COVERED : Coverage.of(line.hosts(), bare);
        if (line.isUnreadable() || coverage == Coverage.UNREADABLE) {
            boolean hidesAMarker = line.marker() != Marker.PLAIN && ofBare != Coverage.NOT_COVERED;
            if (coverage != Coverage.NOT_COVERED || hidesAMarker) {
                obscure.add(line);
            }
        } else if (coverage == Coverage.COVERED) {
            own.add(line);
        } else if (ofBare == Coverage.COVERED) {
            ofBareName.add(line);
        }
    }

    private static HostKey entry(String marker, KnownHostsLine line) {
        try {
            return new HostKey(
                    marker,
                    "*",
                    HostKey.UNKNOWN,
                    line.key().orElseThrow().plain().blob(),
                    "");
        } catch (JSchException onlyOfGuessedTypes) {
            throw new IllegalStateException(onlyOfGuessedTypes);
        }
    }
}
