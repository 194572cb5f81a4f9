package dev.mooring.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.functional.ClassLog;
import dev.mooring.server.http.HttpPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory is the product: what an admin port may not load before it is asked, in a Java of its own. */
final class LoadedClassesTest {
    private static final List<String> LATE =
            List.of("com.fasterxml.jackson.", "io.micrometer.", "java.lang.management.GarbageCollectorMXBean");

    @Test
    void loadsJacksonMicrometerAndTheBeansOnlyWhenAsked() throws Exception {
        assertEquals(List.of(), loadedBy("/live"));
    }

    @Test
    void loadsThemForStatusAndMetrics() throws Exception {
        assertEquals(List.of(LATE.get(0), LATE.get(2)), loadedBy("/status"));
        assertEquals(List.of(LATE.get(1), LATE.get(2)), loadedBy("/metrics"));
    }

    private static List<String> loadedBy(String path) throws Exception {
        String log = ClassLog.of(OneRequest.class, List.of(path));
        assertTrue(log.contains(HttpPort.class.getName()), "the request was answered by the admin port");
        return ClassLog.loaded(log, LATE);
    }

    /** Starts the admin port and sends it one request. */
    static final class OneRequest {
        private OneRequest() {}

        static void main(String[] arguments) throws Exception {
            InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (AdminServer admin = AdminServer.start(bind, new StandingServer(), Bytes.kibi(64));
                    AdminClient client = new AdminClient(admin.boundAddress())) {
                AdminClient.Reply reply = client.get(arguments[0]);
                if (reply.response().statusCode() != 200) {
                    System.exit(1);
                }
            }
        }
    }
}
