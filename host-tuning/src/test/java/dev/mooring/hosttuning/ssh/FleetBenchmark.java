package dev.mooring.hosttuning.ssh;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Checks 50 hosts at once behind a round-trip time of 100 ms, and one alone. All hosts are one sshd on this machine, so
 * the work of 50 servers is paid here too.
 */
public final class FleetBenchmark {
    private static final int HOSTS = 50;
    private static final Duration ONE_WAY = Duration.ofMillis(50);
    private static final String SCRIPT = "for check in $(seq 25); do cat /proc/sys/fs/file-nr; done";

    private FleetBenchmark() {}

    /** Prints the figures. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("fleet-benchmark");
        try (SshServer server = SshServer.start(folder, "MaxStartups 1000");
                RelayProxy relay = new RelayProxy(server.address().port(), 0, ONE_WAY)) {
            SshHost host = host(folder, server, relay.address());
            host.run(SCRIPT);
            one(host, relay);
            many(host);
        }
    }

    private static void one(SshHost host, RelayProxy relay) throws HostUnreachableException {
        int flights = relay.flights();
        long start = System.nanoTime();
        host.run(SCRIPT);
        System.out.printf("1 host: %d ms, %d flights%n", millisSince(start), relay.flights() - flights);
    }

    private static void many(SshHost host) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        int failed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> codes = IntStream.range(0, HOSTS)
                    .mapToObj(i -> threads.submit(() -> host.run(SCRIPT).exitCode()))
                    .toList();
            for (Future<Integer> code : codes) {
                failed += code.get() == 0 ? 0 : 1;
            }
        }
        System.out.printf("%d hosts at once: %d ms, %d failed%n", HOSTS, millisSince(start), failed);
    }

    private static SshHost host(Path folder, SshServer server, SshAddress address) throws IOException {
        KnownHostsFile file = new KnownHostsFile(
                Files.writeString(folder.resolve("known_hosts"), server.knownAs(address.alias()) + "\n"));
        Identities key = Identities.file(server.userKey());
        SshLogin login = new SshLogin(Route.DIRECT, key, KnownHosts.strict(file), Duration.ofMinutes(1), new Random(1));
        return new SshHost("host", address, login);
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
