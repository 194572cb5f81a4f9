package dev.mooring.infra.app;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.infra.construct.HostBundles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The bundles that go to AWS: linked from the modules of the one JDK that scripts/jdk.pin names, for hosts of either
 * architecture, and refused when they would not start on the hosts' image.
 */
final class AwsBundles {
    private AwsBundles() {}

    /** That they cannot be had, which the script has said in a sentence. */
    static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int exitCode;

        private UnavailableException(int exitCode) {
            super("the bundles for AWS cannot be linked", null, false, false);
            this.exitCode = exitCode;
        }

        /** That of the script. */
        int exitCode() {
            return exitCode;
        }
    }

    /**
     * Links what is not up to date; takes half a minute then.
     *
     * @param root the project's folder
     * @throws UnavailableException when the JDK cannot be had, or a binary would not start
     */
    static HostBundles.Archives link(Path root, Architecture architecture) {
        String machine = HostBundles.machine(architecture);
        int exitCode = run(root.resolve("scripts/aws-bundles").toString(), machine);
        if (exitCode != 0) {
            throw new UnavailableException(exitCode);
        }
        Path folder = root.resolve("infra/target/aws").resolve(machine);
        return HostBundles.find(folder.resolve("server"), folder.resolve("agent"), folder, architecture);
    }

    private static int run(String... command) {
        try {
            // The CDK reads nothing of what its app writes to standard output.
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the bundles are linked", interrupted);
        }
    }
}
