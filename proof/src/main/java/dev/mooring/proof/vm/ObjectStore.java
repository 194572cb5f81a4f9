package dev.mooring.proof.vm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Objects in S3 as {@code aws s3 cp} asks for them, on loopback: HEAD, GET, and GET of a range, which large objects are
 * fetched by. Source: Amazon S3 API reference, GetObject.
 */
final class ObjectStore implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Map<String, Path> files;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ObjectStore(Map<String, Path> files, HttpServer server) {
        this.files = files;
        this.server = server;
    }

    static ObjectStore start(SynthesizedHost host) throws IOException {
        Map<String, Path> files = host.objects().stream()
                .collect(Collectors.toMap(
                        each -> "/" + each.bucket() + "/" + each.key(), SynthesizedHost.StoredObject::file));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ObjectStore store = new ObjectStore(files, server);
        server.setExecutor(store.threads);
        server.createContext("/", store::answer);
        server.start();
        return store;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Path> file =
                    Optional.ofNullable(files.get(exchange.getRequestURI().getPath()));
            if (file.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            send(exchange, file.get());
        }
    }

    private static void send(HttpExchange exchange, Path file) throws IOException {
        long size = Files.size(file);
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher bounds = RANGE.matcher(String.valueOf(range));
        boolean part = bounds.matches();
        long from = part ? Long.parseLong(bounds.group(1)) : 0;
        long to = part && !bounds.group(2).isEmpty() ? Math.min(size - 1, Long.parseLong(bounds.group(2))) : size - 1;
        exchange.getResponseHeaders().set("ETag", "\"" + file.getFileName() + "\"");
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders()
                .set(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(
                                Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC)));
        if (part) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + size);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(to - from + 1));
        }
        exchange.sendResponseHeaders(part ? 206 : 200, head ? -1 : to - from + 1);
        if (!head) {
            copy(file, from, to - from + 1, exchange.getResponseBody());
        }
    }

    private static void copy(Path file, long from, long count, OutputStream body) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.transferTo(from, count, Channels.newChannel(body));
        }
    }
}
