package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.messaging.MessagingSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of messages is taken in silence for something else, or for nothing. */
class MessagingOptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"news.,", ",news.", "news.,,status.", ",", "news., ,status.", " ,"})
    void refusesAnEmptyBeginningWhichWouldOpenEveryTopic(String list) {
        for (String name : new String[] {"public-topics", "client-topics"}) {
            assertEquals(
                    name + "=" + list + " has an element that is empty; take out the comma that is too many",
                    refusal("--push=127.0.0.1:9100", "--centrifugo-path=/c", "--" + name + "=" + list),
                    name);
        }
    }

    @Test
    void noListThatIsTakenOpensATopicThatNoElementOfItBegins() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder list = new StringBuilder();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                list.append("a,  \tb.".charAt(random.nextInt(7)));
            }
            AtomicReference<String> opened = new AtomicReference<>("");
            run(
                    (configuration, messaging) -> {
                        messaging
                                .handling()
                                .filter(read -> read.publicTopics().open("zzz"))
                                .ifPresent(_ -> opened.set(list.toString()));
                        return 0;
                    },
                    "--push=127.0.0.1:9100",
                    "--public-topics=" + list);
            assertEquals("", opened.get(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --client-topics=a --push=127.0.0.1:9100    | client-topics=a is given without centrifugo-path, by whose protocol alone clients publish; give centrifugo-path too, or leave client-topics out
            --route-selection=$request.body.a          | route-selection=$request.body.a is given without backend, which routes are told to; give backend too, or leave route-selection out
            --public-topics=a                          | public-topics=a is given without push or client-topics, through which alone is published; give push or client-topics too, or leave public-topics out
            --api-keys=/nowhere                        | api-keys=/nowhere is given without push, which asks for them; give push too, or leave api-keys out
            --push-open                                | push-open=true is given without push, which it opens; give push too, or leave push-open out
            --push=127.0.0.1:9100 --push-open --api-keys=/nowhere | push-open=true contradicts api-keys=/nowhere; give the one or the other
            --handler=echo --backend=http://a/         | handler=echo is given beside public-topics, centrifugo-path or backend, which answer messages themselves; leave handler out, or them
            --push=127.0.0.1:9100-9101                 | push=127.0.0.1:9100-9101 has 2 ports; give one, as in 127.0.0.1:9100
            --push=9100                                | push=9100 is not ADDRESS:PORT; write it as 127.0.0.1:9100
            --centrifugo-path=connection               | centrifugo-path=connection is not a path; write it as /connection/websocket
            --centrifugo-path=/connection?a=b          | centrifugo-path=/connection?a=b is not a path; write it as /connection/websocket
            --backend=http://ann:secret@a/             | backend=http://***@a/ is not a URL of http or https without user and fragment, which are not sent; write it as http://10.0.0.7:3000/events
            --backend=ftp://a/                         | backend=ftp://a/ is not a URL of http or https without user and fragment, which are not sent; write it as http://10.0.0.7:3000/events
            """)
    void refusesWhatWouldDoNothing(String arguments, String sentence) {
        assertEquals(sentence, refusal(arguments.split(" ", -1)));
    }

    @Test
    void refusesABeginningThatIsLongerThanAnyTopic() {
        assertTrue(refusal("--push=127.0.0.1:9100", "--public-topics=" + "x".repeat(256))
                .endsWith(" has a beginning that no topic can have; name topics of 255 bytes at most"));
    }

    @Test
    void takesWhatBelongsTogether() {
        AtomicReference<MessagingSettings> read = new AtomicReference<>();
        assertEquals(
                0,
                run(
                        (configuration, messaging) -> {
                            read.set(messaging.handling().orElseThrow());
                            return messaging.pushSettings().isPresent() ? 0 : 1;
                        },
                        "--push=127.0.0.1:9100",
                        "--public-topics=news., status",
                        "--client-topics=chat.",
                        "--centrifugo-path=/connection/websocket",
                        "--backend=https://a.example/events?b=c"));
        assertTrue(read.get().publicTopics().open("status.b"));
        assertFalse(read.get().publicTopics().open("stat"));
        assertEquals("go", read.get().routes().routeOf("{\"action\":\"go\"}"));
    }

    @Test
    void leavesTheHandlerAloneWhereOnlyThePushPortIsAskedFor() {
        assertEquals(
                0,
                run(
                        (_, messaging) -> messaging.handling().isPresent() ? 1 : 0,
                        "--handler=echo",
                        "--push=127.0.0.1:9100"));
    }

    private static int run(ToIntBiFunction<ServerConfiguration, MessagingOptions> run, String... arguments) {
        return ServerCommand.execute(arguments, Map.of(), 2, run);
    }

    /** The sentence that it is refused with when it runs. */
    private static String refusal(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int exit = run(
                    (_, messaging) -> {
                        messaging.handling();
                        messaging.pushSettings();
                        return 0;
                    },
                    arguments);
            assertEquals(64, exit, String.join(" ", arguments));
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8)
                .replaceFirst("^mooring-server: ", "")
                .replaceFirst("\nSee: .*\n$", "");
    }
}
