package dev.mooring.infra;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.output.Result;
import dev.mooring.infra.summary.StackSummary;
import java.nio.file.Path;
import java.util.List;

/** Synthesizes the fleet and prints what it consists of: {@code infra/synth --summary}. */
public final class SummaryMain {
    private SummaryMain() {}

    public static void main(String[] arguments) {
        System.exit(Result.written("infra/synth", run(Path.of(System.getProperty("mooring.project", ".")))));
    }

    private static int run(Path project) {
        try {
            Synthesis synthesis = Synthesis.of(project);
            String stack = synthesis.inputs().deployment().source().isPresent() ? Names.PIPELINE_STACK : Names.STACK;
            System.out.print(StackSummary.of(synthesis.inputs().plan(), synthesis.template(stack)));
            List<String> violations = synthesis.violations();
            violations.forEach(violation -> System.err.println("mooring: " + violation));
            return violations.isEmpty() ? 0 : InfraApp.BROKEN_RULE;
        } catch (RefusedException refused) {
            System.err.println("mooring: " + refused.getMessage());
            return InfraApp.REFUSED;
        } catch (Synthesis.InvalidTemplateException invalid) {
            System.err.println("mooring: " + invalid.getMessage());
            return InfraApp.BROKEN_RULE;
        }
    }
}
