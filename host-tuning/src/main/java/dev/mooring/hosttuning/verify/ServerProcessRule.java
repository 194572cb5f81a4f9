package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.List;
import java.util.OptionalLong;

/** Open files of the running server, which is what counts: files and systemd only tell what was wished. */
final class ServerProcessRule implements Rule {
    static final String RESTART = "sudo systemctl restart " + TuningProfile.SERVER_UNIT;

    @Override
    public List<Finding> check(CheckedHost host) {
        if (host.profile().role() != Role.SERVER) {
            return List.of();
        }
        long required = host.requiredNofile();
        Check check = new Check("server nofile", Severity.FAILURE, ">= " + required, "nofile of the plan");
        return List.of(host.facts()
                .server()
                .process()
                .map(server -> check(host, check, server))
                .orElseGet(() -> none(check, host.facts())));
    }

    /** What was not seen is not absent. */
    private static Finding none(Check check, HostFacts facts) {
        return facts.server().search().isAbsent()
                ? check.skip(Actual.NOTHING, "No server is running.")
                : check.unknown(Actual.NOTHING, "Whether a server is running could not be read.");
    }

    private static Finding check(CheckedHost host, Check check, ServerProcess server) {
        UnitFacts unit = host.facts().unit();
        Actual configured = unit.winner("LimitNOFILE")
                .map(line -> Actual.configured(line.value(), line.line().origin()))
                .orElse(Actual.NOTHING);
        OptionalLong limit = server.softNofile();
        if (limit.isEmpty()) {
            return check.unknown(configured, "/proc/" + server.pid() + "/limits could not be read.");
        }
        Actual actual = configured.process(Long.toString(limit.getAsLong()));
        if (limit.getAsLong() >= host.requiredNofile()) {
            boolean returns = unit.mainPid().orElse(0) == server.pid() && unit.enabled();
            return check.pass(actual, "The server has it.", returns ? Survival.YES : Survival.NO);
        }
        return tooLow(host, check, actual, server);
    }

    private static Finding tooLow(CheckedHost host, Check check, Actual actual, ServerProcess server) {
        UnitFacts unit = host.facts().unit();
        String sentence = "Process " + server.pid() + " may open " + actual.process() + " files";
        if (unit.mainPid().orElse(0) != server.pid()) {
            return check.fail(
                    actual,
                    sentence + "; it was started by hand and has the limit of that session.",
                    "stop it, then " + RESTART,
                    Survival.NO);
        }
        if (actual.configured().isEmpty()) {
            String remedy = "sudo sed -i '/^\\[Service\\]/a LimitNOFILE=" + host.requiredNofile() + "' "
                    + TuningProfile.SERVER_UNIT_FILE + " && sudo systemctl daemon-reload && " + RESTART;
            return check.fail(
                    actual,
                    sentence + ": its unit has no LimitNOFILE, and services do not read limits.d.",
                    remedy,
                    Survival.NO);
        }
        return check.fail(
                actual,
                sentence + " although " + actual.origin() + " says " + actual.configured()
                        + ": lowered to fs.nr_open, refused by a container, or not restarted since.",
                "sudo systemctl daemon-reload && " + RESTART,
                Survival.NO);
    }
}
