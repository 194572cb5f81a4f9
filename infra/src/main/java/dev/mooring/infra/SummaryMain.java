package dev.mooring.infra;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.output.Result;
import dev.mooring.infra.summary.StackSummary;
import java.util.List;

/**
 * Synthesizes the fleet and prints what it consists of: {@code infra/synth --summary}. The CDK's validator, which takes
 * two thirds of a synthesis, is left to the synthesis that is deployed.
 */
public final class SummaryMain {
    private SummaryMain() {}

    public static void main(String[] arguments) {
        System.exit(Result.written("infra/synth", run(List.of(arguments))));
    }

    private static int run(List<String> words) {
        try {
            Synthesis synthesis = Synthesis.of(SynthesisRequest.of(words).forALook());
            System.out.print(StackSummary.of(synthesis.inputs().plan(), synthesis.fleet()));
            if (synthesis.inputs().deployment().source().isPresent()) {
                System.out.print(StackSummary.pipeline(synthesis.template(Names.PIPELINE_STACK)));
            }
            List<String> violations = synthesis.violations();
            violations.forEach(violation -> System.err.println("mooring: " + violation));
            return violations.isEmpty() ? 0 : InfraApp.BROKEN_RULE;
        } catch (RefusedException refused) {
            System.err.println("mooring: " + refused.getMessage());
            return InfraApp.REFUSED;
        } catch (AwsBundles.UnavailableException unavailable) {
            return unavailable.exitCode();
        } catch (Synthesis.InvalidTemplateException invalid) {
            System.err.println("mooring: " + invalid.getMessage());
            return InfraApp.BROKEN_RULE;
        }
    }
}
