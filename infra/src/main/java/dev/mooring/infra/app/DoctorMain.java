package dev.mooring.infra.app;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.Result;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.FleetInputs;
import dev.mooring.infra.account.AccountClients;
import dev.mooring.infra.account.Check;
import dev.mooring.infra.account.Doctor;
import dev.mooring.infra.account.NoAccountException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks whether an account and region are ready for the fleet of cdk.json: {@code infra/doctor}.
 *
 * <p>Exit codes: 0 ready, 10 not ready, 11 warnings only, 12 AWS does not say all, 64 an input was refused, 69 AWS cannot
 * be asked.
 */
public final class DoctorMain {
    private static final String QUALIFIER = "@aws-cdk/core:bootstrapQualifier";
    private static final String DEFAULT_QUALIFIER = "hnb659fds";

    private DoctorMain() {}

    public static void main(String[] arguments) {
        System.exit(Result.written("infra/doctor", run(Path.of(System.getProperty("mooring.fleet", "cdk.json")))));
    }

    private static int run(Path fleet) {
        try {
            Map<String, Object> context = ProjectFile.context(fleet);
            FleetInputs inputs = FleetContext.of(fleet).inputs();
            String qualifier = String.valueOf(context.getOrDefault(QUALIFIER, DEFAULT_QUALIFIER));
            try (AccountClients clients = AccountClients.connect(inputs.deployment(), Optional.empty())) {
                List<Check> checks = new Doctor(inputs, clients, InstantSource.system(), qualifier).examine();
                checks.forEach(check -> System.out.print(check.line()));
                return exitCode(checks);
            }
        } catch (RefusedException refused) {
            System.err.println("infra/doctor: " + refused.getMessage());
            System.err.println("See: infra/doctor --help");
            return ExitCode.USAGE.code();
        } catch (NoAccountException unknown) {
            System.err.println("infra/doctor: " + unknown.getMessage());
            return ExitCode.UNAVAILABLE.code();
        }
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
