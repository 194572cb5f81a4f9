package dev.mooring.infra.iam;

import dev.mooring.infra.iam.IamSimulationTest.Excepted;
import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The calls of CodePipeline, of its builds, and of the step that verifies. */
final class PipelineCalls {
    private static final String CONNECTION = "arn:aws:codeconnections:us-east-1:123456789012:connection/1";
    private static final String DEPLOY = bootstrapRole("deploy-role");
    private static final String PUBLISH = bootstrapRole("file-publishing-role");
    private static final String VERIFY = "PipelineFleetVerifyHosts";

    private final Template template;
    private final List<Call> calls = new ArrayList<>();

    private PipelineCalls(Template template) {
        this.template = template;
    }

    static List<Call> all(Template template) {
        PipelineCalls calls = new PipelineCalls(template);
        calls.ofCodePipeline();
        calls.ofBuilds();
        calls.ofVerification();
        return calls.calls;
    }

    /** What the CDK gives for cases of others, with the reason why it may stay. */
    static List<Excepted> exceptions() {
        List<Excepted> exceptions = new ArrayList<>();
        for (String action : List.of(
                "s3:GetBucket*",
                "s3:List*",
                "s3:ListBucket",
                "s3:DeleteObject*",
                "s3:Abort*",
                "s3:PutObject?*",
                "s3:GetObject*",
                "s3:PutObject")) {
            exceptions.add(new Excepted("Pipeline", action, "CDK grants reading or writing of artifacts as a whole"));
        }
        exceptions.add(
                new Excepted("Pipeline", "codebuild:*Report*", "CodeBuild's test reports, which no build here has"));
        exceptions.add(new Excepted("Pipeline", "codebuild:BatchPut*", "CodeBuild's test reports"));
        exceptions.add(
                new Excepted("PipelineAssets", "codebuild:*Build*", "CDK Pipelines gives it to the shared asset role"));
        exceptions.add(new Excepted(
                "PipelineSource",
                "codestar-connections:UseConnection",
                "the CDK's old name of the action, without effect"));
        return exceptions;
    }

    private void ofCodePipeline() {
        String source = role("PipelineSource");
        String builds = role("PipelineCodeBuildActionRole");
        for (String assumed : List.of(source, builds, DEPLOY)) {
            calls.add(Call.of("PipelineRole", "sts:AssumeRole", assumed, "CodePipeline, for an action"));
        }
        calls.add(Call.of("PipelineSource", "codeconnections:UseConnection", CONNECTION, "CodePipeline, Source"));
        calls.add(Call.of("PipelineSource", "s3:PutObject", artifact(), "CodePipeline, Source"));
        calls.add(Call.of(
                        "arn:aws:iam::123456789012:role/cdk-hnb659fds-deploy-role-123456789012-us-east-1",
                        "s3:GetObject",
                        artifact(),
                        "CodePipeline, Prepare")
                .with("aws:SecureTransport", "true"));
        projects().forEach(project -> {
            String arn = new ResolvedTemplate(template).arn(project);
            for (String action : List.of("codebuild:StartBuild", "codebuild:BatchGetBuilds", "codebuild:StopBuild")) {
                calls.add(Call.of("PipelineCodeBuildActionRole", action, arn, "CodePipeline, a build action"));
            }
        });
    }

    private void ofBuilds() {
        projects().forEach(project -> {
            String role = project.startsWith("PipelineAssets") ? "PipelineAssetsFileRole" : rolePrefix(project);
            String group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/" + project;
            calls.add(Call.of(role, "logs:CreateLogGroup", group, "CodeBuild"));
            calls.add(Call.of(role, "logs:CreateLogStream", group + ":log-stream:1", "CodeBuild"));
            calls.add(Call.of(role, "logs:PutLogEvents", group + ":log-stream:1", "CodeBuild"));
            calls.add(Call.of(role, "s3:GetObject", artifact(), "CodeBuild, its input"));
        });
        calls.add(Call.of("PipelineBuildSynth", "s3:PutObject", artifact(), "CodeBuild, cdk.out"));
        calls.add(Call.of("PipelineAssetsFileRole", "sts:AssumeRole", PUBLISH, "cdk-assets"));
        for (String kind : List.of("deploy", "file-publishing")) {
            calls.add(Call.of(
                            "PipelineUpdatePipelineSelfMutation",
                            "sts:AssumeRole",
                            kind.equals("deploy") ? DEPLOY : PUBLISH,
                            "cdk deploy of the pipeline itself")
                    .with("iam:ResourceTag/aws-cdk:bootstrap-role", kind));
        }
        calls.add(Call.of("PipelineUpdatePipelineSelfMutation", "cloudformation:DescribeStacks", "*", "cdk deploy"));
    }

    private void ofVerification() {
        String instance = "arn:aws:ec2:us-east-1:123456789012:instance/i-1";
        String group = "aws:ResourceTag/aws:autoscaling:groupName";
        calls.add(Call.of(VERIFY, "autoscaling:DescribeAutoScalingInstances", "*", "verify, GroupStandings"));
        calls.add(Call.of(VERIFY, "ec2:DescribeInstances", "*", "verify, Ec2Fleet; infra/connect"));
        calls.add(Call.of(VERIFY, "ec2:DescribeInstanceConnectEndpoints", "*", "aws open-tunnel, in infra/connect"));
        calls.add(Call.of(VERIFY, "ec2:GetConsoleOutput", instance, "verify, Ec2Fleet.consoleHostKeys")
                .with(group, "Mooring-fleet"));
        calls.add(Call.of(VERIFY, "ec2-instance-connect:SendSSHPublicKey", instance, "infra/connect")
                .with(group, "Mooring-fleet")
                .with("ec2:osuser", "ec2-user"));
        calls.add(tunnel("22", "Mooring-fleet"));
    }

    static Call tunnel(String port, String fleet) {
        return Call.of(
                        VERIFY,
                        "ec2-instance-connect:OpenTunnel",
                        "arn:aws:ec2:us-east-1:123456789012:instance-connect-endpoint/eice-1",
                        "infra/connect")
                .with("ec2-instance-connect:remotePort", port)
                .with("aws:ResourceTag/mooring:fleet", fleet);
    }

    private Stream<String> projects() {
        return template.ofType("AWS::CodeBuild::Project").map(Template.Resource::id);
    }

    private String role(String prefix) {
        return new ResolvedTemplate(template)
                .arn(template.ofType("AWS::IAM::Role")
                        .map(Template.Resource::id)
                        .filter(id -> id.startsWith(prefix))
                        .findFirst()
                        .orElseThrow());
    }

    /** The CDK names a project and its role alike, but for the ends. */
    private static String rolePrefix(String project) {
        return project.substring(0, project.length() - 8);
    }

    private String artifact() {
        String bucket =
                template.ofType("AWS::S3::Bucket").findFirst().orElseThrow().id();
        return new ResolvedTemplate(template).arn(bucket) + "/MooringPipeline/Artifact/1";
    }

    private static String bootstrapRole(String name) {
        return "arn:aws:iam::123456789012:role/cdk-hnb659fds-" + name + "-123456789012-us-east-1";
    }
}
