package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * No nofile that decides for anybody is above fs.nr_open: systemd lowers it in silence, PAM falls back, other set-ups lock
 * out. A wish for as much as there is ({@code infinity}, and {@code unlimited} where PAM knows it) asks for no more.
 */
final class NofileCeilingRule implements Rule {
    private static final String UNIT_KEY = "LimitNOFILE";

    @Override
    public List<Finding> check(CheckedHost host) {
        OptionalLong ceiling = host.facts().kernel().number("fs.nr_open");
        String expected = ceiling.isPresent() ? "<= " + ceiling.getAsLong() : "<= fs.nr_open";
        Check check = new Check("nofile <= fs.nr_open", Severity.FAILURE, expected, "fs.nr_open of the host");
        if (ceiling.isEmpty()) {
            return List.of(check.unknown(Actual.NOTHING, "fs.nr_open could not be read."));
        }
        long most = ceiling.getAsLong();
        return List.of(sessions(host, check, most)
                .or(() -> unit(host, check, most))
                .orElseGet(() -> none(check, host.facts())));
    }

    private static Finding none(Check check, HostFacts facts) {
        ConfigurationFiles limits = facts.files().limits().files().files();
        ConfigurationFiles unit = facts.unit().files();
        if (!facts.files().limits().complete() || !unit.complete()) {
            String unread =
                    !limits.complete() ? limits.unread() : !unit.complete() ? unit.unread() : "the list of users";
            return check.unknown(Actual.NOTHING.by(Evidence.FILES), "Could not be read: " + unread + ".");
        }
        return check.pass(Actual.NOTHING.by(Evidence.FILES), "No file asks for more.", Survival.UNKNOWN);
    }

    private static Optional<Finding> sessions(CheckedHost host, Check check, long ceiling) {
        return Stream.of("root", "*")
                .flatMap(domain -> LimitRule.users(host, domain).stream())
                .flatMap(user -> above(host, user, ceiling)
                        .map(wish -> tooHigh(
                                check,
                                wish,
                                ceiling,
                                "PAM cannot set it and falls back to less",
                                remedy(host, user, ceiling))))
                .findFirst();
    }

    /** PAM sets both limits at once, so either of them above the ceiling loses both. The hard one is the one to name. */
    private static Stream<Assignment> above(CheckedHost host, LimitsUser user, long ceiling) {
        LimitsFacts limits = host.facts().files().limits();
        LimitsWish wish = limits.wish(user);
        OptionalLong hard = limits.asked(user, OptionalLong.of(ceiling)).hard();
        boolean unlimited = wish.hard().map(Assignment::value).equals(Optional.of("unlimited"));
        boolean known = !unlimited || limits.pam().unlimitedIsCeiling().isPresent();
        return hard.isPresent() && known && Long.compareUnsigned(hard.getAsLong(), ceiling) > 0
                ? wish.hard().stream()
                : Stream.empty();
    }

    private static Optional<Finding> unit(CheckedHost host, Check check, long ceiling) {
        return host.facts()
                .unit()
                .winner(UNIT_KEY)
                .filter(wish -> KernelNumber.read(hard(wish.value())).orElse(0) > ceiling)
                .filter(wish -> !hard(wish.value()).equals("infinity"))
                .map(wish -> tooHigh(
                        check,
                        wish,
                        ceiling,
                        "systemd lowers it to that without a word; systemctl show still prints " + wish.value(),
                        host.requiredNofile() > ceiling
                                ? raise(host)
                                : UnitPropertyRule.write(host, UNIT_KEY, Long.toString(host.requiredNofile())) + " && "
                                        + ServerProcessRule.RESTART));
    }

    /** A limit in a unit is one number or two, {@code soft:hard}. */
    private static String hard(String value) {
        return value.substring(value.indexOf(':') + 1).strip();
    }

    /** The ceiling is raised where the plan needs more, else the limit of the user is lowered to the plan's. */
    static String remedy(CheckedHost host, LimitsUser user, long ceiling) {
        return host.requiredNofile() > ceiling ? raise(host) : LimitRule.remedy(host, user);
    }

    private static String raise(CheckedHost host) {
        return SysctlRule.repair(
                host,
                "fs.nr_open",
                Long.toString(host.plan().host().descriptors().nrOpen()));
    }

    private static Finding tooHigh(Check check, Assignment wish, long ceiling, String consequence, String remedy) {
        return check.fail(
                Actual.configured(wish.value(), wish.line().origin())
                        .kernel(Long.toString(ceiling))
                        .by(Evidence.FILES),
                wish.line().origin() + " asks for " + wish.value() + ", more than fs.nr_open=" + ceiling + ": "
                        + consequence + ".",
                remedy,
                Survival.NO);
    }
}
