package dev.mooring.proof.balancer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.DurationText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link Node} as a process of its own, the child of a {@link LoadBalancer}: each line on standard input is the list of
 * target ports, or empty to leave it; each is answered by a line with the node's status. Ends when standard input does.
 */
final class NodeMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NodeMain() {}

    /** Arguments: port and idle timeout. */
    static void main(String[] arguments) throws IOException {
        Node node = new Node(
                Integer.parseInt(arguments[0]), DurationText.parse("idle-timeout", arguments[1]), System::nanoTime);
        Thread.ofPlatform().name("node").start(() -> run(node));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                node.targets(ports(line));
            }
            System.out.println(JSON.writeValueAsString(node.status()));
        }
        System.exit(0);
    }

    private static void run(Node node) {
        try {
            node.run();
        } catch (IOException | RuntimeException failure) {
            failure.printStackTrace(System.err);
            System.exit(1);
        }
    }

    private static List<Integer> ports(String line) {
        return Stream.of(line.split(",")).map(Integer::valueOf).toList();
    }
}
