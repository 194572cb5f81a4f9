package dev.mooring.infra.app;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.infra.Deployment;
import dev.mooring.infra.account.AccountClients;
import dev.mooring.infra.account.DeployedStack;
import dev.mooring.infra.change.ChangeReport;
import dev.mooring.infra.change.Effect;
import dev.mooring.infra.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Says what a deployment would do to the fleet that is deployed: {@code infra/synth --against [FILE]}.
 *
 * <p>Exit codes: 0 compared, 1 a template breaks a rule, 3 clients would be cut, 64 an input was refused, 69 the account
 * does not say what is deployed.
 */
public final class AgainstMain {

    /** Of what CloudFormation takes the 16-fold, because cdk.out is not minified. */
    private static final Bytes MAX_TEMPLATE = Bytes.mebi(16);

    private AgainstMain() {}

    public static void main(String[] arguments) {
        InfraProgram program = new InfraProgram("infra/synth");
        String file = System.getProperty("mooring.against", "");
        Optional<Path> named = file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
        System.exit(program.run(() -> {
            Synthesis synthesis =
                    Synthesis.of(SynthesisRequest.of(List.of(arguments)).unvalidated());
            return compare(program, synthesis, before(synthesis.inputs().deployment(), named));
        }));
    }

    /** A template that breaks a rule is not deployed, so what it would cut counts less. */
    static int compare(InfraProgram program, Synthesis synthesis, Optional<Template> before) {
        Effect effect = Effect.STAYS;
        Optional<String> another = before.flatMap(template -> another(template, synthesis.fleet()));
        if (another.isPresent()) {
            program.print(another.get());
        } else if (before.isPresent()) {
            ChangeReport report = ChangeReport.of(before.get(), synthesis.fleet());
            program.print(report.text());
            effect = report.effect();
        } else {
            program.print("first deployment: there is no stack "
                    + synthesis.inputs().deployment().stack() + " yet\n");
        }
        int judged = program.judged(synthesis.violations());
        return judged == 0 && effect == Effect.CUTS ? ExitCode.CUTS.code() : judged;
    }

    /**
     * What to say where a fleet is compared with another one, whose template a user named. CloudFormation finds a fleet by the
     * name of its stack, which a template has in the name of its group.
     */
    static Optional<String> another(Template before, Template after) {
        return group(before)
                .flatMap(staying -> group(after)
                        .filter(beginning -> !beginning.equals(staying))
                        .map(beginning -> "another fleet: " + beginning + " begins; " + staying
                                + " stays as it is, and is billed, until it is destroyed\n"));
    }

    private static Optional<String> group(Template template) {
        return template.ofType("AWS::AutoScaling::AutoScalingGroup")
                .map(group -> group.properties().path("AutoScalingGroupName").asText())
                .findFirst();
    }

    private static Optional<Template> before(Deployment deployment, Optional<Path> file) {
        if (file.isPresent()) {
            return Optional.of(Template.named(new InputFile("--against", file.get(), MAX_TEMPLATE)));
        }
        try (AccountClients clients = AccountClients.connect(deployment, Optional.empty())) {
            return DeployedStack.template(clients, deployment.stack());
        }
    }
}
