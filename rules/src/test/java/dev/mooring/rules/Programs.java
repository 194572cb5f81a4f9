package dev.mooring.rules;

import dev.mooring.capacity.plan.PlanCommand;
import dev.mooring.hostagent.configuration.AgentCommand;
import dev.mooring.hosttuning.command.CatalogueCommand;
import dev.mooring.hosttuning.command.VerifyCommand;
import dev.mooring.loadgenerator.SwarmCommand;
import dev.mooring.proof.peers.PeersMain;
import dev.mooring.proof.roll.RollMain;
import dev.mooring.proof.soak.SoakMain;
import dev.mooring.proof.vm.VmCommand;
import dev.mooring.rehearsal.RehearseMain;
import dev.mooring.server.configuration.ServerCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Every program, by the name of its launcher. */
final class Programs {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The name that a program says of itself, where it is not that of its launcher. */
    private static final Map<String, String> NAMES =
            Map.of("server/run", "mooring-server", "load-generator/swarm", "swarm");

    /** Launchers that are nothing but a script. */
    static final List<String> SCRIPTS = List.of(
            "check",
            "infra/synth",
            "infra/cdk",
            "infra/connect",
            "infra/doctor",
            "infra/watch",
            "infra/rehearse-host",
            "infra/rehearse-pipeline",
            "infra/renew-replacements",
            "infra/renew-actions",
            "aws-stand-in/renew-models",
            "scripts/aws-bundles",
            "proof/old-libc",
            "examples/notifications/run");

    static final List<String> LAUNCHERS = List.of(
            "capacity/plan",
            "capacity/catalogue",
            "server/run",
            "load-generator/swarm",
            "host-tuning/verify",
            "rehearse",
            "proof/peers",
            "proof/roll",
            "proof/soak",
            "proof/vm");

    private Programs() {}

    /** With the agent, which no launcher starts. */
    static List<CommandLine> commandLines() {
        return List.of(
                PlanCommand.commandLine(),
                CatalogueCommand.commandLine(),
                ServerCommand.commandLine(),
                SwarmCommand.commandLine(),
                VerifyCommand.ofThisMachine(),
                RehearseMain.commandLine(),
                PeersMain.commandLine(),
                RollMain.commandLine(),
                SoakMain.commandLine(),
                VmCommand.commandLine(),
                AgentCommand.commandLine());
    }

    /** Those in a bundle. */
    static List<CommandLine> shipped() {
        return List.of(ServerCommand.commandLine(), VerifyCommand.ofThisMachine(), AgentCommand.commandLine());
    }

    static String name(String launcher) {
        return NAMES.getOrDefault(launcher, launcher);
    }

    static Path help(String name) {
        return ROOT.resolve("scripts/help/" + name.replace('/', '-') + ".txt");
    }

    static Path completion(String name) {
        return ROOT.resolve("scripts/completion/" + name.substring(name.indexOf('/') + 1));
    }
}
