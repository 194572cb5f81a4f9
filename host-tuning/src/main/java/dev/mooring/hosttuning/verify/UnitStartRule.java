package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the server starts at the next boot and can be reached then, by what systemd itself says of its unit. */
final class UnitStartRule implements Rule {
    private static final String UNIT = TuningProfile.SERVER_UNIT;
    /** The server's launcher, also behind a program such as env. */
    private static final Pattern COMMAND = Pattern.compile("/mooring-server(\\s|$)");

    private static final long MIN_FILES = 64;

    @Override
    public List<Finding> check(CheckedHost host) {
        UnitFacts unit = host.facts().unit();
        Check check = new Check("unit start", Severity.FAILURE, "at every boot", "fixed");
        if (host.profile().role() == Role.SERVER && unit.isUnanswered()) {
            return List.of(check.unknown(Actual.NOTHING, UnitFacts.UNANSWERED));
        }
        if (host.profile().role() != Role.SERVER || unit.shown().isEmpty() || !unit.exists()) {
            return List.of();
        }
        Actual actual = Actual.NOTHING.kernel(unit.fileState()).by(unit.evidence());
        return List.of(obstacle(host, unit)
                .map(found -> check.fail(actual, found.sentence(), found.remedy(), Survival.NO))
                .orElseGet(() -> check.pass(actual, "systemd starts it at every boot.", Survival.YES)));
    }

    private static Optional<Obstacle> obstacle(CheckedHost host, UnitFacts unit) {
        Optional<String> mask = unit.lasting().mask();
        if (mask.isPresent()) {
            return Optional.of(
                    new Obstacle(mask.get() + " masks the unit: no boot starts the server.", UnitPropertyRule.TUNE));
        }
        if (!unit.enabled()) {
            return Optional.of(new Obstacle(
                    "The unit is " + unit.fileState() + ": no boot starts the server.",
                    "sudo systemctl enable " + UNIT));
        }
        Optional<Obstacle> command = command(unit);
        if (command.isPresent()) {
            return command;
        }
        Optional<Obstacle> condition = condition(unit);
        if (condition.isPresent()) {
            return condition;
        }
        Optional<Obstacle> limit = limit(host, unit);
        if (limit.isPresent()) {
            return limit;
        }
        if (unit.show("PrivateNetwork").equals("yes")) {
            return Optional.of(new Obstacle(
                    "PrivateNetwork=yes: nobody reaches the server.",
                    UnitPropertyRule.write(host, "PrivateNetwork", "no")));
        }
        if (unit.show("IPAddressDeny").contains("0.0.0.0/0")) {
            return Optional.of(new Obstacle("IPAddressDeny covers every address: nobody reaches the server.", look()));
        }
        if (KernelNumber.read(unit.show("TasksMax")).orElse(Long.MAX_VALUE) < ControlGroupFacts.MIN_TASKS) {
            return Optional.of(new Obstacle(
                    "TasksMax=" + unit.show("TasksMax") + ": fewer threads than the server starts.",
                    UnitPropertyRule.write(host, "TasksMax", "infinity")));
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> limit(CheckedHost host, UnitFacts unit) {
        return unit.winner("LimitNOFILE")
                .flatMap(line -> UnitLimit.hard(line.value()))
                .filter(hard -> KernelNumber.read(hard).orElse(Long.MAX_VALUE) < MIN_FILES)
                .map(hard -> new Obstacle(
                        "LimitNOFILE=" + hard + ": fewer files than a program opens to start.",
                        UnitPropertyRule.write(host, "LimitNOFILE", Long.toString(host.requiredNofile()))));
    }

    /** By the files, which the next boot reads, and by what systemd has where it has read them. */
    private static Optional<Obstacle> command(UnitFacts unit) {
        List<String> commands = unit.lasting().commands();
        if (commands.isEmpty() && !unit.files().lines().isEmpty()) {
            return Optional.of(new Obstacle("No lasting file of the unit starts anything at the next boot.", look()));
        }
        if (commands.size() > 1) {
            return Optional.of(new Obstacle(
                    "The unit has " + commands.size() + " commands, and systemd starts a service with one: "
                            + String.join("; ", commands) + ".",
                    look()));
        }
        Stream<String> loaded = unit.isPassing() ? Stream.empty() : Stream.of(unit.show("ExecStart"));
        return Stream.concat(commands.stream(), loaded)
                .filter(command ->
                        !command.isEmpty() && !COMMAND.matcher(command).find())
                .findFirst()
                .map(command -> new Obstacle("The unit starts something else: " + command + ".", look()));
    }

    /** Of the conditions one of those that begin with a bar is enough, and each of the others is needed. */
    private static Optional<Obstacle> condition(UnitFacts unit) {
        UnitFiles files = unit.lasting();
        for (String kind : List.of("Condition", "Assert")) {
            List<String> all = files.conditions(kind);
            List<String> told =
                    all.stream().filter(unit.conditions()::containsKey).toList();
            if (told.size() < all.size() && unit.show("ConditionResult").equals("no")) {
                return Optional.of(
                        new Obstacle("A condition of the unit is not met, so systemd does not start it.", look()));
            }
            List<String> unmet = told.stream()
                    .filter(condition -> !unit.conditions().getOrDefault(condition, true))
                    .toList();
            List<String> choices = told.stream().filter(UnitStartRule::isChoice).toList();
            Optional<String> decides = unmet.stream()
                    .filter(condition -> !isChoice(condition) || unmet.containsAll(choices))
                    .findFirst();
            if (decides.isPresent()) {
                return Optional.of(
                        new Obstacle(decides.get() + " is not met, so systemd does not start the unit.", look()));
            }
        }
        return Optional.empty();
    }

    private static boolean isChoice(String condition) {
        return condition.contains("=|");
    }

    private static String look() {
        return "systemctl cat " + UNIT + ", and take it out";
    }

    private record Obstacle(String sentence, String remedy) {}
}
