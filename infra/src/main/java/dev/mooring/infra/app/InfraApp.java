package dev.mooring.infra.app;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.Result;
import dev.mooring.capacity.unit.RefusedException;
import java.util.List;

/**
 * The CDK app: reads the fleet from the context of cdk.json, synthesizes it, and checks the templates with its own rules.
 * It asks neither AWS nor the network for anything.
 *
 * <p>Exit codes: 0 synthesized, 1 a template breaks a rule, 64 an input was refused.
 */
public final class InfraApp {
    private InfraApp() {}

    public static void main(String[] arguments) {
        System.exit(Result.written("infra/synth", run(List.of(arguments))));
    }

    private static int run(List<String> words) {
        try {
            List<String> violations = Synthesis.of(SynthesisRequest.of(words)).violations();
            violations.forEach(violation -> System.err.println("infra/synth: " + violation));
            return violations.isEmpty() ? 0 : ExitCode.FAILED.code();
        } catch (RefusedException refused) {
            System.err.println("infra/synth: " + refused.getMessage());
            System.err.println("See: infra/synth --help");
            return ExitCode.USAGE.code();
        } catch (AwsBundles.UnavailableException unavailable) {
            return unavailable.exitCode();
        } catch (Synthesis.InvalidTemplateException invalid) {
            System.err.println("infra/synth: " + invalid.getMessage());
            return ExitCode.FAILED.code();
        }
    }
}
