package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import java.util.List;
import java.util.Vector;

/**
 * The keys of one session, and whether it came as far as offering them. Used by the thread that logs in; the queries
 * may be asked by any other.
 */
@SuppressWarnings("JdkObsolete") // JSch's interface has a Vector
final class OfferedKeys implements IdentityRepository {
    private final List<Identity> keys;
    private final String source;
    private volatile boolean offered;

    /**
     * Keys to offer, in this order.
     *
     * @param source where they come from, for messages
     */
    OfferedKeys(List<Identity> keys, String source) {
        this.keys = List.copyOf(keys);
        this.source = source;
    }

    /** True once the host has accepted to be offered keys. */
    boolean wereOffered() {
        return offered;
    }

    int count() {
        return keys.size();
    }

    String source() {
        return source;
    }

    @Override
    public Vector<Identity> getIdentities() {
        offered = true;
        return new Vector<>(keys);
    }

    @Override
    public String getName() {
        return source;
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {
        throw new UnsupportedOperationException("keys are never removed");
    }
}
