package dev.mooring.infra;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.output.Result;
import java.util.List;

/**
 * The CDK app: reads the fleet from the context of cdk.json, synthesizes it, and checks the templates with its own rules.
 * It asks neither AWS nor the network for anything.
 *
 * <p>Exit codes: 0 synthesized, 1 a template breaks a rule, 64 an input was refused.
 */
public final class InfraApp {
    static final int BROKEN_RULE = 1;
    static final int REFUSED = 64;

    private InfraApp() {}

    public static void main(String[] arguments) {
        System.exit(Result.written("infra/synth", run(List.of(arguments))));
    }

    private static int run(List<String> words) {
        try {
            List<String> violations = Synthesis.of(SynthesisRequest.of(words)).violations();
            violations.forEach(violation -> System.err.println("mooring: " + violation));
            return violations.isEmpty() ? 0 : BROKEN_RULE;
        } catch (RefusedException refused) {
            System.err.println("mooring: " + refused.getMessage());
            return REFUSED;
        } catch (AwsBundles.UnavailableException unavailable) {
            return unavailable.exitCode();
        } catch (Synthesis.InvalidTemplateException invalid) {
            System.err.println("mooring: " + invalid.getMessage());
            return BROKEN_RULE;
        }
    }
}
