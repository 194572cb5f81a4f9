package dev.mooring.infra.app;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.infra.account.AccountClients;
import dev.mooring.infra.account.Check;
import dev.mooring.infra.account.Doctor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Asks whether an account and region are ready for the fleet of cdk.json: {@code infra/doctor}.
 *
 * <p>Exit codes: 0 ready, 10 not ready, 11 warnings only, 12 AWS does not say all, 64 an input was refused, 69 AWS cannot
 * be asked.
 */
public final class DoctorMain {
    private DoctorMain() {}

    public static void main(String[] arguments) {
        InfraProgram program = new InfraProgram("infra/doctor");
        System.exit(program.run(() -> {
            FleetContext fleet = FleetContext.ofProgram(List.of(arguments));
            var inputs = fleet.inputs();
            try (AccountClients clients = AccountClients.connect(inputs.deployment(), Optional.empty())) {
                List<Check> checks =
                        new Doctor(inputs, clients, InstantSource.system(), fleet.bootstrapQualifier()).examine();
                checks.forEach(check -> program.print(check.line()));
                return exitCode(checks);
            }
        }));
    }

    static int exitCode(List<Check> checks) {
        return switch (checks.stream().map(Check::outcome).max(Enum::compareTo).orElse(Check.Outcome.READY)) {
            case READY -> 0;
            case WARNING -> ExitCode.WARNED.code();
            case UNKNOWN -> ExitCode.UNREACHABLE.code();
            case FAILURE -> ExitCode.NOT_TUNED.code();
        };
    }
}
