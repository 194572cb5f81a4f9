package dev.mooring.infra.app;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.Deployment;
import dev.mooring.infra.Names;
import dev.mooring.infra.account.AccountClients;
import dev.mooring.infra.account.FleetWatch;
import dev.mooring.infra.account.NoAccountException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Says what the hosts of the fleet do until it is stopped: {@code infra/watch}.
 *
 * <p>Exit codes: 64 an input was refused, 69 there is no region.
 */
public final class WatchMain {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private WatchMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(Path.of(System.getProperty("mooring.fleet", "cdk.json"))));
    }

    private static int run(Path fleet) throws InterruptedException {
        try {
            Deployment deployment = FleetContext.of(fleet).inputs().deployment();
            Optional<ProcessHandle> starter = ProcessHandle.current().parent();
            try (AccountClients clients = AccountClients.connect(deployment, Optional.empty())) {
                FleetWatch watch = new FleetWatch(
                        clients, Names.group(deployment.stack()), line -> System.out.println("mooring: " + line));
                while (starter.isEmpty() || starter.get().isAlive()) {
                    watch.look();
                    Thread.sleep(PAUSE);
                }
                return 0;
            }
        } catch (RefusedException refused) {
            System.err.println("infra/watch: " + refused.getMessage());
            System.err.println("See: infra/watch --help");
            return ExitCode.USAGE.code();
        } catch (NoAccountException unknown) {
            System.err.println("infra/watch: " + unknown.getMessage());
            return ExitCode.UNAVAILABLE.code();
        }
    }
}
