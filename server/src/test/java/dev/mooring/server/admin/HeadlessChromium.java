package dev.mooring.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The system's Chromium, without a window; each page is let live for some virtual seconds that pass at once. */
final class HeadlessChromium {
    private static final List<Path> PLACES = Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .toList();
    private static final String VIRTUAL_TIME = "--virtual-time-budget=6500";

    private final Path executable;
    private final Path profile;

    private HeadlessChromium(Path executable, Path profile) {
        this.executable = executable;
        this.profile = profile;
    }

    static HeadlessChromium orSkip(Path profile) {
        Optional<Path> found = PLACES.stream().filter(Files::isExecutable).findFirst();
        Assumptions.assumeTrue(
                found.isPresent(), "no Chromium here: install the package chromium to test the live page");
        return new HeadlessChromium(found.orElseThrow(), profile);
    }

    /**
     * A page after its virtual time.
     *
     * @param console what the browser logged for it: messages, uncaught errors, refused resources
     */
    record Page(String dom, List<String> console) {
        String text(String id) {
            Matcher element = Pattern.compile("id=\"" + id + "\"[^>]*>([^<]*)<").matcher(dom);
            return element.find() ? element.group(1) : "no element " + id + " in " + dom;
        }
    }

    Page load(String url) throws IOException, InterruptedException {
        Path log = profile.resolve("log");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile.resolve("data"),
                        "--window-size=1280,800",
                        "--enable-logging=stderr",
                        VIRTUAL_TIME,
                        "--dump-dom",
                        url)
                .redirectError(log.toFile())
                .start();
        String dom = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        try (Stream<String> lines = Files.lines(log)) {
            return new Page(dom, lines.filter(line -> line.contains("CONSOLE")).toList());
        }
    }
}
