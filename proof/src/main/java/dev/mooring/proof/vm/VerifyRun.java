package dev.mooring.proof.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code host-tuning/verify} against the machine over SSH, as a release runs it.
 *
 * @param moment when, as in {@code at load}
 * @param code its exit code: 0 tuned, 10 not tuned, 11 warnings only, 12 not reached
 * @param warnings what fails at the weight of a warning, or is unknown
 * @param room for so many more connections
 */
record VerifyRun(String moment, int code, long passed, long failed, long warnings, long room, String bindingLimit) {
    private static final String ANY = "";

    static VerifyRun run(String moment, Path root, Path configuration, Path work, Guest guest, ChildProcesses children)
            throws IOException, InterruptedException {
        Path log = work.resolve("verify.log");
        Process verify = children.start(new ProcessBuilder(
                        root.resolve("host-tuning/verify").toString(),
                        Guest.USER + "@127.0.0.1:" + guest.port(),
                        "--identity=" + guest.key(),
                        "--known-hosts=" + guest.knownHosts(),
                        "--config=" + configuration,
                        "--timeout=300s",
                        "--format=json")
                .redirectError(log.toFile()));
        String report = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = verify.waitFor();
        children.end(verify);
        if (report.isBlank()) {
            throw new IOException("host-tuning/verify exited with " + code + ": "
                    + Files.readString(log).strip());
        }
        Files.writeString(work.resolve("verify-" + moment.replace(' ', '-') + ".json"), report);
        return of(moment, code, new ObjectMapper().readTree(report));
    }

    static VerifyRun of(String moment, int code, JsonNode report) {
        JsonNode host = report.required("hosts").required(0);
        if (host.has("unreachable")) {
            return new VerifyRun(moment, code, 0, 0, 0, 0, "unreachable");
        }
        return new VerifyRun(
                moment,
                code,
                findings(host, "PASS", ANY),
                findings(host, "FAIL", "FAILURE"),
                findings(host, "FAIL", "WARNING") + findings(host, "UNKNOWN", ANY),
                host.at("/headroom/connections").asLong(),
                host.at("/headroom/bindingLimit").asText());
    }

    private static long findings(JsonNode host, String outcome, String severity) {
        return host.required("findings")
                .valueStream()
                .filter(finding -> finding.required("outcome").asText().equals(outcome))
                .filter(finding -> finding.path("severity").asText().contains(severity))
                .count();
    }
}
