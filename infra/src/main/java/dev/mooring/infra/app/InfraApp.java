package dev.mooring.infra.app;

import java.util.List;

/**
 * The CDK app, which the CDK's command line runs as {@code infra/synth}: synthesizes the fleet and judges its templates. It
 * asks neither AWS nor the network for anything.
 *
 * <p>Exit codes: 0 synthesized, 1 a template breaks a rule, 64 an input was refused, 65 and 69 those of scripts/aws-bundles.
 */
public final class InfraApp {
    private InfraApp() {}

    public static void main(String[] arguments) {
        InfraProgram program = new InfraProgram("infra/synth");
        System.exit(program.run(() -> program.judged(
                Synthesis.of(SynthesisRequest.of(List.of(arguments))).violations())));
    }
}
