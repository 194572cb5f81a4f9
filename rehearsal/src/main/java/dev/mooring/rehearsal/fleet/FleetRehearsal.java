package dev.mooring.rehearsal.fleet;

import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.output.StopRequest;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Two servers and an engine as child processes: what is published on either by id, user, topic or to all is heard on both, and
 * what is lost when the engine is killed lies in gaps that the hosts tell.
 *
 * <p>Used by one thread; a stop from another ends it within seconds.
 */
public final class FleetRehearsal {
    private static final int HOSTS = 2;
    private static final int CLIENTS = 20;
    private static final int OK = 200;
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration AFTER = Duration.ofSeconds(2);
    private static final Duration BACK = Duration.ofSeconds(30);
    private static final Duration DRAINED = Duration.ofSeconds(15);
    private static final TimeoutLadder TIMEOUTS =
            TimeoutLadder.of(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(350));

    private final Path server;
    private final Path output;
    private final ChildProcesses children;
    private final StopRequest stop;
    private final BiConsumer<String, String> steps;
    private final HttpClient http = HttpClient.newHttpClient();
    private final FleetTokens tokens = FleetTokens.random();
    private final List<FleetHost> hosts = new ArrayList<>();
    private final List<FleetClient> clients = new ArrayList<>();
    private final FleetResult result = new FleetResult();

    /**
     * One that has not begun.
     *
     * @param server the server's start script
     * @param output where logs go
     * @param steps is told each step and what it does
     */
    public FleetRehearsal(
            Path server, Path output, ChildProcesses children, StopRequest stop, BiConsumer<String, String> steps) {
        this.server = server;
        this.output = output;
        this.children = children;
        this.stop = stop;
        this.steps = steps;
    }

    /** Goes through the steps; where one fails, that is a finding beside those of the steps before. */
    public FleetResult run() throws InterruptedException {
        try {
            RedisProcess engine = RedisProcess.start(children, output.resolve("engine.log"));
            steps.accept("engine", engine.address());
            startHosts(engine);
            connect();
            everyAudience();
            killEngine(engine);
            for (FleetHost host : hosts) {
                host.server().terminate();
                if (!host.server().endsWithin(DRAINED)) {
                    result.failures.add(host.name() + " did not end well after its drain; see " + host.log() + ".");
                }
            }
        } catch (IOException failed) {
            result.failures.add(failed.getMessage() + ".");
        } finally {
            clients.forEach(FleetClient::close);
        }
        return result;
    }

    private void startHosts(RedisProcess engine) throws IOException, InterruptedException {
        Path secret = tokens.writtenTo(output.resolve("secret"));
        for (int number = 1; number <= HOSTS; number++) {
            int push = LoopbackPort.free();
            Path log = output.resolve("host-" + number + ".log");
            ServerProcess.Settings settings = new ServerProcess.Settings(
                    TIMEOUTS,
                    Duration.ofSeconds(1),
                    List.of(
                            "--engine=" + engine.address(),
                            "--host-id=" + number,
                            "--push=127.0.0.1:" + push,
                            "--public-topics=news.",
                            "--centrifugo-path=" + FleetClient.PATH,
                            "--jwt-keys=" + secret,
                            "--jwt-audience=any"));
            ServerProcess process = ServerProcess.start(server, settings, children, log);
            hosts.add(new FleetHost("host " + number, process, URI.create("http://127.0.0.1:" + push), log, http));
            steps.accept("host " + number, "port " + process.port() + ", pid " + process.pid());
        }
    }

    /** Clients of each host, each the user of its number. */
    private void connect() throws IOException, InterruptedException {
        steps.accept("clients", CLIENTS + " on two hosts, by turns, each a user of its own");
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(FleetClient.connect(
                    http,
                    hosts.get(client % HOSTS),
                    tokens.of("u" + client),
                    List.of("news.own." + client, FleetNumbers.TOPIC)));
        }
    }

    private void everyAudience() throws IOException, InterruptedException {
        steps.accept("publish", "by id, user, topic and to all, from either host to either");
        for (FleetHost from : hosts) {
            for (int client = 0; client < CLIENTS; client++) {
                requireGoingOn();
                String number = client + " from " + from.name();
                sent(
                        "by id",
                        from.toConnection(clients.get(client).id(), quoted("id " + number)),
                        client,
                        "id " + number);
                sent("by user", from.post("/users/u" + client, quoted("user " + number)), client, "user " + number);
                sent(
                        "by topic",
                        from.post("/topics/news.own." + client, quoted("topic " + number)),
                        client,
                        "topic " + number);
            }
            int status = from.post("/broadcast", quoted("all from " + from.name()));
            for (int client = 0; client < CLIENTS; client++) {
                sent("to all", status, client, "all from " + from.name());
            }
        }
    }

    private void sent(String kind, int status, int client, String text) throws InterruptedException {
        String heard = status == OK ? clients.get(client).next() : "answer " + status;
        result.sent(kind, text.equals(heard));
        if (!text.equals(heard)) {
            result.failures.add(
                    kind + ": client " + client + " was to hear \"" + text + "\" and heard \"" + heard + "\".");
        }
    }

    private void killEngine(RedisProcess engine) throws IOException, InterruptedException {
        List<FleetNumbers> numbers = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            numbers.add(FleetNumbers.start(hosts.get(host), String.valueOf((char) ('a' + host))));
        }
        steps.accept("kill", "numbers through both hosts, SIGKILL to the engine, which is back after a second");
        pause(BEFORE);
        engine.kill();
        pause(AWAY);
        engine.startAgain();
        Duration back = Waiting.until(this::isBack, BACK);
        result.back = back;
        if (back.equals(BACK)) {
            throw new IOException("a host did not tell of its gap within " + BACK.toSeconds() + " s; see " + output);
        }
        pause(AFTER);
        Map<String, List<FleetNumbers.Published>> published = new HashMap<>();
        for (FleetNumbers each : numbers) {
            published.put(each.prefix(), each.end());
        }
        result.published = published.values().stream().mapToLong(List::size).sum();
        result.refused = published.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.status() != OK)
                .count();
        for (int client = 0; client < CLIENTS; client++) {
            FleetHost host = hosts.get(client % HOSTS);
            result.heard(FleetNumbers.compared(published, heard(clients.get(client), numbers), host.gaps()));
        }
        for (FleetHost host : hosts) {
            result.gaps.addAll(host.gaps());
        }
    }

    private boolean isBack() throws IOException {
        for (FleetHost host : hosts) {
            if (host.gaps().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** All numbers that a client has heard until the end of each publisher. */
    private static List<String> heard(FleetClient client, List<FleetNumbers> numbers)
            throws IOException, InterruptedException {
        List<String> open =
                new ArrayList<>(numbers.stream().map(FleetNumbers::last).toList());
        List<String> heard = new ArrayList<>();
        while (!open.isEmpty()) {
            String next = client.next();
            if (next == null) {
                throw new IOException("a client did not hear the end of " + open);
            }
            if (!open.remove(next) && !next.endsWith("end")) {
                heard.add(next);
            }
        }
        return heard;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private void pause(Duration time) throws IOException, InterruptedException {
        stop.await(time);
        requireGoingOn();
    }

    private void requireGoingOn() throws IOException {
        if (stop.isRequested()) {
            throw new IOException("the rehearsal was interrupted");
        }
    }
}
