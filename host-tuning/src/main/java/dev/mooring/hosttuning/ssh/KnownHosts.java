package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import dev.mooring.capacity.RefusedException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host keys that sessions trust. JSch parses the entries, hashed ones too, but never holds the file: left alone it
 * rewrites the file from every session and connects to a host whose key has changed.
 *
 * <p>A key is refused when the host is known under any other key. A host that is not known at all is refused, or
 * learned in one step with the check, so of two sessions that meet the same new host the second sees what the first
 * learned. Thread-safe: sessions share one instance. Wildcard host patterns match certificates only.
 */
public final class KnownHosts implements HostKeyRepository {
    private final HostKeyRepository entries;
    private final Optional<KnownHostsFile> learnInto;
    private final String source;

    private KnownHosts(String text, String source, Optional<KnownHostsFile> learnInto) {
        this.entries = parse(text, source);
        this.source = source;
        this.learnInto = learnInto;
    }

    /** Trusts what the file says. */
    public static KnownHosts strict(KnownHostsFile file) {
        return new KnownHosts(file.text(), file.path().toString(), Optional.empty());
    }

    /** Trusts what the file says, and the first key of a host that it does not name; that key is appended to it. */
    public static KnownHosts acceptNew(KnownHostsFile file) {
        return new KnownHosts(file.text(), file.path().toString(), Optional.of(file));
    }

    /**
     * Trusts these keys of one host and nothing else.
     *
     * @param keys lines of the form {@code type base64}
     * @param source where they were found, for messages
     */
    public static KnownHosts pinned(SshAddress address, List<String> keys, String source) {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(address.alias()).append(' ').append(key).append('\n'));
        return new KnownHosts(text.toString(), source, Optional.empty());
    }

    @Override
    public synchronized int check(String alias, byte[] key) {
        int verdict = verdict(alias, Base64.getEncoder().encodeToString(key));
        if (verdict != NOT_INCLUDED || learnInto.isEmpty()) {
            return verdict;
        }
        learn(learnInto.get(), alias, key);
        return OK;
    }

    @Override
    public synchronized HostKey[] getHostKey(String alias, @Nullable String type) {
        return entries.getHostKey(alias, type);
    }

    @Override
    public synchronized HostKey[] getHostKey() {
        return entries.getHostKey();
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return source;
    }

    @Override
    public void add(HostKey key, @Nullable UserInfo user) {
        throw new UnsupportedOperationException("keys are learned by check");
    }

    @Override
    public void remove(String alias, @Nullable String type) {
        throw new UnsupportedOperationException("known hosts are never removed");
    }

    @Override
    public void remove(String alias, @Nullable String type, byte @Nullable [] key) {
        remove(alias, type);
    }

    /** A revoked key is a changed key: JSch would let an RSA one pass, as it looks for it under another name. */
    private int verdict(String alias, String key) {
        HostKey[] known = entries.getHostKey(alias, null);
        if (any(known, "@revoked", key)) {
            return CHANGED;
        }
        if (any(known, "", key)) {
            return OK;
        }
        return Arrays.stream(ownEntries(alias, known))
                        .anyMatch(entry -> entry.getMarker().isEmpty())
                ? CHANGED
                : NOT_INCLUDED;
    }

    private static boolean any(HostKey[] known, String marker, String key) {
        return Arrays.stream(known)
                .anyMatch(entry ->
                        entry.getMarker().equals(marker) && entry.getKey().equals(key));
    }

    /** JSch appends the entries of the bare host to those of {@code [host]:port}; another port is another server. */
    private HostKey[] ownEntries(String alias, HostKey[] known) {
        int end = alias.startsWith("[") ? alias.indexOf("]:") : -1;
        if (end < 0) {
            return known;
        }
        int bare = entries.getHostKey(alias.substring(1, end), null).length;
        return Arrays.copyOf(known, known.length - bare);
    }

    private void learn(KnownHostsFile file, String alias, byte[] key) {
        try {
            HostKey learned = new HostKey(alias, key);
            file.append(alias + " " + learned.getType() + " " + learned.getKey());
            entries.add(learned, null);
        } catch (JSchException e) {
            throw new IllegalStateException("the key of " + alias + " has an unknown type", e);
        }
    }

    private static HostKeyRepository parse(String text, String source) {
        JSch parser = new JSch();
        try {
            parser.setKnownHosts(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (JSchException | RuntimeException e) {
            throw RefusedException.of(
                    "known-hosts", source, "has a line that is not", "a host key", "correct it with ssh-keygen -l -f");
        }
        return parser.getHostKeyRepository();
    }
}
