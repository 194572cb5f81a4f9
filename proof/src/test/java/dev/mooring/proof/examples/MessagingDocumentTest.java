package dev.mooring.proof.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.proof.peers.process.Publisher;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What docs/messaging.md says to type and to write, typed and written; on other ports, in a folder of its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class MessagingDocumentTest {
    private static final Path ROOT = PeersWorkspace.ofModule().root();
    private static final Path EXAMPLE = ROOT.resolve("examples/notifications");
    private static final Path CENTRIFUGE = EXAMPLE.resolve("node_modules/centrifuge/dist/centrifuge.js");

    private final ChildProcesses children = new ChildProcesses();

    @TempDir
    private Path folder = Path.of("");

    private Document page = new Document("");
    private int port;
    private int push;
    private int admin;

    @BeforeEach
    void prepare() throws IOException {
        page = Document.messaging();
        port = LoopbackPort.free();
        push = LoopbackPort.free();
        admin = LoopbackPort.free();
        for (String part : List.of("server", "load-generator")) {
            Files.createSymbolicLink(folder.resolve(part), ROOT.resolve(part));
        }
    }

    @AfterEach
    void endAll() {
        children.close();
    }

    @Test
    void everyCommandDoesWhatIsSaid() throws IOException, InterruptedException {
        Process shell = bash(String.join("\n", page.blocks("sh")) + "\nkill %1\nwait %1 || [ $? -eq 143 ]\n");
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), printed);
        String nobody = page.quoted("\\{\"connections\":0}");
        assertEquals(3, count("(?<!\"body\":)" + Pattern.quote(nobody), printed), printed);
        assertEquals(2, count("verdict +passed", printed), printed);
        assertEquals(2, count(" 0 lost, 0 repeated, 0 out of order", printed), printed);
        for (String metric : List.of("published_total", "delivered_total", "delivery_lag_seconds_bucket", "topics")) {
            assertTrue(printed.contains("mooring_" + metric), printed);
        }
        assertTrue(Files.readString(folder.resolve("delivery.html")).contains("Delivery latency"));
    }

    @Test
    @EnabledIfSystemProperty(named = "mooring.slow", matches = "true", disabledReason = "part of ./check --full")
    void theProgramsForPagesShowWhatIsPublished() throws IOException, InterruptedException {
        requireCentrifuge();
        List<String> programs = page.blocks("js");
        String first = page.blocks("sh").getFirst();
        Process shell = bash(first.substring(0, first.indexOf("auth=")) + "echo serving\nwait %1");
        try (Browser browser = Browser.orSkip(children, folder.resolve("profile"))) {
            String line = shell.inputReader().readLine();
            while (line != null && !line.endsWith("serving")) {
                line = shell.inputReader().readLine();
            }
            // A page of this machine: a browser keeps others from its own network.
            Browser.Page plain = browser.open("http://127.0.0.1:" + admin + "/ready");
            plain.evaluate("globalThis.show = text => document.body.append(text, ' ')");
            plain.evaluate(placed(programs.get(0)));
            plain.evaluate("new Promise(open => socket.readyState ? open() : socket.addEventListener('open', open))");
            Browser.Page centrifugo = browser.open("http://127.0.0.1:" + admin + "/ready");
            centrifugo.evaluate("globalThis.show = text => document.body.append(text, ' ')");
            centrifugo.evaluate(Files.readString(CENTRIFUGE));
            centrifugo.evaluate(placed(programs.get(1)));
            centrifugo.evaluate("subscription.ready()");
            String entry = Files.readString(folder.resolve("keys")).strip();
            String key = entry.substring(entry.lastIndexOf(' ') + 1);
            try (Publisher publisher = new Publisher(push, "Authorization: Bearer " + key + "\r\n")) {
                assertEquals(200, publisher.post("/topics/news.today", "{\"hello\":26}"));
            }
            plain.awaitText("{\"hello\":26}");
            centrifugo.awaitText("{\"hello\":26}");
        }
    }

    /** What the page tells to fetch from npm; the example has it, of a pinned version. */
    private void requireCentrifuge() throws InterruptedException {
        String said = "";
        if (!Files.exists(CENTRIFUGE)) {
            try {
                said = children.run(EXAMPLE, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
            } catch (IOException failed) {
                said = String.valueOf(failed.getMessage());
            }
        }
        Assumptions.assumeTrue(Files.exists(CENTRIFUGE), "npm could not fetch centrifuge: " + said);
    }

    private Process bash(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        "-euo",
                        "pipefail",
                        "-c",
                        "trap 'kill %1 2>/dev/null || true' EXIT TERM\n" + placed(script))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("BUILT_BY_CALLER", "1");
        builder.environment().put("MOORING_ADMIN", "127.0.0.1:" + admin);
        return children.start(builder);
    }

    private String placed(String text) {
        return text.replace("127.0.0.1:8080", "127.0.0.1:" + port)
                .replace("--ports=8080", "--ports=" + port)
                .replace("127.0.0.1:9100", "127.0.0.1:" + push)
                .replace("127.0.0.1:9000", "127.0.0.1:" + admin);
    }

    private static long count(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
