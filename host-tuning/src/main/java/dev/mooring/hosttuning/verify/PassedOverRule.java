package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands where a file is expected and is none. Nothing is wrong with the host as it is, because systemd-sysctl,
 * procps, systemd-modules-load and kmod go on without it; whoever put it there meant something else.
 */
final class PassedOverRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        HostFacts facts = host.facts();
        return Stream.of(
                        note("sysctl.d", facts.files().sysctl().files()),
                        note("modules-load.d", facts.files().modules().load()),
                        note("modprobe.d", facts.files().modules().options()),
                        // A link to nothing is a failure here, of which LimitRule tells.
                        note(
                                "limits.d",
                                new ConfigurationFiles(
                                        true,
                                        facts.files().limits().files().files().lines().stream()
                                                .filter(line -> !line.isLinkToNothing())
                                                .toList())))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Finding> note(String folder, ConfigurationFiles files) {
        if (files.passedOver().isEmpty()) {
            return List.of();
        }
        String instead = files.passedOver().stream()
                .map(line -> line.file() + " is " + line.instead())
                .collect(Collectors.joining(", "));
        return List.of(new Check("files of " + folder, Severity.WARNING, "files", "fixed")
                .skip(Actual.NOTHING.by(Evidence.FILES), instead + "; it is passed over, as if it were empty."));
    }
}
