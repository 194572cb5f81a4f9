package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.OptionalLong;

/**
 * Open files of a new session. Where limits.d asks for more than fs.nr_open, PAM fails to set it, says so in the journal
 * and nowhere else, and the session goes on with 524,288 (measured, Debian 12).
 */
final class SessionRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        HostReading reading = host.reading();
        long required = host.requiredNofile();
        Subject subject = new Subject("session nofile", Severity.FAILURE, ">= " + required, "nofile of the plan");
        OptionalLong hard = reading.session().hardNofile();
        if (hard.isEmpty()) {
            return List.of(subject.unknown(Observed.NOTHING, "The limit of the session could not be read."));
        }
        OptionalLong configured = reading.limitsFiles()
                .winner(reading.session().domain(), "hard")
                .map(line -> Numbers.read(line.value()))
                .orElse(OptionalLong.empty());
        Observed observed = observed(reading);
        if (hard.getAsLong() < configured.orElse(0)) {
            return List.of(fellBack(subject, observed, reading, configured.getAsLong()));
        }
        if (hard.getAsLong() < required) {
            return List.of(subject.fail(
                    observed,
                    "A session of " + reading.session().user() + " may open " + hard.getAsLong() + " files at most.",
                    "sudo prlimit --pid $$ --nofile=" + required
                            + " for this shell; for all, limits.d as above and a new" + " login",
                    Survival.UNKNOWN));
        }
        return List.of(subject.pass(observed, "A new session has it.", Survival.YES));
    }

    private static Observed observed(HostReading reading) {
        return reading.limitsFiles()
                .winner(reading.session().domain(), "hard")
                .map(line -> Observed.configured(line.value(), line.line().origin()))
                .orElse(Observed.NOTHING)
                .process(text(reading.session().softNofile()) + "/"
                        + text(reading.session().hardNofile()));
    }

    private static Finding fellBack(Subject subject, Observed observed, HostReading reading, long configured) {
        OptionalLong ceiling = reading.kernelNumber("fs.nr_open");
        String sentence =
                "The session has " + observed.process() + " although " + observed.origin() + " asks for " + configured;
        if (ceiling.isPresent() && configured > ceiling.getAsLong()) {
            return subject.fail(
                    observed,
                    sentence + ": PAM could not set more than fs.nr_open=" + ceiling.getAsLong() + " and fell back.",
                    "sudo sysctl -w fs.nr_open=" + powerOfTwo(configured) + ", or lower the limit; then log in again",
                    Survival.NO);
        }
        String message = reading.pamMessages().word();
        String cause = message.isEmpty() ? "it was opened before the file was written, or without PAM" : message;
        return subject.fail(observed, sentence + ": " + cause + ".", "log in again", Survival.UNKNOWN);
    }

    private static long powerOfTwo(long number) {
        return Long.highestOneBit(number - 1) << 1;
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
    }
}
