package dev.mooring.infra.stack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;

final class FleetSuppressionsTest {
    /** A suppression for the whole stack would excuse whatever somebody adds next year. */
    @Test
    void excuseNoWildcardThatTheyDoNotName() throws IOException {
        App app = new App();
        Stack stack = new Stack(app, "Careless");
        Role role = Role.Builder.create(stack, "Role")
                .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
                .build();
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("s3:*"))
                .resources(List.of("arn:aws:s3:::bucket/*"))
                .build());
        FleetSuppressions.apply(stack);
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());

        String report = Files.readString(Path.of(app.synth().getDirectory(), "AwsSolutions-Careless-NagReport.csv"));

        assertTrue(
                report.contains("\"AwsSolutions-IAM5\",\"Careless/Role/DefaultPolicy/Resource\",\"Non-Compliant\""),
                report);
    }
}
