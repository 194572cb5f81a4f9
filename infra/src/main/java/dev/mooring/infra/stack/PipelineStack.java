package dev.mooring.infra.stack;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.infra.Deployment.PipelineSource;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import dev.mooring.infra.construct.HostBundles;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import software.amazon.awscdk.services.codebuild.BuildSpec;
import software.amazon.awscdk.services.codebuild.ComputeType;
import software.amazon.awscdk.services.codebuild.IBuildImage;
import software.amazon.awscdk.services.codebuild.LinuxArmBuildImage;
import software.amazon.awscdk.services.codebuild.LinuxBuildImage;
import software.amazon.awscdk.services.codepipeline.PipelineType;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
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

    /** An archive of the source need not keep who may run what; each program says so in its first two characters. */
    private static final String EXECUTABLE =
            "find . -type f -not -path './.git/*' -exec sh -c 'head -c 2 \"$1\" | grep -q \"^#!\" && chmod +x \"$1\"' sh {} ';'";

    private static final String INSTANCES = "arn:*:ec2:*:*:instance/*";
    private static final String GROUP_TAG = "aws:ResourceTag/aws:autoscaling:groupName";

    private PipelineStack(
            Construct scope,
            DeploymentPlan inputs,
            HostBundles.Archives archives,
            PipelineSource repository,
            String fleetFile) {
        super(scope, Names.PIPELINE_STACK, properties(inputs));
        boolean arm = inputs.plan().spec().instance().hardware().architecture() == Architecture.ARM64;
        CodePipelineSource source = CodePipelineSource.connection(
                repository.repository(),
                repository.branch(),
                ConnectionSourceOptions.builder()
                        .connectionArn(repository.connection())
                        .build());
        CodePipeline pipeline = CodePipeline.Builder.create(this, "Pipeline")
                .pipelineType(PipelineType.V2)
                .synth(synth(source, fleetFile))
                .codeBuildDefaults(CodeBuildOptions.builder()
                        .buildEnvironment(environment(arm))
                        .timeout(BUILD_TIMEOUT)
                        .build())
                .selfMutationCodeBuildDefaults(withRuntimes())
                .assetPublishingCodeBuildDefaults(withRuntimes())
                .build();
        Stage stage = Stage.Builder.create(this, "Fleet").build();
        FleetStack fleet = FleetStack.create(stage, inputs, archives);
        pipeline.addStage(
                stage,
                AddStageOpts.builder()
                        .post(List.of(verify(
                                source, fleet, Names.group(inputs.deployment().stack()), fleetFile)))
                        .build());
        pipeline.buildPipeline();
        allowUseOf(repository.connection(), pipeline);
        suppress(pipeline);
    }

    /**
     * Adds the stack of the pipeline to an app.
     *
     * @param fleetFile the file that describes the fleet, as a path inside the repository: what the pipeline builds
     */
    public static PipelineStack create(
            Construct scope,
            DeploymentPlan inputs,
            HostBundles.Archives archives,
            PipelineSource repository,
            String fleetFile) {
        return new PipelineStack(scope, inputs, archives, repository, fleetFile);
    }

    /** The words that name the fleet to a program of the project, before others; none where it finds the file by itself. */
    private static String fleetOption(String file) {
        return file.equals(ProjectFile.NAME) ? "" : "--fleet '" + file.replace("'", "'\\''") + "' ";
    }

    private static CodeBuildStep synth(CodePipelineSource source, String fleetFile) {
        return CodeBuildStep.Builder.create("Synth")
                .input(source)
                .partialBuildSpec(runtimes())
                .commands(List.of(EXECUTABLE, "infra/cdk " + fleetOption(fleetFile) + "synth --quiet"))
                // What is synthesized here is deployed: its bundles are linked from the pinned JDK.
                .env(Map.of("MOORING_FOR_AWS", "1"))
                .primaryOutputDirectory("cdk.out")
                .build();
    }

    private static CodeBuildStep verify(CodePipelineSource source, FleetStack fleet, String group, String fleetFile) {
        return CodeBuildStep.Builder.create("VerifyHosts")
                .input(source)
                .timeout(VERIFY_TIMEOUT)
                .envFromCfnOutputs(Map.of("GROUP", fleet.groupName()))
                .partialBuildSpec(runtimes())
                .commands(List.of(
                        EXECUTABLE,
                        "ssh-keygen -q -t ed25519 -N '' -f key",
                        "export MOORING_PUBLIC_KEY=$PWD/key.pub",
                        "host-tuning/verify " + fleetOption(fleetFile)
                                + "--asg \"$GROUP\" --region \"$AWS_REGION\" --identity key --host-key console"
                                + " --accept-warnings '" + Names.ACCEPTED_WARNINGS + "'"
                                + " --wait 15m --proxy-command \"infra/connect $AWS_REGION %h %p %r $GROUP\""))
                .rolePolicyStatements(List.of(
                        allow(
                                "*",
                                "autoscaling:DescribeAutoScalingInstances",
                                "ec2:DescribeInstances",
                                "ec2:DescribeInstanceConnectEndpoints"),
                        consoles(group),
                        tunnels(group),
                        keys(group)))
                .build();
    }

    /** CDK allows the old name of the action only, which a connection of the new kind does not know. */
    private static void allowUseOf(String connection, CodePipeline pipeline) {
        pipeline.getPipeline().getNode().findAll().stream()
                .filter(each -> each.getNode().getPath().contains("/Source/"))
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .forEach(role -> role.addToPolicy(allow(connection, "codeconnections:UseConnection")));
    }

    /** The console of a host shows the keys by which it is known. */
    private static PolicyStatement consoles(String group) {
        return PolicyStatement.Builder.create()
                .actions(List.of("ec2:GetConsoleOutput"))
                .resources(List.of(INSTANCES))
                .conditions(Map.of("StringEquals", Map.of(GROUP_TAG, group)))
                .build();
    }

    /** Through the endpoint of this fleet, to no port but that of SSH. */
    private static PolicyStatement tunnels(String group) {
        return PolicyStatement.Builder.create()
                .actions(List.of("ec2-instance-connect:OpenTunnel"))
                .resources(List.of("arn:*:ec2:*:*:instance-connect-endpoint/*"))
                .conditions(new TreeMap<>(Map.of(
                        "StringEquals",
                        Map.of("aws:ResourceTag/" + Names.FLEET_TAG, group),
                        "NumericEquals",
                        Map.of("ec2-instance-connect:remotePort", "22"))))
                .build();
    }

    /** Keys for the hosts of the fleet only, and for their usual user. */
    private static PolicyStatement keys(String group) {
        return PolicyStatement.Builder.create()
                .actions(List.of("ec2-instance-connect:SendSSHPublicKey"))
                .resources(List.of(INSTANCES))
                .conditions(Map.of("StringEquals", new TreeMap<>(Map.of("ec2:osuser", "ec2-user", GROUP_TAG, group))))
                .build();
    }

    private static PolicyStatement allow(String resource, String... actions) {
        return PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(resource))
                .build();
    }

    private static BuildEnvironment environment(boolean arm) {
        IBuildImage image = arm ? LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0 : LinuxBuildImage.STANDARD_7_0;
        return BuildEnvironment.builder()
                .buildImage(image)
                .computeType(ComputeType.MEDIUM)
                .build();
    }

    /** For the builds that the CDK adds, which fetch its newest command line. */
    private static CodeBuildOptions withRuntimes() {
        return CodeBuildOptions.builder().partialBuildSpec(runtimes()).build();
    }

    /** Both images have these. Without a version they would take theirs, which for Node.js is one that has ended. */
    private static BuildSpec runtimes() {
        return BuildSpec.fromObject(Map.of(
                "phases",
                Map.of(
                        "install",
                        Map.of("runtime-versions", new TreeMap<>(Map.of("java", "corretto25", "nodejs", "22"))))));
    }

    private static void suppress(CodePipeline pipeline) {
        NagSuppressions.addResourceSuppressions(
                pipeline,
                List.of(
                        FleetSuppressions.because(
                                "AwsSolutions-S1", "The bucket holds build artifacts that the pipeline alone reads."),
                        FleetSuppressions.because(
                                "AwsSolutions-CB4", "Artifacts are encrypted with the key of Amazon S3."),
                        FleetSuppressions.wildcards(
                                List.of(
                                        "Resource::*",
                                        "/^Action::s3:(GetObject|GetBucket|List|DeleteObject|Abort)\\*$/",
                                        "/^Resource::<PipelineArtifactsBucket.*>\\/\\*$/",
                                        // A named region has its partition by name.
                                        "/^Resource::arn:(<AWS::Partition>|aws[a-z-]*):(logs|codebuild):.*$/",
                                        "/^Resource::arn:\\*:iam::.*:role\\/\\*$/",
                                        "/^Resource::arn:\\*:ec2:\\*:\\*:(instance|instance-connect-endpoint)\\/\\*$/"),
                                "CDK Pipelines grants its steps the artifacts of this pipeline and their own reports;"
                                        + " describing instances knows no resources, and keys are limited by tag.")),
                true);
    }

    private static StackProps properties(DeploymentPlan inputs) {
        return StackProps.builder()
                .stackName(Names.pipeline(inputs.deployment().stack()))
                .description("Mooring: the pipeline that rolls the fleet")
                .env(Environment.builder()
                        .account(inputs.deployment().account().orElse(null))
                        .region(inputs.deployment().region().orElse(null))
                        .build())
                .build();
    }
}
