package dev.mooring.hostagent.instance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The instance metadata service, version 2 (token first).
 *
 * <p>One request on the link-local address per reading, and one more for a token every six hours. For one thread. Source:
 * EC2 user guide, "Use the Instance Metadata Service".
 */
public final class InstanceMetadata {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String TOKEN_SECONDS = "21600";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final HttpClient client;
    private final URI endpoint;
    private Optional<String> token = Optional.empty();

    /**
     * Reads nothing yet.
     *
     * @param endpoint {@code http://169.254.169.254} on an instance
     */
    public InstanceMetadata(HttpClient client, URI endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    public String instanceId() throws IOException, InterruptedException {
        return required("instance-id");
    }

    public String privateAddress() throws IOException, InterruptedException {
        return required("local-ipv4");
    }

    /** What clients reach the instance by where no load balancer stands before it. */
    public String publicAddress() throws IOException, InterruptedException {
        return required("public-ipv4");
    }

    /** What the Auto Scaling group wants this instance to become, for example {@code InService} or {@code Terminated}. */
    public Optional<String> targetLifecycleState() throws IOException, InterruptedException {
        return read("autoscaling/target-lifecycle-state");
    }

    /** The notice that EC2 takes a spot instance back; it comes two minutes before. */
    public Optional<SpotNotice> spotNotice() throws IOException, InterruptedException {
        Optional<String> notice = read("spot/instance-action");
        return notice.isPresent() ? Optional.of(SpotNotice.parse(notice.get())) : Optional.empty();
    }

    /** What EC2 is going to do with the instance or its machine. */
    public List<MaintenanceEvent> maintenance() throws IOException, InterruptedException {
        Optional<String> events = read("events/maintenance/scheduled");
        return events.isPresent() ? MaintenanceEvent.parse(events.get()) : List.of();
    }

    private String required(String path) throws IOException, InterruptedException {
        return read(path).orElseThrow(() -> new IOException("the instance metadata has no " + path));
    }

    private Optional<String> read(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() == UNAUTHORIZED) {
            token = Optional.empty();
            response = get(path);
        }
        return switch (response.statusCode()) {
            case OK -> Optional.of(response.body().strip());
            case NOT_FOUND -> Optional.empty();
            default ->
                throw new IOException("the instance metadata answered " + response.statusCode() + " for " + path);
        };
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = to("/latest/meta-data/" + path)
                .header("X-aws-ec2-metadata-token", token())
                .GET()
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private String token() throws IOException, InterruptedException {
        if (token.isEmpty()) {
            HttpRequest request = to("/latest/api/token")
                    .header("X-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IOException("the instance metadata answered " + response.statusCode() + " for a token");
            }
            token = Optional.of(response.body().strip());
        }
        return token.get();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path)).timeout(TIMEOUT);
    }
}
