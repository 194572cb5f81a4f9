package dev.mooring.proof.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A result as Markdown for people, with plots, and as JSON for programs. */
record VmReport(VmResult result) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int PLOTTED = 30;

    String markdown(String title, String page) {
        VmInputs inputs = result.inputs();
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        text.append(result.held() ? "**Held.**" : "**Did not hold.**")
                .append(" Samples and every figure: [JSON](")
                .append(page)
                .append(".json). The clients' view: [page](")
                .append(page)
                .append(".html).\n\n");
        result.about()
                .forEach((name, value) -> text.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        text.append("\n| Figure | Value |\n|---|--:|\n");
        row(text, "connections opened", count(result.swarm().openedInRamp()) + " of " + count(inputs.connections()));
        row(
                text,
                "lost, by reason",
                result.swarm().lost().isEmpty() ? "0" : result.swarm().lost().toString());
        row(text, "held after the last was open", DurationText.format(inputs.hold()));
        row(text, "client protocol", result.inputs().plan().spec().ingress().endsOnHost() ? "wss" : "ws");
        row(text, "opened at", count(Math.round(result.swarm().handshakesPerSecond())) + "/s of an emulated processor");
        row(text, "keepalive", DurationText.format(inputs.plan().spec().timing().keepalive()));
        row(
                text,
                "pings sent, timed out",
                count(result.guest().last().pings()) + ", "
                        + result.guest().last().pingTimeouts());
        row(
                text,
                "time between two pings to a client, p50 and p99",
                seconds(result.swarm().pingIntervalMillis().p50()) + " and "
                        + seconds(result.swarm().pingIntervalMillis().p99()));
        row(
                text,
                "server RSS, empty and at the end",
                result.guest().empty().memory().resident().human() + ", "
                        + result.guest().last().memory().resident().human());
        row(text, "server RSS per connection", count(Math.round(result.userBytes())) + " B");
        row(text, "server heap in use at the end", human(result.guest().last(), "/memory/heapUsedBytes"));
        row(
                text,
                "kernel memory per end of a connection",
                count(Math.round(result.kernelBytes())) + " B; "
                        + count(Math.round(result.slabs().bytes())) + " B of it in slab caches that are its own");
        row(
                text,
                "server RSS, measured and predicted",
                result.guest().last().memory().resident().human() + ", "
                        + result.predictedServer().human() + " ("
                        + percent(result.guest().last().memory().resident(), result.predictedServer()) + ")");
        row(
                text,
                "server's side with the kernel's, measured and predicted",
                result.measuredMemory().human() + ", "
                        + result.predictedMemory().human() + " ("
                        + percent(result.measuredMemory(), result.predictedMemory()) + ")");
        row(
                text,
                "collections, longest pause, most processor time of one",
                result.guest()
                                .last()
                                .status()
                                .answer()
                                .at("/collectionPauses/count")
                                .asText() + ", "
                        + DurationText.format(result.guest().last().longestPause()) + ", "
                        + DurationText.format(result.guest().last().collectionCpu()) + "; of an emulated processor");
        row(
                text,
                "server CPU at the end",
                DurationText.format(result.guest().last().serverCpu()));
        row(
                text,
                "pages of socket buffers, conntrack entries",
                count(result.guest().last().memory().socketBuffers()) + ", "
                        + count(result.guest().last().conntrack()));
        row(
                text,
                "kernel counters",
                result.guest().last().drops().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(drop -> drop.getKey() + " " + drop.getValue())
                        .collect(Collectors.joining(", ")));
        for (VerifyRun check : result.checks()) {
            row(
                    text,
                    "verify " + check.moment(),
                    "exit " + check.code() + ": " + check.passed() + " passed, "
                            + check.failed() + " failed, " + check.warnings() + " warnings or unknown; room for "
                            + count(check.room()) + ", bound by " + check.bindingLimit());
        }
        row(text, "verify of generated units against systemd", result.units().summary());
        result.steps().forEach((name, time) -> row(text, "time to " + name, DurationText.format(rounded(time))));
        text.append(plot("Open connections", "connections", GuestSnapshot::open));
        text.append(plot(
                "Resident memory of the server",
                "MiB",
                snapshot -> snapshot.memory().resident().count() / (double) (1 << 20)));
        return text.toString();
    }

    String json() throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("held", result.held());
        root.set("about", JSON.valueToTree(result.about()));
        root.put("connections", result.inputs().connections());
        root.put("holdSeconds", result.inputs().hold().toSeconds());
        root.put("opened", result.swarm().openedInRamp());
        root.set("lost", JSON.valueToTree(result.swarm().lost()));
        root.put("userBytesPerConnection", result.userBytes());
        root.put("kernelBytesPerEnd", result.kernelBytes());
        root.put("measuredBytes", result.measuredMemory().count());
        root.put("predictedBytes", result.predictedMemory().count());
        ObjectNode steps = root.putObject("stepSeconds");
        result.steps().forEach((name, time) -> steps.put(name, time.toMillis() / 1e3));
        root.set("checks", JSON.valueToTree(result.checks()));
        root.set("units", JSON.valueToTree(result.units()));
        ArrayNode samples = root.putArray("samples");
        result.guest()
                .samples()
                .forEach(sample -> samples.addObject()
                        .put("uptimeSeconds", sample.uptime().toSeconds())
                        .put("open", sample.open())
                        .put("pings", sample.pings())
                        .put("pingTimeouts", sample.pingTimeouts())
                        .put("residentBytes", sample.memory().resident().count())
                        .put("generatorBytes", sample.memory().generator().count())
                        .put("usedBytes", sample.memory().used().count()));
        root.put("collectionCpuMillis", result.guest().last().collectionCpu().toMillis());
        root.set("statusAtTheEnd", result.guest().last().status().answer());
        return JSON.writeValueAsString(root) + "\n";
    }

    private static String percent(Bytes measured, Bytes predicted) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * ((double) measured.count() / predicted.count() - 1));
    }

    /** A chart as Mermaid's text, which a code host draws. */
    private String plot(String title, String unit, ToDoubleFunction<GuestSnapshot> value) {
        List<GuestSnapshot> all = result.guest().samples();
        int step = Math.max(1, all.size() / PLOTTED);
        StringJoiner times = new StringJoiner(", ", "[", "]");
        StringJoiner values = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < all.size(); i += step) {
            times.add(Long.toString(all.get(i).uptime().toSeconds()));
            values.add(Long.toString(Math.round(value.applyAsDouble(all.get(i)))));
        }
        return "\n```mermaid\nxychart-beta\n  title \"" + title + "\"\n  x-axis \"seconds since boot\" " + times
                + "\n  y-axis \"" + unit + "\"\n  line " + values + "\n```\n";
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String human(GuestSnapshot snapshot, String pointer) {
        return Bytes.of(snapshot.status().answer().at(pointer).asLong()).human();
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }

    private static Duration rounded(Duration time) {
        return Duration.ofSeconds(Math.round(time.toMillis() / 1e3));
    }
}
