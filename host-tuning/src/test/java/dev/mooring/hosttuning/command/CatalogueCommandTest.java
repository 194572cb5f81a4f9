package dev.mooring.hosttuning.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.capacity.CatalogueFile;
import dev.mooring.hosttuning.fleet.Ec2Catalogue;
import dev.mooring.hosttuning.fleet.FleetUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The catalogue, and its renewal from EC2's protocol on loopback, with answers made after the service's model. */
class CatalogueCommandTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-12-01");

    private final Queue<String> refusals = new ArrayDeque<>();
    private HttpServer server;

    CatalogueCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void listsWhatARegionOffersTheCheapestFirst() {
        List<String> lines = run("--region", "us-west-1").lines().toList();
        assertTrue(
                lines.contains("m3.xlarge           4 vCPU  15.0 GiB x86_64 $0.266    us-west-1 usw1-az1,usw1-az3"),
                lines::toString);
        assertTrue(lines.getFirst().contains("t4g.small"), lines.getFirst());
    }

    @Test
    void listsWhereATypeIsOffered() {
        assertEquals(9, run("--type", "m3.xlarge").lines().count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--type m3.xlarg|type=m3.xlarg is not one of 183 types of the catalogue; did you mean m3.xlarge?",
                "--region us-eats-1|region=us-eats-1 is not one of 30 regions of the catalogue; did you mean us-east-1?",
                "--type m3.xlarge --region eu-west-2|type=m3.xlarge is not offered in eu-west-2; it is in"
                        + " ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-central-1, eu-west-1, sa-east-1,"
                        + " us-east-1, us-west-1, us-west-2"
            })
    void refusesAQuestionWithoutAnAnswer(String arguments, String sentence) {
        StringWriter errors = new StringWriter();
        assertEquals(
                64,
                CatalogueCommand.commandLine()
                        .setErr(new PrintWriter(errors, true))
                        .execute(arguments.split(" ", -1)));
        assertEquals("capacity/catalogue: " + sentence + "\nSee: capacity/catalogue --help\n", errors.toString());
    }

    @Test
    void takesTheOffersOfTheRegionsThatAnswerAndKeepsTheOthers() throws FleetUnavailableException {
        List<String> before = rows(text(CatalogueFile.OFFERINGS), "m3.xlarge");
        List<String> after = rows(renew().offerings(), "m3.xlarge");
        assertEquals(
                before.stream()
                        .map(row -> row.startsWith("m3.xlarge\tus-east-1\t")
                                ? "m3.xlarge\tus-east-1\tuse1-az2,use1-az9"
                                : row)
                        .toList(),
                after);
        assertEquals(
                List.of("m7g.large\tus-east-1\tuse1-az2"),
                rows(renew().offerings(), "m7g.large").stream()
                        .filter(row -> row.contains("us-east-1"))
                        .toList());
    }

    @Test
    void dropsATypeThatARegionNoLongerOffers() throws FleetUnavailableException {
        assertEquals(
                List.of(),
                rows(renew().offerings(), "m7i.xlarge").stream()
                        .filter(row -> row.contains("us-east-1"))
                        .toList());
    }

    @Test
    void takesTheFactsThatEc2TellsAndKeepsWhatItDoesNot() throws FleetUnavailableException {
        String types = renew().types();
        assertEquals(
                List.of("m3.xlarge\t4\t15361\tx86_64\txen\tfalse\tfalse\t1000\t432000\t0.266"),
                rows(types, "m3.xlarge"));
        assertEquals(
                List.of("m7g.large\t2\t8192\tarm64\tnitro\ttrue\tfalse\t938\t432000\t0.0816"),
                rows(types, "m7g.large"));
        assertEquals(rows(text(CatalogueFile.TYPES), "m8i.large"), rows(types, "m8i.large"));
        assertTrue(types.startsWith("# EC2 instance types. Facts of DescribeInstanceTypes, 2026-12-01;"), types);
    }

    @Test
    void saysWhatIsMissingInThePolicy() {
        refusals.add("UnauthorizedOperation");
        try {
            renew();
        } catch (FleetUnavailableException unavailable) {
            assertEquals(
                    "EC2 does not allow DescribeRegions; add ec2:DescribeRegions to the policy of these credentials",
                    unavailable.getMessage());
            return;
        }
        throw new AssertionError("it was refused");
    }

    private CatalogueRenewal renew() throws FleetUnavailableException {
        return CatalogueRenewal.ask(
                new Ec2Catalogue(
                        Optional.of(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"))),
                        Optional.of(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort()))),
                TODAY);
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        assertEquals(
                0,
                CatalogueCommand.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .execute(arguments));
        return out.toString();
    }

    private static String text(CatalogueFile file) {
        return file.rows().stream().map(row -> String.join("\t", row)).collect(Collectors.joining("\n"));
    }

    private static List<String> rows(String table, String type) {
        return table.lines().filter(line -> line.startsWith(type + "\t")).toList();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String form = URLDecoder.decode(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String action = Stream.of("DescribeRegions", "DescribeInstanceTypeOfferings", "DescribeInstanceTypes")
                .filter(each -> form.contains("Action=" + each + "&"))
                .findFirst()
                .orElse("");
        String refusal = refusals.poll();
        String xml = refusal == null
                ? "<" + action + "Response>" + content(action, form.contains("NextToken=2")) + "</" + action
                        + "Response>"
                : "<Response><Errors><Error><Code>" + refusal + "</Code><Message>in a test</Message></Error></Errors>"
                        + "<RequestID>r-1</RequestID></Response>";
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(refusal == null ? 200 : 403, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String content(String action, boolean secondPage) {
        return switch (action) {
            case "DescribeRegions" -> "<regionInfo><item><regionName>us-east-1</regionName></item></regionInfo>";
            case "DescribeInstanceTypeOfferings" ->
                "<instanceTypeOfferingSet>"
                        + (secondPage
                                ? offer("m7g.large", "use1-az2") + "</instanceTypeOfferingSet>"
                                : offer("m3.xlarge", "use1-az9") + offer("m3.xlarge", "use1-az2")
                                        + "</instanceTypeOfferingSet><nextToken>2</nextToken>");
            default ->
                "<instanceTypeSet>" + type("m3.xlarge", 4, 15_361, "x86_64", "xen", false, "")
                        + type("m7g.large", 2, 8_192, "arm64", "nitro", true, "0.938") + "</instanceTypeSet>";
        };
    }

    private static String offer(String type, String zone) {
        return "<item><instanceType>" + type
                + "</instanceType><locationType>availability-zone-id</locationType><location>" + zone
                + "</location></item>";
    }

    private static String type(
            String name,
            int cpus,
            int mebibytes,
            String architecture,
            String hypervisor,
            boolean current,
            String baseline) {
        return "<item><instanceType>" + name + "</instanceType><currentGeneration>" + current
                + "</currentGeneration><hypervisor>" + hypervisor + "</hypervisor><burstablePerformanceSupported>false"
                + "</burstablePerformanceSupported><processorInfo><supportedArchitectures><item>" + architecture
                + "</item></supportedArchitectures></processorInfo><vCpuInfo><defaultVCpus>" + cpus
                + "</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>" + mebibytes
                + "</sizeInMiB></memoryInfo><networkInfo><networkCards><item><networkCardIndex>0</networkCardIndex>"
                + (baseline.isEmpty() ? "" : "<baselineBandwidthInGbps>" + baseline + "</baselineBandwidthInGbps>")
                + "</item></networkCards></networkInfo></item>";
    }
}
