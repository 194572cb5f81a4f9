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
        HostFacts facts = host.facts();
        long required = host.requiredNofile();
        Check check = new Check("session nofile", Severity.FAILURE, ">= " + required, "nofile of the plan");
        SessionFacts session = facts.session();
        if (session.service().isPresent()) {
            return List.of(check.skip(
                    Actual.NOTHING.process(text(session.softNofile()) + "/" + text(session.hardNofile())),
                    "The check ran in " + session.service().get()
                            + ", which is no session; what sessions get is judged from limits.d."));
        }
        if (session.softNofile().isEmpty() || session.hardNofile().isEmpty()) {
            return List.of(check.unknown(Actual.NOTHING, "The limit of the session could not be read."));
        }
        return List.of(check(
                host,
                check,
                session.softNofile().getAsLong(),
                session.hardNofile().getAsLong()));
    }

    private static Finding check(CheckedHost host, Check check, long soft, long hard) {
        HostFacts facts = host.facts();
        LimitsUser user = facts.files().limits().user(facts.session().user());
        LimitsWish wish = facts.files().limits().wish(user);
        LimitsWish.Pair asked =
                facts.files().limits().asked(user, facts.kernel().number("fs.nr_open"));
        long required = host.requiredNofile();
        Actual actual = wish.hard()
                .map(line -> Actual.configured(line.value(), line.line().origin()))
                .orElse(Actual.NOTHING)
                .process(soft + "/" + hard);
        if (wish.hard().isPresent()
                && asked.hard().isPresent()
                && hard < asked.hard().getAsLong()) {
            return fellBack(check, actual, host, user, asked.hard().getAsLong());
        }
        if (hard < required) {
            return check.fail(
                    actual,
                    "A session of " + user.name() + " may open " + hard + " files at most.",
                    "sudo prlimit --pid $$ --nofile=" + required
                            + " for this shell; for all, limits.d as above and a new login",
                    Survival.UNKNOWN);
        }
        if (soft < required) {
            return check.fail(
                    actual,
                    "A session of " + user.name() + " may open " + soft + " files until it raises its limit"
                            + wish.soft()
                                    .map(line -> "; " + line.line().origin() + " asks for " + line.value())
                                    .orElse("")
                            + ".",
                    "ulimit -Sn " + required + " for this shell; for all, limits.d as above and a new login",
                    Survival.UNKNOWN);
        }
        return check.pass(actual, "A new session has it.", Survival.YES);
    }

    private static Finding fellBack(Check check, Actual actual, CheckedHost host, LimitsUser user, long configured) {
        HostFacts facts = host.facts();
        OptionalLong ceiling = facts.kernel().number("fs.nr_open");
        String sentence = "The session has " + actual.process() + " although " + actual.origin() + " asks for "
                + actual.configured();
        if (ceiling.isPresent() && configured > ceiling.getAsLong()) {
            return check.fail(
                    actual,
                    sentence + ": PAM could not set more than fs.nr_open=" + ceiling.getAsLong() + " and fell back.",
                    NofileCeilingRule.remedy(host, user, ceiling.getAsLong()) + " # then log in again",
                    Survival.NO);
        }
        String message = facts.session().pamMessages().word();
        String cause = message.isEmpty() ? "it was opened before the file was written, or without PAM" : message;
        return check.fail(actual, sentence + ": " + cause + ".", "log in again", Survival.UNKNOWN);
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
    }
}
