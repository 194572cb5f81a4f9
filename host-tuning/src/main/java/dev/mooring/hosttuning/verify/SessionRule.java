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
        SessionReading session = reading.session();
        if (session.service().isPresent()) {
            return List.of(subject.skip(
                    Observed.NOTHING.process(text(session.softNofile()) + "/" + text(session.hardNofile())),
                    "The check ran in " + session.service().get()
                            + ", which is no session; what sessions get is judged from limits.d."));
        }
        if (session.softNofile().isEmpty() || session.hardNofile().isEmpty()) {
            return List.of(subject.unknown(Observed.NOTHING, "The limit of the session could not be read."));
        }
        return List.of(check(
                host,
                subject,
                session.softNofile().getAsLong(),
                session.hardNofile().getAsLong()));
    }

    private static Finding check(CheckedHost host, Subject subject, long soft, long hard) {
        HostReading reading = host.reading();
        LimitsUser user = reading.limits().user(reading.session().user());
        LimitsWish wish = reading.limits().wish(user);
        LimitsWish.Pair asked = reading.limits().asked(user, reading.kernelNumber("fs.nr_open"));
        long required = host.requiredNofile();
        Observed observed = wish.hard()
                .map(line -> Observed.configured(line.value(), line.line().origin()))
                .orElse(Observed.NOTHING)
                .process(soft + "/" + hard);
        if (wish.hard().isPresent()
                && asked.hard().isPresent()
                && hard < asked.hard().getAsLong()) {
            return fellBack(subject, observed, host, user, asked.hard().getAsLong());
        }
        if (hard < required) {
            return subject.fail(
                    observed,
                    "A session of " + user.name() + " may open " + hard + " files at most.",
                    "sudo prlimit --pid $$ --nofile=" + required
                            + " for this shell; for all, limits.d as above and a new login",
                    Survival.UNKNOWN);
        }
        if (soft < required) {
            return subject.fail(
                    observed,
                    "A session of " + user.name() + " may open " + soft + " files until it raises its limit"
                            + wish.soft()
                                    .map(line -> "; " + line.line().origin() + " asks for " + line.value())
                                    .orElse("")
                            + ".",
                    "ulimit -Sn " + required + " for this shell; for all, limits.d as above and a new login",
                    Survival.UNKNOWN);
        }
        return subject.pass(observed, "A new session has it.", Survival.YES);
    }

    private static Finding fellBack(
            Subject subject, Observed observed, CheckedHost host, LimitsUser user, long configured) {
        HostReading reading = host.reading();
        OptionalLong ceiling = reading.kernelNumber("fs.nr_open");
        String sentence = "The session has " + observed.process() + " although " + observed.origin() + " asks for "
                + observed.configured();
        if (ceiling.isPresent() && configured > ceiling.getAsLong()) {
            return subject.fail(
                    observed,
                    sentence + ": PAM could not set more than fs.nr_open=" + ceiling.getAsLong() + " and fell back.",
                    NofileCeilingRule.remedy(host, user, ceiling.getAsLong()) + " # then log in again",
                    Survival.NO);
        }
        String message = reading.pamMessages().word();
        String cause = message.isEmpty() ? "it was opened before the file was written, or without PAM" : message;
        return subject.fail(observed, sentence + ": " + cause + ".", "log in again", Survival.UNKNOWN);
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
    }
}
