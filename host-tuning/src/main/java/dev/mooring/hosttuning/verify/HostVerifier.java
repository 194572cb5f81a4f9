package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostUnreachableException;

/** A check of one host in one round: probe, read, compare. Safe to use from many threads at once. */
@FunctionalInterface
public interface HostVerifier {
    HostReport check(Host host) throws HostUnreachableException;
}
