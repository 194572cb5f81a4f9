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
        Subject subject = new Subject("server nofile", Severity.FAILURE, ">= " + required, "nofile of the plan");
        return List.of(host.reading()
                .server()
                .map(server -> check(host, subject, server))
                .orElseGet(() -> none(subject, host.reading())));
    }

    /** What was not seen is not absent. */
    private static Finding none(Subject subject, HostReading reading) {
        return reading.serverSearch().isAbsent()
                ? subject.skip(Observed.NOTHING, "No server is running.")
                : subject.unknown(Observed.NOTHING, "Whether a server is running could not be read.");
    }

    private static Finding check(CheckedHost host, Subject subject, ServerReading server) {
        UnitReading unit = host.reading().unit();
        Observed configured = unit.winner("LimitNOFILE")
                .map(line -> Observed.configured(line.value(), line.line().origin()))
                .orElse(Observed.NOTHING);
        OptionalLong limit = server.softNofile();
        if (limit.isEmpty()) {
            return subject.unknown(configured, "/proc/" + server.pid() + "/limits could not be read.");
        }
        Observed observed = configured.process(Long.toString(limit.getAsLong()));
        if (limit.getAsLong() >= host.requiredNofile()) {
            boolean returns = unit.mainPid().orElse(0) == server.pid() && unit.enabled();
            return subject.pass(observed, "The server has it.", returns ? Survival.YES : Survival.NO);
        }
        return tooLow(host, subject, observed, server);
    }

    private static Finding tooLow(CheckedHost host, Subject subject, Observed observed, ServerReading server) {
        UnitReading unit = host.reading().unit();
        String sentence = "Process " + server.pid() + " may open " + observed.process() + " files";
        if (unit.mainPid().orElse(0) != server.pid()) {
            return subject.fail(
                    observed,
                    sentence + "; it was started by hand and has the limit of that session.",
                    "stop it, then " + RESTART,
                    Survival.NO);
        }
        if (observed.configured().isEmpty()) {
            String remedy = "sudo sed -i '/^\\[Service\\]/a LimitNOFILE=" + host.requiredNofile() + "' "
                    + TuningProfile.SERVER_UNIT_FILE + " && sudo systemctl daemon-reload && " + RESTART;
            return subject.fail(
                    observed,
                    sentence + ": its unit has no LimitNOFILE, and services do not read limits.d.",
                    remedy,
                    Survival.NO);
        }
        return subject.fail(
                observed,
                sentence + " although " + observed.origin() + " says " + observed.configured()
                        + ": lowered to fs.nr_open, refused by a container, or not restarted since.",
                "sudo systemctl daemon-reload && " + RESTART,
                Survival.NO);
    }
}
