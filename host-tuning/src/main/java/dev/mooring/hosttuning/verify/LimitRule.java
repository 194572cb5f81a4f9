package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.Limit;
import dev.mooring.hosttuning.setting.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What limits.d gives the sessions that matter: of root, of the user of the check, of the server's user, and of whoever
 * has no line of their own. Who else may log in and gets less is a warning. What a session does get is its own rule.
 */
final class LimitRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        List<Finding> findings = new ArrayList<>(host.findings(Limit.class, LimitRule::check));
        host.profile().ofType(Limit.class).stream()
                .filter(limit -> !limit.domain().equals("root"))
                .forEach(limit -> findings.addAll(others(host, limit)));
        return findings;
    }

    /** The users that a setting is about. */
    static List<LimitsUser> users(CheckedHost host, String domain) {
        LimitsFacts limits = host.facts().files().limits();
        if (domain.equals("root")) {
            return List.of(limits.user("root"));
        }
        return Stream.of(
                        Stream.of(LimitsUser.ANYBODY),
                        Stream.of(host.facts().session().user()).map(limits::user),
                        host.facts().unit().property("User").stream().map(limits::user))
                .flatMap(users -> users)
                .filter(user -> user.equals(LimitsUser.ANYBODY) || (!user.name().isEmpty() && !user.isRoot()))
                .distinct()
                .toList();
    }

    private static Finding check(CheckedHost host, Limit limit) {
        Check check = Check.of(limit, host.memory());
        LimitsFiles files = host.facts().files().limits().files();
        if (!host.facts().files().limits().complete()) {
            return check.unknown(
                    Actual.NOTHING,
                    (files.complete() ? "The list of users" : files.files().unread()) + " could not be read.");
        }
        if (files.unopened().isPresent()) {
            ConfiguredLine link = files.unopened().get();
            return check.fail(
                    Actual.configured("", link.file()).by(Evidence.FILES),
                    link.file() + " is " + link.instead()
                            + ": pam_limits cannot open it, and while it is there no session begins.",
                    "sudo rm -f " + Repair.quoted(link.file())
                            + (link.file().equals(LimitsFiles.MAIN) ? " && sudo touch " + LimitsFiles.MAIN : ""),
                    Survival.NO);
        }
        if (!files.hasMain()) {
            return check.fail(
                    Actual.NOTHING,
                    LimitsFiles.MAIN + " is missing, and without it PAM reads no file of limits.d.",
                    "sudo touch " + LimitsFiles.MAIN,
                    Survival.NO);
        }
        List<Finding> findings = users(host, limit.domain()).stream()
                .map(user -> check(host, limit, user, check))
                .toList();
        List<Finding> failed = findings.stream()
                .filter(finding -> finding.outcome() == Outcome.FAIL)
                .toList();
        if (!failed.isEmpty()) {
            Finding first = failed.getFirst();
            String remedies = failed.stream().map(Finding::remedy).distinct().collect(Collectors.joining(" && "));
            return check.fail(first.actual(), first.sentence(), remedies, first.survival());
        }
        return findings.stream()
                .filter(finding -> finding.outcome() == Outcome.UNKNOWN)
                .findFirst()
                .orElseGet(findings::getFirst);
    }

    /** Whoever else may log in: that they get less is said, and keeps no host out. */
    private static Stream<Finding> othersOf(CheckedHost host, Limit limit) {
        List<LimitsUser> judged = users(host, limit.domain());
        return host.facts().files().limits().users().stream()
                .filter(user -> !user.isRoot() && !judged.contains(user))
                .map(user -> check(
                        host,
                        limit,
                        user,
                        new Check(
                                "nofile " + user.name() + " " + limit.type(),
                                Severity.WARNING,
                                limit.requirement().text(host.memory()),
                                limit.requirement().value().formula())));
    }

    private static List<Finding> others(CheckedHost host, Limit limit) {
        LimitsFiles files = host.facts().files().limits().files();
        if (!host.facts().files().limits().complete()
                || !files.hasMain()
                || files.unopened().isPresent()) {
            return List.of();
        }
        Finding everyone = check(host, limit);
        return othersOf(host, limit)
                .filter(finding -> finding.outcome() == Outcome.FAIL)
                .filter(finding -> !finding.actual().equals(everyone.actual()))
                .toList();
    }

    private static Finding check(CheckedHost host, Limit limit, LimitsUser user, Check check) {
        LimitsFacts limits = host.facts().files().limits();
        LimitsWish wish = limits.wish(user);
        if (wish.exemption().isPresent()) {
            ConfiguredLine line = wish.exemption().get();
            return check.fail(
                    Actual.configured("none", line.origin()).by(Evidence.FILES),
                    line.origin() + " takes " + user.inWords() + " out of all limits: a session gets the usual ones.",
                    Repair.remove(line, LimitsFiles.DIRECTORY),
                    Survival.NO);
        }
        Optional<Assignment> line = wish.of(limit.type());
        if (line.isPresent()
                && line.get().value().equals("unlimited")
                && limits.pam().unlimitedIsCeiling().isEmpty()) {
            return check.unknown(
                    actual(line),
                    line.get().line().origin() + " sets unlimited, which PAM takes for fs.nr_open since 1.5.2, and"
                            + " refuses before; the release of this one could not be read.");
        }
        OptionalLong asked =
                limits.asked(user, host.facts().kernel().number("fs.nr_open")).of(limit.type());
        Actual actual = actual(line);
        String remedy = remedy(host, user);
        if (asked.isEmpty()) {
            return check.fail(actual, "No file sets it.", remedy, Survival.NO);
        }
        if (limit.requirement().holds(Long.toUnsignedString(asked.getAsLong()), host.memory())) {
            return check.pass(
                    actual,
                    line.isPresent()
                            ? "Set for new sessions."
                            : "No file sets it; a session starts with " + asked.getAsLong() + ", as process 1 did.",
                    Survival.YES);
        }
        return check.fail(actual, sentence(limit, user, wish, asked.getAsLong()), remedy, Survival.NO);
    }

    private static Actual actual(Optional<Assignment> line) {
        return line.map(found -> Actual.configured(found.value(), found.line().origin()))
                .orElse(Actual.NOTHING)
                .by(Evidence.FILES);
    }

    private static String sentence(Limit limit, LimitsUser user, LimitsWish wish, long asked) {
        Optional<Assignment> line = wish.of(limit.type());
        if (line.isEmpty()) {
            return "No file sets it for " + user.inWords() + "; a session starts with " + asked + ".";
        }
        String decides = line.get().line().origin() + " decides for " + user.inWords() + " and sets "
                + line.get().value();
        boolean lowered =
                !line.get().value().equals(Long.toString(asked)) && wish.hard().isPresent();
        return lowered
                ? decides + ", which " + wish.hard().get().line().origin() + " lowers to " + asked + "."
                : decides + ".";
    }

    /**
     * A file of our own that outdoes all others, for the user, or for everyone where no line is about the user alone. It has
     * both limits, because a soft one is never above the hard one.
     */
    static String remedy(CheckedHost host, LimitsUser user) {
        LimitsFacts limits = host.facts().files().limits();
        LimitsWish wish = limits.wish(user);
        boolean everyone = !user.isRoot() && wish.equals(limits.wish(LimitsUser.ANYBODY));
        String winner = Stream.of(wish.soft(), wish.hard())
                .flatMap(Optional::stream)
                .map(line -> line.line().fileName())
                .max(String::compareTo)
                .orElse("");
        String name = everyone ? "*" : user.name();
        return Repair.write(
                LimitsFiles.DIRECTORY + Repair.outdoing("99-zz-mooring", winner, everyone ? "everyone" : name),
                name + " soft nofile " + host.requiredNofile(),
                name + " hard nofile " + host.requiredNofile());
    }
}
