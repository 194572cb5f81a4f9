package dev.mooring.proof.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** The fleet is synthesized by somebody who has neither a network nor an AWS account. */
class OfflineSynthesisTest {
    private final Synthesis synthesis = Synthesis.shared();

    @Test
    void needsNeitherANetworkNorAnAccount() {
        assumeTrue(synthesis.offline(), "this machine does not let a process have a network of its own (unshare)");
        assertEquals(0, synthesis.exitCode(), synthesis.said());
        assertTrue(
                synthesis.template().path("Resources").toString().contains("AWS::AutoScaling::AutoScalingGroup"),
                synthesis.said());
    }
}
