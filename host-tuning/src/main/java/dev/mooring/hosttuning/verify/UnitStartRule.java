package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.List;
import java.util.Optional;

/** Whether the server starts at the next boot and can be reached then, by what systemd itself says of its unit. */
final class UnitStartRule implements Rule {
    private static final String UNIT = TuningProfile.SERVER_UNIT;
    private static final String COMMAND = "mooring-server";
    private static final long FEWEST_TASKS = 64;

    @Override
    public List<Finding> check(CheckedHost host) {
        UnitReading unit = host.reading().unit();
        if (host.profile().role() != Role.SERVER || !unit.show("LoadState").equals("loaded")) {
            return List.of();
        }
        Subject subject = new Subject("unit start", Severity.FAILURE, "at every boot", "fixed");
        Observed observed = Observed.NOTHING.kernel(unit.show("UnitFileState"));
        return List.of(obstacle(host, unit)
                .map(found -> subject.fail(observed, found.sentence(), found.remedy(), Survival.NO))
                .orElseGet(() -> subject.pass(observed, "systemd starts it at every boot.", Survival.YES)));
    }

    private static Optional<Obstacle> obstacle(CheckedHost host, UnitReading unit) {
        if (!unit.enabled()) {
            String remedy = unit.show("UnitFileState").startsWith("masked")
                    ? "sudo systemctl unmask " + UNIT + " && sudo systemctl enable " + UNIT
                    : "sudo systemctl enable " + UNIT;
            return Optional.of(
                    new Obstacle("The unit is " + unit.show("UnitFileState") + ": no boot starts the server.", remedy));
        }
        String command = unit.show("ExecStart");
        if (!command.isEmpty() && !command.contains(COMMAND)) {
            return Optional.of(new Obstacle("The unit starts something else: " + command + ".", look()));
        }
        boolean asked = !List.of("", "0").contains(unit.show("ConditionTimestampMonotonic"));
        if (asked && unit.show("ConditionResult").equals("no")) {
            return Optional.of(
                    new Obstacle("A condition of the unit is not met, so systemd does not start it.", look()));
        }
        if (unit.show("PrivateNetwork").equals("yes")) {
            return Optional.of(new Obstacle(
                    "PrivateNetwork=yes: nobody reaches the server.",
                    UnitPropertyRule.write(host, "PrivateNetwork", "no")));
        }
        if (unit.show("IPAddressDeny").contains("0.0.0.0/0")) {
            return Optional.of(new Obstacle("IPAddressDeny covers every address: nobody reaches the server.", look()));
        }
        if (Numbers.read(unit.show("TasksMax")).orElse(Long.MAX_VALUE) < FEWEST_TASKS) {
            return Optional.of(new Obstacle(
                    "TasksMax=" + unit.show("TasksMax") + ": fewer threads than the server starts.",
                    UnitPropertyRule.write(host, "TasksMax", "infinity")));
        }
        return Optional.empty();
    }

    private static String look() {
        return "systemctl cat " + UNIT + ", and take it out";
    }

    private record Obstacle(String sentence, String remedy) {}
}
