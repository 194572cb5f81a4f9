package dev.mooring.hostagent.server;

import dev.mooring.capacity.output.Plain;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report of verify as evidence. Everything about it must be as it is when all went well; whatever is missing, of
 * another type or not known counts against the host.
 */
final class VerifyReport {
    private static final int TUNED = 0;
    private static final int WARNINGS_ONLY = 11;
    private static final Set<String> HARMLESS = Set.of("PASS", "SKIP");
    private static final int NAMED_FINDINGS = 3;

    /** What a shell adds to the number of the signal that ended a command. */
    private static final int SIGNALLED = 128;

    private static final int LAST_SIGNAL = 64;

    private final CommandOutput output;

    private VerifyReport(CommandOutput output) {
        this.output = output;
    }

    static VerifyReport of(CommandOutput output) {
        return new VerifyReport(output);
    }

    /** Why this report does not let the host in; empty when it does. One line without control characters. */
    Optional<String> obstacle(Question question) {
        Optional<String> obstacle = switch (output) {
            case CommandOutput.Late late -> said("verify did not end within " + DurationText.format(late.limit()));
            case CommandOutput.TooLong tooLong -> said("verify printed more than " + Bytes.of(CommandOutput.MAX_BYTES));
            case CommandOutput.LeftOpen leftOpen ->
                said("verify ended, but what it started goes on and holds its output open");
            case CommandOutput.Ended ended
            when ended.code() > SIGNALLED && ended.code() <= SIGNALLED + LAST_SIGNAL ->
                said("verify was ended by signal " + (ended.code() - SIGNALLED) + ", exit code " + ended.code());
            case CommandOutput.Ended ended -> obstacle(ended, question);
        };
        return obstacle.map(Plain::line);
    }

    private Optional<String> obstacle(CommandOutput.Ended ended, Question question) {
        Optional<Map<?, ?>> report = JsonObject.read(ended.printed());
        if (report.isEmpty()) {
            return said("verify printed no report as JSON, exit code " + ended.code());
        }
        Optional<String> difference = ReportShape.REPORT.difference("report", report.get());
        return difference.isPresent()
                ? said("verify printed no report of its form: " + difference.get())
                : wrongReport(report.get(), ended.code(), question)
                        .or(() -> findings(report.get(), ended.code(), question));
    }

    /** A report that answers another question, or only a part of it. */
    private Optional<String> wrongReport(Map<?, ?> report, int code, Question question) {
        Long ended = (long) code;
        if (!ended.equals(report.get("exitCode"))) {
            return wrong("exit code " + report.get("exitCode") + ", but the command ended with " + code);
        }
        if (!question.plan().equals(report.get("plan"))) {
            return wrong("plan " + report.get("plan") + ", not " + question.plan());
        }
        if (!"server".equals(report.get("role"))) {
            return wrong("role " + report.get("role") + ", not server");
        }
        if (!isWithin(report.get("began"), question)) {
            return wrong("the check of " + report.get("began") + ", not that of " + question.began());
        }
        if (!(report.get("hosts") instanceof List<?> hosts)
                || hosts.size() != 1
                || !(hosts.getFirst() instanceof Map<?, ?> host)) {
            return wrong("not exactly one host");
        }
        if (host.containsKey("unreachable")) {
            return Optional.of("verify did not reach this host: " + host.get("unreachable"));
        }
        if (host.containsKey("notInService")) {
            return Optional.of("verify did not check this host: " + host.get("notInService"));
        }
        if (host.containsKey("exitCode") && !ended.equals(host.get("exitCode"))) {
            return wrong("exit code " + host.get("exitCode") + " of its host, but the command ended with " + code);
        }
        return question.boot().equals(host.get("boot"))
                ? Optional.empty()
                : wrong("boot " + host.get("boot") + ", not this host's " + question.boot());
    }

    private Optional<String> findings(Map<?, ?> report, int code, Question question) {
        if (!(report.get("hosts") instanceof List<?> hosts)
                || !(hosts.getFirst() instanceof Map<?, ?> host)
                || !(host.get("findings") instanceof List<?> findings)
                || findings.isEmpty()) {
            return wrong("no findings");
        }
        List<String> against = findings.stream()
                .filter(finding -> !isGood(finding, question))
                .map(VerifyReport::named)
                .toList();
        if (!against.isEmpty()) {
            String rest = against.size() > NAMED_FINDINGS ? "; and " + (against.size() - NAMED_FINDINGS) + " more" : "";
            return Optional.of(
                    "verify found: " + against.stream().limit(NAMED_FINDINGS).collect(Collectors.joining("; ")) + rest);
        }
        return code == TUNED || code == WARNINGS_ONLY
                ? Optional.empty()
                : wrong("exit code " + code + " without a finding that explains it");
    }

    private static boolean isGood(@Nullable Object candidate, Question question) {
        if (!(candidate instanceof Map<?, ?> finding)
                || !(finding.get("outcome") instanceof String outcome)
                || !(finding.get("id") instanceof String id)) {
            return false;
        }
        return HARMLESS.contains(outcome)
                || ("WARNING".equals(finding.get("severity"))
                        && question.acceptedWarnings().contains(id));
    }

    private static String named(@Nullable Object candidate) {
        return candidate instanceof Map<?, ?> finding
                ? finding.get("id") + ": " + finding.get("sentence") + " (" + finding.get("severity") + ")"
                : "no finding but " + candidate;
    }

    private static boolean isWithin(@Nullable Object text, Question question) {
        try {
            Instant began = Instant.parse(String.valueOf(text));
            return !began.isBefore(question.began()) && !began.isAfter(question.ended());
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private Optional<String> wrong(String difference) {
        return said("the report of verify is not about this check: " + difference);
    }

    /** The sentence, with what the command said on standard error. */
    private Optional<String> said(String sentence) {
        return Optional.of(output.complaint().isEmpty() ? sentence : sentence + ": " + output.complaint());
    }
}
