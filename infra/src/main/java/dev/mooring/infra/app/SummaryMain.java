package dev.mooring.infra.app;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.Result;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.Names;
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
