package dev.mooring.proof.units;

import java.util.List;
import java.util.Map;

/**
 * Cases that one systemd has at the same time, each under a name of its own.
 *
 * @param cases none has a file that another one sees
 * @param shared files that all of them see: drop-ins of every service, by path
 * @param reloaded whether systemd read the shared ones before verify looked
 */
record UnitBatch(List<UnitCase> cases, Map<String, String> shared, boolean reloaded) {
    UnitBatch {
        cases = List.copyOf(cases);
        shared = Map.copyOf(shared);
    }
}
