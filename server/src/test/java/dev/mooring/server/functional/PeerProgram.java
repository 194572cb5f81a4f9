package dev.mooring.server.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** A program of other people that a test runs as a client. */
final class PeerProgram {
    private final Path executable;
    private final Path folder;

    private PeerProgram(Path executable, Path folder) {
        this.executable = executable;
        this.folder = folder;
    }

    /**
     * A program of the PATH; a test is skipped where there is none of that name.
     *
     * @param folder gets what it writes to its standard error, in the file {@code errors}
     */
    static PeerProgram orSkip(String name, Path folder) {
        Path found = Stream.of(System.getenv("PATH").split(":", -1))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(name));
        assumeTrue(found.isAbsolute(), "no " + name + " here");
        return new PeerProgram(found, folder);
    }

    Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    /** Everything it says until it ends. */
    String output(String... arguments) throws IOException, InterruptedException {
        return output(start(List.of(arguments)));
    }

    /** Everything that a started one says until it ends, followed by its errors if it failed. */
    String output(Process client) throws IOException, InterruptedException {
        String said = new String(client.getInputStream().readAllBytes(), UTF_8);
        int code = client.waitFor();
        return code == 0 ? said : said + Files.readString(folder.resolve("errors"));
    }

    /**
     * What a page says in Chromium, by fetching {@code /said?} and the text.
     *
     * @param html the page, from a server of its own on loopback
     */
    static String saidInChromium(Path folder, String html, String... options) throws IOException, InterruptedException {
        PeerProgram chromium = orSkip("chromium", folder);
        byte[] page = html.getBytes(UTF_8);
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        HttpServer pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/said")) {
                said.add(exchange.getRequestURI().getQuery());
            }
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        });
        pages.start();
        List<String> arguments = new ArrayList<>(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile")));
        arguments.addAll(List.of(options));
        arguments.add("http://127.0.0.1:" + pages.getAddress().getPort() + "/");
        Process client = chromium.start(arguments);
        try {
            return said.take();
        } finally {
            client.destroy();
            client.waitFor();
            pages.stop(0);
        }
    }
}
