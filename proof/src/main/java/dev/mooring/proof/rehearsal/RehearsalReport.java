package dev.mooring.proof.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The reports of a rehearsal as files: report.json, and report.html with the load generator's plots inside. */
final class RehearsalReport {
    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;

    RehearsalReport(Path folder) {
        this.folder = folder;
    }

    void write(RehearsalResult result, Optional<HostSummary> host, String screen) throws IOException {
        json.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("report.json").toFile(), asJson(result, host));
        Files.writeString(folder.resolve("report.html"), page(screen, Files.readString(folder.resolve("swarm.html"))));
    }

    ObjectNode asJson(RehearsalResult result, Optional<HostSummary> host) {
        Moored moored = result.moored();
        ObjectNode report = json.createObjectNode()
                .put("passed", result.passed())
                .put("connections", moored.connections())
                .put("lost", result.swarm().lost())
                .put("keepaliveMillis", result.keepalive().toMillis())
                .put("heapBytesPerConnection", moored.heapPerConnection())
                .put("residentBytesPerConnection", moored.residentPerConnection())
                .put("residentBytesEmpty", moored.residentEmpty().count())
                .put("residentBytes", moored.resident().count())
                .put("cpuNanosPerPing", moored.cpuPerPing().toNanos())
                .put("handshakesPerSecond", result.swarm().handshakesPerSecond());
        moored.kernelPerConnection().ifPresent(bytes -> report.put("kernelBytesPerConnection", bytes));
        report.set("loadGenerator", result.swarm().json());
        host.ifPresent(summary -> report.set("host", summary.report()));
        return report;
    }

    /** One self-contained page: the screen, and the load generator's page in a frame of its own. */
    static String page(String screen, String plots) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Mooring rehearsal</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>
                :root { color-scheme: light dark; }
                body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
                pre { max-width: 72rem; margin: 1.5rem auto; padding: 0 1.5rem; overflow-x: auto;
                      font: 14px/1.55 ui-monospace, SFMono-Regular, Menlo, monospace; }
                iframe { display: block; width: 100%%; height: 120rem; border: 0; border-top: 1px solid #8884; }
                </style></head><body>
                <pre>%s</pre>
                <iframe title="Load generator" srcdoc="%s"></iframe>
                </body></html>
                """.formatted(escaped(screen.strip()), escaped(plots));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
