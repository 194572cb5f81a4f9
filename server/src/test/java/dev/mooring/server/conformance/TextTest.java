package dev.mooring.server.conformance;

import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static dev.mooring.server.functional.Frames.TEXT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 8.1: text is UTF-8, and what is not fails at the byte that shows it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextTest {
    private final TestServer server = TestServer.start();

    @AfterAll
    void stop() {
        server.close();
    }

    /** Hello-µ@ßöäüàá-UTF-8!!, kosme, then the first and last character of every length, and noncharacters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "48656C6C6F2DC2B540C39FC3B6C3A4C3BCC3A0C3A12D5554462D382121",
                "CEBAE1BDB9CF83CEBCCEB5",
                "00",
                "7F",
                "C280",
                "DFBF",
                "E0A080",
                "ED9FBF",
                "EE8080",
                "EFBFBD",
                "EFBFBF",
                "F0908080",
                "F48FBFBF",
                "F09FBFBE"
            })
    void echoesTextCutAnywhere(String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        try (RawClient client = server.open()) {
            for (int cut = 0; cut <= text.length; cut++) {
                client.send(Frames.frame(TEXT, Arrays.copyOf(text, cut)));
                client.send(Frames.frame(FINAL | CONTINUATION, Arrays.copyOfRange(text, cut, text.length)));
                assertArrayEquals(text, client.frame().payload());
            }
            client.sendInChops(Frames.frame(FINAL | TEXT, text), 1);
            assertArrayEquals(text, client.frame().payload());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C0AF",
                "C1BF",
                "C0",
                "E08080",
                "E09FBF",
                "EDA080",
                "EDBFBF",
                "EDA080EDB080",
                "F08FBFBF",
                "F4908080",
                "F5808080",
                "F888808080",
                "FE",
                "FF",
                "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564"
            })
    void failsWhatIsNotUtf8InOneFrameOrMany(String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        try (RawClient whole = server.open();
                RawClient chopped = server.open()) {
            whole.send(Frames.frame(FINAL | TEXT, text));
            whole.expectClose(1007);
            chopped.sendUntilRefused(Frames.fragmented(TEXT, text, 1), 1);
            chopped.expectClose(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C2", "E282", "F09F98", "CEBAE1BDB9CF"})
    void failsAMessageThatEndsInsideACharacter(String hex) {
        try (RawClient client = server.open()) {
            client.send(Frames.frame(FINAL | TEXT, HexFormat.of().parseHex(hex)));
            client.expectClose(1007);
        }
    }

    @Test
    void failsFastInsideAFrameThatIsNotComplete() {
        try (RawClient client = server.open()) {
            byte[] frame = Frames.frame(FINAL | TEXT, HexFormat.of().parseHex("CEBAF4908080CEBA"));
            // Up to F4 90, which no character begins with; the rest of the frame never comes.
            client.send(Arrays.copyOf(frame, frame.length - 4));
            client.expectClose(1007);
        }
    }

    @Test
    void failsFastBetweenFragments() {
        try (RawClient client = server.open()) {
            client.send(Frames.frame(TEXT, HexFormat.of().parseHex("CEBAF490")));
            client.expectClose(1007);
        }
    }
}
