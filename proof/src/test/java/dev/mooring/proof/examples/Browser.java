package dev.mooring.proof.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium without a window, driven by its DevTools protocol in real time.
 *
 * <p>Used by one thread; answers come on another.
 */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();
    private final WebSocket socket;

    private final Process process;

    private Browser(Process process, URI devTools) {
        this.process = process;
        socket = http.newWebSocketBuilder().buildAsync(devTools, new Answers()).join();
    }

    /** Skips the test where there is no Chromium. */
    static Browser orSkip(ChildProcesses children, Path profile) throws IOException {
        Path executable = Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(""));
        Assumptions.assumeTrue(
                Files.isExecutable(executable) && Files.isRegularFile(executable),
                "no Chromium here: install the package chromium to test the examples");
        Process process = children.start(new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true));
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                URI devTools = URI.create(line.substring(LISTENING.length()));
                // Nobody may wait for a full pipe.
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return new Browser(process, devTools);
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    /** Opens a page of its own. */
    Page open(String url) {
        String target = ask("Target.createTarget", "", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        String session = ask("Target.attachToTarget", "", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        // Answered once the page has taken the place of the empty one.
        var _ = ask("Page.navigate", session, Map.of("url", url));
        return new Page(this, session);
    }

    @Override
    public void close() {
        int id = last.incrementAndGet();
        socket.sendText("{\"id\":%d,\"method\":\"Browser.close\"}".formatted(id), true)
                .join();
        // Until then its helpers write to the profile.
        process.onExit().join();
        socket.abort();
        http.shutdownNow();
    }

    private JsonNode ask(String method, String session, Map<String, Object> parameters) {
        int id = last.incrementAndGet();
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(command.toString(), true).join();
        return answer.join();
    }

    /** One page. */
    record Page(Browser browser, String session) {
        /** The value of an expression; of a promise, what it was fulfilled with. */
        String evaluate(String expression) {
            JsonNode answer =
                    browser.ask("Runtime.evaluate", session, Map.of("expression", expression, "awaitPromise", true));
            return answer.path("result").path("value").asText();
        }

        /** Waits until the page shows the text. */
        void awaitText(String text) throws IOException {
            String quoted = JSON.writeValueAsString(text);
            evaluate("""
                    new Promise(shown => {
                      const look = () => document.body?.innerText.includes(%s) && shown(true);
                      new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true});
                      look();
                    })""".formatted(quoted));
        }
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void take(String answer) {
            try {
                JsonNode node = JSON.readTree(answer);
                CompletableFuture<JsonNode> asker = asked.remove(node.path("id").asInt());
                if (asker != null) {
                    asker.complete(node.path("result"));
                }
            } catch (IOException unreadable) {
                asked.values().forEach(asker -> asker.completeExceptionally(unreadable));
            }
        }
    }
}
