package dev.mooring.capacity.credential;

import dev.mooring.capacity.unit.RefusedException;

/**
 * Where a certificate or key was read, for what is said of it.
 *
 * @param setting that names it, as tls-key
 * @param value of the setting: a file, or a secret
 */
record Origin(String setting, Object value) {
    RefusedException refused(String relation, String bound, String remedy) {
        return RefusedException.of(setting, value, relation, bound, remedy);
    }
}
