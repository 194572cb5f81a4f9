package dev.mooring.hosttuning.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The process of the running server.
 *
 * @param softNofile its limit of open files, from /proc/PID/limits: the only place that tells the truth
 * @param descriptors its open files; empty without the right to look
 * @param age since its start
 */
record ServerProcess(long pid, OptionalLong softNofile, OptionalLong descriptors, Optional<Duration> age) {
    private static final String ROW = "Max open files";

    static ServerProcess of(long pid, ProbeSection limits, ProbeSection descriptors, ProbeSection age) {
        OptionalLong seconds = age.isRead() ? KernelNumber.read(age.word()) : OptionalLong.empty();
        return new ServerProcess(
                pid,
                openFiles(limits).soft(),
                descriptors.isRead() ? KernelNumber.read(descriptors.word()) : OptionalLong.empty(),
                seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty());
    }

    /** The row of open files in a limits file of /proc. */
    static LimitsWish.Pair openFiles(ProbeSection limits) {
        return limits.text()
                .lines()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.substring(ROW.length()).strip().split("\\s+", 3))
                .filter(words -> words.length >= 2)
                .map(words -> new LimitsWish.Pair(KernelNumber.read(words[0]), KernelNumber.read(words[1])))
                .findFirst()
                .orElse(LimitsWish.Pair.UNKNOWN);
    }
}
