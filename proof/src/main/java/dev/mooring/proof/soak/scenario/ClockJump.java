package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The server's wall clock jumps an hour ahead, and then two back, by libfaketime; its monotonic clock goes on. */
record ClockJump(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration REREAD = Duration.ofSeconds(2);
    private static final Duration BACK_OR_AHEAD = Duration.ofHours(1);
    private static final int TIMESTAMP_LENGTH = "2026-11-24 12:00:00".length();
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @Override
    public String name() {
        return "clock-jump";
    }

    @Override
    public String criterion() {
        return "A wall clock that jumps an hour ahead and two back loses nothing, and pings stay in their schedule";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        Optional<Path> library = library();
        if (library.isEmpty()) {
            return evidence.notPossible("libfaketime is missing; install it: sudo apt-get install faketime");
        }
        Path offset = workspace.output().resolve("clock-offset");
        Files.writeString(offset, "+0s\n");
        Server server = Server.start(
                workspace,
                Server.Setting.of(NetworkSpace.HERE, scale.connections(), scale.keepalive())
                        .with(Map.of(
                                "LD_PRELOAD",
                                library.get().toString(),
                                "FAKETIME_TIMESTAMP_FILE",
                                offset.toString(),
                                "FAKETIME_CACHE_DURATION",
                                "1",
                                "FAKETIME_DONT_FAKE_MONOTONIC",
                                "1")));
        Clients clients =
                Clients.start(workspace, server, "clock-watchers", scale.connections(), List.of("--rate=max"));
        Waiting.until(() -> server.status().open() == scale.connections(), DEADLINE);
        Thread.sleep(scale.keepalive().keepalive());
        jump(server, offset, BACK_OR_AHEAD, evidence);
        jump(server, offset, BACK_OR_AHEAD.negated(), evidence);
        evidence.exactly("open after both", server.status().open(), scale.connections());
        evidence.exactly("ping timeouts of the server", server.status().pingTimeouts(), 0);
        SwarmReport figures = clients.finish();
        evidence.exactly("lost", figures.lostCount(), 0);
        evidence.atMost(
                "longest time without a ping",
                figures.longestPingGap().toMillis(),
                scale.keepalive().longestSilence().toMillis(),
                "ms");
        return evidence.finding();
    }

    /** Sets the clock off, makes sure that the server sees it, and gives it a round and more to do wrong. */
    private void jump(Server server, Path offset, Duration by, Evidence evidence)
            throws IOException, InterruptedException {
        Files.writeString(offset, (by.isNegative() ? "" : "+") + by.toSeconds() + "s\n");
        Thread.sleep(REREAD);
        long seen = Duration.between(LocalDateTime.now(ZoneId.systemDefault()), wallClock(server))
                .toSeconds();
        long error = Math.abs(seen - by.toSeconds());
        evidence.atMost("error of the clock set to " + by.toSeconds() + " s", error, 5, "s");
        Thread.sleep(scale.keepalive().longestSilence());
    }

    /** The virtual machine heads a list of its threads with its wall clock. */
    private static LocalDateTime wallClock(Server server) throws IOException, InterruptedException {
        return server.jcmd("Thread.print")
                .lines()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*"))
                .map(line -> LocalDateTime.parse(line.substring(0, TIMESTAMP_LENGTH), TIMESTAMP))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd Thread.print shows no time"));
    }

    private static Optional<Path> library() throws IOException {
        Path folder = Path.of("/usr/lib");
        try (Stream<Path> found = Files.find(folder, 3, (path, file) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return found.findFirst();
        }
    }
}
