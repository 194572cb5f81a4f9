package dev.mooring.hosttuning.verify;

import java.util.OptionalLong;

/**
 * The running server.
 *
 * @param softNofile its limit of open files, from /proc/PID/limits: the only place that tells the truth
 * @param descriptors its open files; empty without the right to look
 */
record ServerReading(long pid, OptionalLong softNofile, OptionalLong descriptors) {
    private static final String ROW = "Max open files";

    static ServerReading of(long pid, Datum limits, Datum descriptors) {
        OptionalLong soft = limits.text()
                .lines()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.substring(ROW.length()).strip().split("\\s+", 2)[0])
                .map(Numbers::read)
                .findFirst()
                .orElse(OptionalLong.empty());
        return new ServerReading(
                pid, soft, descriptors.isRead() ? Numbers.read(descriptors.word()) : OptionalLong.empty());
    }
}
