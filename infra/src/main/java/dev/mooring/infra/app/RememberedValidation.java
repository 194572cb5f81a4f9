package dev.mooring.infra.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awscdk.CloudFormationValidatePlugin;
import software.amazon.awscdk.IPolicyValidationContext;
import software.amazon.awscdk.IPolicyValidationPlugin;
import software.amazon.awscdk.PolicyValidationPluginReport;
import software.amazon.awscdk.PolicyValidationStack;
import software.amazon.awscdk.PolicyViolation;

/**
 * The CDK's own validator, for templates that it has not let pass before. Two thirds of a synthesis is this validator:
 * 4 CPU seconds for its engine and 4 for the first template. What it remembers is the hash of a template with
 * the account, the region and the version of the CDK; only what passed without a word is remembered.
 */
final class RememberedValidation implements IPolicyValidationPlugin {
    /** A warning about zones that are named, which are what a person has asked for; the template tells cfn-lint the same. */
    private static final String NAMED_ZONES = "W3010";

    private final Path passed;
    private final String version;
    private boolean refused;

    /**
     * @param passed the file of what has passed; made when it is not there
     * @param version of the CDK
     */
    RememberedValidation(Path passed, String version) {
        this.passed = passed;
        this.version = version;
    }

    @Override
    public String getName() {
        return CloudFormationValidatePlugin.PLUGIN_NAME;
    }

    @Override
    public PolicyValidationPluginReport validate(IPolicyValidationContext context) {
        List<String> hashes = hashes(context);
        if (remembered().containsAll(hashes)) {
            return PolicyValidationPluginReport.builder()
                    .success(true)
                    .violations(List.of())
                    .build();
        }
        PolicyValidationPluginReport report = new CloudFormationValidatePlugin().validate(context);
        List<PolicyViolation> violations = report.getViolations().stream()
                .filter(violation -> !violation.getRuleName().equals(NAMED_ZONES))
                .toList();
        if (violations.isEmpty()) {
            remember(hashes);
        }
        refused |= !report.getSuccess() || !violations.isEmpty();
        return PolicyValidationPluginReport.builder()
                .success(report.getSuccess())
                .violations(violations)
                .build();
    }

    /** Whether a template was not let pass, for which the CDK ends the synthesis. */
    boolean hasRefused() {
        return refused;
    }

    private List<String> hashes(IPolicyValidationContext context) {
        String place = version + " " + context.getAccountId() + " " + context.getRegion() + "\n";
        List<String> hashes = new ArrayList<>();
        for (PolicyValidationStack stack : context.getStackTemplates()) {
            hashes.add(hash(place, Path.of(stack.getTemplatePath())));
        }
        return hashes;
    }

    private static String hash(String place, Path template) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(template)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    private List<String> remembered() {
        try {
            return Files.exists(passed) ? Files.readAllLines(passed) : List.of();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** A file that cannot be written costs time, no more. */
    private void remember(List<String> hashes) {
        try {
            Files.write(passed, hashes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            System.err.println("mooring: " + passed + " cannot be written; the next synthesis validates again");
        }
    }
}
