package dev.mooring.rehearsal.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.workbench.shipped.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One of the hosts.
 *
 * @param name as people read it
 * @param push where messages are posted
 * @param log what the server wrote, where it tells of gaps
 */
record FleetHost(String name, ServerProcess server, URI push, Path log, HttpClient http) {
    private static final Pattern GAP = Pattern.compile("was away for \\d+ ms, from (\\S+) to (\\S+):");

    /** A time in which messages may have been lost, as the host told it. */
    record Gap(Instant from, Instant until) {}

    /** The status of the answer. */
    int post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(push.resolve(path))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    int toConnection(String id, String body) throws IOException, InterruptedException {
        return post("/@connections/" + URLEncoder.encode(id, UTF_8), body);
    }

    List<Gap> gaps() throws IOException {
        return GAP.matcher(Files.readString(log))
                .results()
                .map(found -> new Gap(Instant.parse(found.group(1)), Instant.parse(found.group(2))))
                .toList();
    }
}
