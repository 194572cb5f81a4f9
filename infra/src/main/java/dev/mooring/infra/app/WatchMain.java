package dev.mooring.infra.app;

import dev.mooring.infra.Deployment;
import dev.mooring.infra.Names;
import dev.mooring.infra.account.AccountClients;
import dev.mooring.infra.account.FleetWatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says what the hosts of the fleet do until it is stopped: {@code infra/watch}.
 *
 * <p>Exit codes: 64 an input was refused, 69 there is no region.
 */
public final class WatchMain {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private WatchMain() {}

    public static void main(String[] arguments) {
        InfraProgram program = new InfraProgram("infra/watch");
        System.exit(program.run(() -> {
            Deployment deployment =
                    FleetContext.ofProgram(List.of(arguments)).inputs().deployment();
            Optional<ProcessHandle> starter = ProcessHandle.current().parent();
            try (AccountClients clients = AccountClients.connect(deployment, Optional.empty())) {
                FleetWatch watch = new FleetWatch(
                        clients, Names.group(deployment.stack()), line -> program.print("mooring: " + line + "\n"));
                while (starter.isEmpty() || starter.get().isAlive()) {
                    watch.look();
                    Thread.sleep(PAUSE);
                }
                return 0;
            }
        }));
    }
}
