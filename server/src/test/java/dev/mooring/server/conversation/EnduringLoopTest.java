package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever allocation of the server's fails, the loop lives, and with it all connections but the one that it was for.
 *
 * <p>{@code -Dmooring.failures.every=1} for each of them, where every {@value #EVERY}th is tried else.
 */
class EnduringLoopTest {
    private static final int EVERY = Integer.getInteger("mooring.failures.every", 5);

    private final PrintStream err = System.err;

    @BeforeEach
    void silenceTheLog() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void restoreTheLog() {
        System.setErr(err);
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void livesWhateverAllocationFails() throws ReflectiveOperationException {
        LongFunction<String> script = script(new WatchedClasses());
        assertEquals("", script.apply(0));
        long allocations = Allocations.seen();
        assertTrue(allocations > 100, () -> "only " + allocations + " allocations were seen");
        List<String> wrong = new ArrayList<>();
        for (long failing = 1; failing <= allocations; failing += EVERY) {
            String found = script.apply(failing);
            if (!found.isEmpty()) {
                wrong.add("at allocation " + failing + ": " + found);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    @Timeout(60)
    void endsTheOneForWhichItThrowsThoughNoClassCanBeLoaded() throws ReflectiveOperationException {
        WatchedClasses classes = new WatchedClasses();
        LongFunction<String> script = script(classes);
        Runnable noMoreClasses = classes::close;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        assertEquals(
                List.of("close 1011", "served", "1 open"),
                script.getClass().getMethod("throwing", Runnable.class).invoke(script, noMoreClasses));
        String said = log.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("the message handler threw; its connection is closed with 1011"), said);
        assertFalse(said.contains("thrown by the test, for the class"), said);
    }

    @SuppressWarnings("unchecked")
    private static LongFunction<String> script(WatchedClasses classes) throws ReflectiveOperationException {
        return (LongFunction<String>) classes.loadClass(FailingScript.class.getName())
                .getConstructor()
                .newInstance();
    }
}
