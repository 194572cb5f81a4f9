package dev.mooring.infra.stack;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.infra.Deployment.PipelineSource;
import dev.mooring.infra.FleetInputs;
import dev.mooring.infra.Names;
import dev.mooring.infra.construct.HostBundles;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.pipelines.AddStageOpts;
import software.amazon.awscdk.pipelines.CodeBuildOptions;
import software.amazon.awscdk.pipelines.CodeBuildStep;
import software.amazon.awscdk.pipelines.CodePipeline;
import software.amazon.awscdk.pipelines.CodePipelineSource;
import software.amazon.awscdk.pipelines.ConnectionSourceOptions;
import software.amazon.awscdk.services.codebuild.BuildEnvironment;
import software.amazon.awscdk.services.codebuild.ComputeType;
import software.amazon.awscdk.services.codebuild.IBuildImage;
import software.amazon.awscdk.services.codebuild.LinuxArmBuildImage;
import software.amazon.awscdk.services.codebuild.LinuxBuildImage;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * The pipeline of a fleet: takes the project from its repository, builds it on the hosts' own architecture, renews
 * itself, deploys the fleet, and verifies every host; a release whose hosts are not as planned fails.
 *
 * <p>The verification reaches the hosts through the EC2 Instance Connect endpoint with a key made for this run.
 */
public final class PipelineStack extends Stack {
    /** A roll waits for drains, bakes and checkpoints; CloudFormation waits with it, and builds do not. */
    private static final Duration BUILD_TIMEOUT = Duration.hours(1);

    private static final Duration VERIFY_TIMEOUT = Duration.hours(2);

    private PipelineStack(
            Construct scope, FleetInputs inputs, HostBundles.Archives archives, PipelineSource repository) {
        super(scope, Names.PIPELINE_STACK, properties(inputs));
        boolean arm = inputs.plan().spec().instance().architecture() == Architecture.ARM64;
        CodePipelineSource source = CodePipelineSource.connection(
                repository.repository(),
                repository.branch(),
                ConnectionSourceOptions.builder()
                        .connectionArn(repository.connection())
                        .build());
        CodePipeline pipeline = CodePipeline.Builder.create(this, "Pipeline")
                .synth(synth(source, arm))
                .codeBuildDefaults(CodeBuildOptions.builder()
                        .buildEnvironment(environment(arm))
                        .timeout(BUILD_TIMEOUT)
                        .build())
                .build();
        Stage stage = Stage.Builder.create(this, "Fleet").build();
        FleetStack fleet = FleetStack.create(stage, inputs, archives);
        pipeline.addStage(
                stage,
                AddStageOpts.builder().post(List.of(verify(source, fleet, arm))).build());
        pipeline.buildPipeline();
        suppress(pipeline);
    }

    public static PipelineStack create(
            Construct scope, FleetInputs inputs, HostBundles.Archives archives, PipelineSource repository) {
        return new PipelineStack(scope, inputs, archives, repository);
    }

    private static CodeBuildStep synth(CodePipelineSource source, boolean arm) {
        return CodeBuildStep.Builder.create("Synth")
                .input(source)
                .installCommands(List.of(jdk(arm)))
                .commands(List.of("infra/cdk synth --quiet"))
                .primaryOutputDirectory("cdk.out")
                .build();
    }

    private static CodeBuildStep verify(CodePipelineSource source, FleetStack fleet, boolean arm) {
        return CodeBuildStep.Builder.create("VerifyHosts")
                .input(source)
                .timeout(VERIFY_TIMEOUT)
                .envFromCfnOutputs(Map.of("GROUP", fleet.groupName()))
                .installCommands(List.of(jdk(arm)))
                .commands(List.of(
                        "ssh-keygen -q -t ed25519 -N '' -f /tmp/key",
                        "export MOORING_PUBLIC_KEY=/tmp/key.pub",
                        "host-tuning/verify --asg \"$GROUP\" --region \"$AWS_REGION\" --identity /tmp/key --host-key console"
                                + " --wait 15m --proxy-command \"infra/connect $AWS_REGION %h %p %r\""))
                .rolePolicyStatements(List.of(
                        allow(
                                "*",
                                "ec2:DescribeInstances",
                                "ec2:DescribeInstanceConnectEndpoints",
                                "ec2:GetConsoleOutput"),
                        allow("arn:*:ec2:*:*:instance-connect-endpoint/*", "ec2-instance-connect:OpenTunnel"),
                        sendKey()))
                .build();
    }

    /** Keys for the hosts of the fleet only, and for their usual user. */
    private static PolicyStatement sendKey() {
        return PolicyStatement.Builder.create()
                .actions(List.of("ec2-instance-connect:SendSSHPublicKey"))
                .resources(List.of("arn:*:ec2:*:*:instance/*"))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("ec2:osuser", "ec2-user", "aws:ResourceTag/aws:autoscaling:groupName", groupOfStage())))
                .build();
    }

    private static String groupOfStage() {
        return Names.group("Fleet-" + Names.STACK);
    }

    private static PolicyStatement allow(String resource, String... actions) {
        return PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(resource))
                .build();
    }

    private static BuildEnvironment environment(boolean arm) {
        IBuildImage image = arm ? LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0 : LinuxBuildImage.STANDARD_7_0;
        return BuildEnvironment.builder()
                .buildImage(image)
                .computeType(ComputeType.MEDIUM)
                .build();
    }

    private static String jdk(boolean arm) {
        return "mkdir -p /opt/jdk-25 && curl -fsSL https://corretto.aws/downloads/latest/amazon-corretto-25-"
                + (arm ? "aarch64" : "x64")
                + "-linux-jdk.tar.gz | tar -xz -C /opt/jdk-25 --strip-components=1";
    }

    private static void suppress(CodePipeline pipeline) {
        NagSuppressions.addResourceSuppressions(
                pipeline,
                List.of(
                        FleetSuppressions.because(
                                "AwsSolutions-S1", "The bucket holds build artifacts that the pipeline alone reads."),
                        FleetSuppressions.because(
                                "AwsSolutions-CB4", "Artifacts are encrypted with the key of Amazon S3."),
                        FleetSuppressions.because(
                                "AwsSolutions-IAM5",
                                "CDK Pipelines grants its steps the artifacts of this pipeline and their own reports;"
                                        + " describing instances knows no resources, and keys are limited by tag.")),
                true);
    }

    private static StackProps properties(FleetInputs inputs) {
        return StackProps.builder()
                .description("Mooring: the pipeline that rolls the fleet")
                .env(Environment.builder()
                        .account(inputs.deployment().account().orElse(null))
                        .region(inputs.deployment().region().orElse(null))
                        .build())
                .build();
    }
}
