package dev.mooring.infra.elf;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.IoFailure;
import dev.mooring.capacity.output.Plain;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The program {@code BundleCheckMain x86_64|aarch64 FOLDER...}. Exit codes: 0 the bundles start on a host, 65 one does not,
 * 1 a file cannot be read.
 */
public final class BundleCheckMain {
    private BundleCheckMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            for (String folder : arguments.subList(1, arguments.size())) {
                BundleCheck.require(Path.of(folder), arguments.getFirst());
            }
            return 0;
        } catch (RefusedException refused) {
            System.err.println("bundle: " + Plain.lines(String.valueOf(refused.getMessage())));
            return ExitCode.WRONG_BUNDLE.code();
        } catch (IOException failure) {
            System.err.println("bundle: cannot be read: " + Plain.lines(IoFailure.sentence(failure)));
            return ExitCode.FAILED.code();
        }
    }
}
