package dev.mooring.hosttuning.ssh;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that start an sshd before each. Where there is none they are left out with the reason as a whole: what a test skips in
 * its preparation is still cleaned up, without what was not started.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsSshd.Present.class)
@interface NeedsSshd {
    /** Looks for the program. */
    final class Present implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Files.isExecutable(SshServer.SSHD)
                    ? ConditionEvaluationResult.enabled(SshServer.SSHD + " is there")
                    : ConditionEvaluationResult.disabled(SshServer.MISSING);
        }
    }
}
