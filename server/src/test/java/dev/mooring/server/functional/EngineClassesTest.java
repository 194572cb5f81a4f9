package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.cluster.ToldEngine;
import dev.mooring.server.runtime.RunningServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks for no engine does not pay for it: no class of it is loaded, in a Java of its own. */
@Timeout(120)
class EngineClassesTest {
    private static final List<String> OF_ENGINES = List.of(
            "dev.mooring.server.cluster.",
            "dev.mooring.server.Engine",
            "dev.mooring.server.RemoteConnection",
            "dev.mooring.server.topic.TopicInterest",
            "javax.net.ssl.SSLContext");

    @Test
    void withoutAnEngineNoClassOfItIsLoaded() throws Exception {
        assertEquals(List.of(), loaded(OneSubscriber.class));
    }

    @Test
    void withOneTheyAre() throws Exception {
        assertEquals(OF_ENGINES.subList(0, 4), loaded(OneOfMany.class));
    }

    private static List<String> loaded(Class<?> main) throws Exception {
        List<String> options = List.of("--ports=" + TestServer.freePort(), "--handler=echo");
        return ClassLog.loaded(ClassLog.of(main, options), OF_ENGINES);
    }

    /** A server with a client that hears a topic, in vain. */
    static final class OneSubscriber {
        private OneSubscriber() {}

        static void main(String[] options) {
            try (RunningServer server = RunningServer.start(TestServer.configuration(options), TestServer.HOST)) {
                subscribe(server);
            }
        }
    }

    /** The same with an engine. */
    static final class OneOfMany {
        private OneOfMany() {}

        static void main(String[] options) {
            try (RunningServer server =
                    RunningServer.start(TestServer.configuration(options), TestServer.HOST, new ToldEngine())) {
                subscribe(server);
                server.findElsewhere("AAAJAAAAAQAAAAE=");
            }
        }
    }

    private static void subscribe(RunningServer server) {
        try (RawClient client = RawClient.connect(server.ports().first()).upgrade()) {
            client.echoes("hello");
            client.send(Frames.close(1000, ""));
            client.expectClose(1000);
        }
    }
}
