package dev.mooring.proof.balancer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A local Network Load Balancer: nodes, each a process, that share one port of the loopback interface.
 *
 * <p>Used by one thread. Cost: two descriptors a flow in the node that has it, so 19,000 descriptors carry 9,500 flows a
 * node. The nodes end with {@link ChildProcesses}.
 */
public final class LoadBalancer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final List<Process> nodes = new ArrayList<>();

    private LoadBalancer(int port) {
        this.port = port;
    }

    /** Starts the nodes; they take connections when this returns. */
    public static LoadBalancer start(int nodes, Duration idleTimeout, ChildProcesses children, Path log)
            throws IOException {
        LoadBalancer balancer = new LoadBalancer(LoopbackPort.free());
        for (int i = 0; i < nodes; i++) {
            balancer.nodes.add(children.start(new ProcessBuilder(balancer.command(idleTimeout))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))));
        }
        balancer.status();
        return balancer;
    }

    /** From here on new connections go to these ports only; flows to others stay, as after a deregistration. */
    public void register(int... targets) throws IOException {
        tell(Arrays.stream(targets).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    public int port() {
        return port;
    }

    public NodeStatus status() throws IOException {
        return tell("");
    }

    private NodeStatus tell(String line) throws IOException {
        NodeStatus sum = new NodeStatus(0, 0, 0, 0, 0);
        for (Process node : nodes) {
            node.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
            String answer = node.inputReader(StandardCharsets.UTF_8).readLine();
            if (answer == null) {
                throw new IOException("a node of the load balancer ended");
            }
            sum = sum.plus(JSON.readValue(answer, NodeStatus.class));
        }
        return sum;
    }

    private List<String> command(Duration idleTimeout) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                Integer.toString(port),
                DurationText.format(idleTimeout));
    }
}
