package dev.mooring.hosttuning.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;

/** The Query protocols of EC2, for two actions, and of EC2 Auto Scaling, for one, on loopback. It honours filters and pages, and can refuse the next requests. */
public final class Ec2Endpoint implements AutoCloseable {
    private record Machine(String id, String state, String address, Map<String, String> tags, String publicDetails) {}

    private final HttpServer server;
    private final int pageSize;
    private final List<Machine> machines = new ArrayList<>();
    private final Map<String, String> standings = new HashMap<>();
    private final Map<String, String> consoles = new HashMap<>();
    private final Queue<String> refusals = new ArrayDeque<>();
    private final List<Map<String, String>> requests = new ArrayList<>();

    public Ec2Endpoint(int pageSize) throws IOException {
        this.pageSize = pageSize;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public synchronized void add(String id, String state, String address, Map<String, String> tags) {
        machines.add(new Machine(id, state, address, tags, ""));
    }

    /** What the group of an instance says of it; one that is never told of is in none. */
    public synchronized void standing(String id, String lifecycleState) {
        standings.put(id, lifecycleState);
    }

    public synchronized void addPublic(String id, String address, String publicAddress, String name) {
        String details = "<ipAddress>" + publicAddress + "</ipAddress><dnsName>" + name + "</dnsName>";
        machines.add(new Machine(id, "running", address, Map.of(), details));
    }

    public synchronized void console(String id, String text) {
        consoles.put(id, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The next requests get these error codes, one each; an empty one lets its request pass. */
    public synchronized void refuseNext(String... codes) {
        refusals.addAll(List.of(codes));
    }

    public synchronized List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(exchange);
        requests.add(form);
        String refusal = refusals.poll();
        boolean ofGroups = form.getOrDefault("Action", "").equals("DescribeAutoScalingInstances");
        if (refusal != null && !refusal.isEmpty() && ofGroups) {
            send(
                    exchange,
                    403,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>" + refusal
                            + "</Code><Message>refused in a test</Message></Error></ErrorResponse>");
        } else if (refusal != null && !refusal.isEmpty()) {
            send(
                    exchange,
                    refusal.equals("RequestLimitExceeded") ? 503 : 403,
                    "<Response><Errors><Error><Code>" + refusal + "</Code><Message>refused in a test</Message></Error>"
                            + "</Errors><RequestID>r-1</RequestID></Response>");
        } else if (form.getOrDefault("Action", "").equals("GetConsoleOutput")) {
            send(exchange, 200, console(form.getOrDefault("InstanceId", "")));
        } else if (ofGroups) {
            send(exchange, 200, members(form));
        } else {
            send(exchange, 200, instances(form));
        }
    }

    private String console(String id) {
        return "<GetConsoleOutputResponse><instanceId>" + id + "</instanceId><output>" + consoles.getOrDefault(id, "")
                + "</output></GetConsoleOutputResponse>";
    }

    private String members(Map<String, String> form) {
        String members = form.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("InstanceIds.member."))
                .map(Map.Entry::getValue)
                .filter(standings::containsKey)
                .map(id -> "<member><InstanceId>" + id + "</InstanceId><LifecycleState>" + standings.get(id)
                        + "</LifecycleState></member>")
                .collect(Collectors.joining());
        return "<DescribeAutoScalingInstancesResponse><DescribeAutoScalingInstancesResult><AutoScalingInstances>"
                + members
                + "</AutoScalingInstances></DescribeAutoScalingInstancesResult></DescribeAutoScalingInstancesResponse>";
    }

    private String instances(Map<String, String> form) {
        List<Machine> matching =
                machines.stream().filter(machine -> matches(machine, form)).toList();
        int from = Integer.parseInt(form.getOrDefault("NextToken", "0"));
        int to = Math.min(matching.size(), from + pageSize);
        String items =
                matching.subList(from, to).stream().map(Ec2Endpoint::item).collect(Collectors.joining());
        String next = to < matching.size() ? "<nextToken>" + to + "</nextToken>" : "";
        return "<DescribeInstancesResponse><reservationSet>" + items + "</reservationSet>" + next
                + "</DescribeInstancesResponse>";
    }

    private static boolean matches(Machine machine, Map<String, String> form) {
        for (int i = 1; form.containsKey("Filter." + i + ".Name"); i++) {
            String name = form.getOrDefault("Filter." + i + ".Name", "");
            String wanted = form.getOrDefault("Filter." + i + ".Value.1", "");
            String actual = name.equals("instance-state-name")
                    ? machine.state()
                    : machine.tags().getOrDefault(name.substring("tag:".length()), "");
            if (!actual.equals(wanted)) {
                return false;
            }
        }
        return true;
    }

    private static String item(Machine machine) {
        return "<item><instancesSet><item><instanceId>" + machine.id() + "</instanceId><instanceState><name>"
                + machine.state() + "</name></instanceState><privateIpAddress>" + machine.address()
                + "</privateIpAddress><privateDnsName>ip-" + machine.address().replace('.', '-')
                + ".ec2.internal</privateDnsName>" + machine.publicDetails()
                + machine.tags().entrySet().stream()
                        .map(tag -> "<item><key>" + tag.getKey() + "</key><value>" + tag.getValue() + "</value></item>")
                        .collect(Collectors.joining("", "<tagSet>", "</tagSet>"))
                + "</item></instancesSet></item>";
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
