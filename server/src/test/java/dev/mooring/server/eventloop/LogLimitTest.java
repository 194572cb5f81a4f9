package dev.mooring.server.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One line a second for each thing that goes wrong; a flood of one hides no other. */
class LogLimitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final LogLimit log = new LogLimit(now::get);

    @Test
    void saysASecondThingInTheMiddleOfAFloodOfAnother() {
        assertEquals(List.of("a", "b", "a (99 like it were not logged)"), linesOf(() -> {
            flood("a", 100);
            log.warn("b", null);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            log.warn("a", null);
        }));
    }

    @Test
    void tellsOneKindOfExceptionFromAnother() {
        List<String> lines = linesOf(() -> {
            log.warn("it threw", new IllegalStateException("one"));
            log.warn("it threw", new IllegalStateException("two"));
            log.warn("it threw", new ArithmeticException("three"));
        });
        assertEquals(
                List.of("java.lang.IllegalStateException: one", "java.lang.ArithmeticException: three"),
                lines.stream().filter(line -> line.startsWith("java.")).toList());
    }

    @Test
    void sharesOneLineASecondBeyond64Kinds() {
        List<String> lines = linesOf(() -> {
            for (int i = 0; i < 1_000; i++) {
                log.warn("kind " + i, null);
            }
        });
        assertEquals(65, lines.size());
    }

    private void flood(String sentence, int times) {
        for (int i = 0; i < times; i++) {
            log.warn(sentence, null);
        }
    }

    private static List<String> linesOf(Runnable logging) {
        PrintStream usual = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            logging.run();
        } finally {
            System.setErr(usual);
        }
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("\tat "))
                .map(line -> line.replaceFirst("^.* mooring - ", ""))
                .toList();
    }
}
