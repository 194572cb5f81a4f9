package dev.mooring.infra.app;

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
        InfraProgram program = new InfraProgram("infra/synth");
        System.exit(program.run(() -> {
            Synthesis synthesis =
                    Synthesis.of(SynthesisRequest.of(List.of(arguments)).forALook());
            program.print(StackSummary.of(synthesis.inputs(), synthesis.fleet()));
            if (synthesis.inputs().deployment().source().isPresent()) {
                program.print(StackSummary.pipeline(synthesis.template(Names.PIPELINE_STACK)));
            }
            return program.judged(synthesis.violations());
        }));
    }
}
