package dev.mooring.infra.app;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.Result;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.Deployment;
import dev.mooring.infra.account.AccountClients;
import dev.mooring.infra.account.DeployedStack;
import dev.mooring.infra.account.NoAccountException;
import dev.mooring.infra.change.ChangeReport;
import dev.mooring.infra.change.Effect;
import dev.mooring.infra.change.TemplateDifference;
import dev.mooring.infra.template.Template;
import java.nio.file.Files;
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

    private AgainstMain() {}

    public static void main(String[] arguments) {
        String file = System.getProperty("mooring.against", "");
        Optional<Path> named = file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
        System.exit(Result.written("infra/synth", run(List.of(arguments), named)));
    }

    private static int run(List<String> words, Optional<Path> file) {
        try {
            Synthesis synthesis = Synthesis.of(SynthesisRequest.of(words).unvalidated());
            Optional<Template> before = before(synthesis.inputs().deployment(), file);
            if (before.isEmpty()) {
                System.out.println("first deployment: there is no stack "
                        + synthesis.inputs().deployment().stack() + " yet");
                return 0;
            }
            System.out.print(ChangeReport.of(before.get(), synthesis.fleet()));
            Effect effect = TemplateDifference.effect(TemplateDifference.of(before.get(), synthesis.fleet()));
            return effect == Effect.CUTS ? ExitCode.CUTS.code() : 0;
        } catch (RefusedException refused) {
            System.err.println("infra/synth: " + refused.getMessage());
            System.err.println("See: infra/synth --help");
            return ExitCode.USAGE.code();
        } catch (NoAccountException unknown) {
            System.err.println("infra/synth: " + unknown.getMessage());
            return ExitCode.UNAVAILABLE.code();
        } catch (AwsBundles.UnavailableException unavailable) {
            return unavailable.exitCode();
        } catch (Synthesis.InvalidTemplateException invalid) {
            System.err.println("infra/synth: " + invalid.getMessage());
            return ExitCode.FAILED.code();
        }
    }

    private static Optional<Template> before(Deployment deployment, Optional<Path> file) {
        if (file.isPresent()) {
            if (!Files.isReadable(file.get())) {
                throw RefusedException.of(
                        "--against",
                        file.get(),
                        "cannot be read as",
                        "a template",
                        "name a *.template.json of cdk.out");
            }
            return Optional.of(Template.read(file.get()));
        }
        try (AccountClients clients = AccountClients.connect(deployment, Optional.empty())) {
            return DeployedStack.template(clients, deployment.stack());
        }
    }
}
