package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.CloseCode;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.metrics.MemoryKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the rest when one thing of several cannot be done. */
@Timeout(60)
class ThrownStepsTest {
    private static final Duration KEEPALIVE = Duration.ofSeconds(4);
    /** A sixteenth of the keepalive; an idle loop ticks half as often. */
    private static final Duration TICK = Duration.ofMillis(250);

    private final List<Integer> closed = new ArrayList<>();
    private final SteppedLoop loop = new SteppedLoop(
            new WebSocketHandler() {
                @Override
                public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}

                @Override
                public void close(WebSocket socket, int code) {
                    closed.add(code);
                }
            },
            (_, _) -> {},
            KEEPALIVE,
            KEEPALIVE,
            Duration.ofHours(1));

    @AfterEach
    void end() {
        loop.epoll().failCancelling(false);
        loop.close();
    }

    @Test
    void anEndThatCannotBeDoneInFullIsStillCountedAndTold() {
        RawClient client = open();
        loop.epoll().failCancelling(true);
        client.reset();
        while (loop.admission().open() > 0) {
            loop.turn();
        }
        assertEquals(List.of(CloseCode.ABNORMAL), closed);
        assertEquals(0, loop.loop().open());
    }

    @Test
    void whatEpollRefusesTakesNoMemoryAndGivesNoneBack() {
        loop.epoll().refuse(true);
        try (RawClient client = RawClient.connect(loop.wide().getPort())) {
            while (loop.counters().accepted.sum() == 0) {
                loop.turn();
            }
            assertEquals(0, loop.counters().memory(MemoryKind.REQUESTS).used());
            assertEquals(0, loop.admission().strangers());
            client.expectEnd();
        }
    }

    @Test
    void aTaskThatCannotBeScheduledRunsWithTheNextHeartbeat() {
        List<String> done = new ArrayList<>();
        loop.failScheduling(true);
        loop.loop().later(() -> done.add("the task"), Duration.ofMillis(1));
        loop.failScheduling(false);
        loop.pass(TICK.multipliedBy(2));
        loop.turn();
        assertEquals(List.of("the task"), done);
    }

    /** Until the idle loop's next tick everybody would look as if heard from at the last one. */
    @Test
    void theFirstConnectionOfAnIdleLoopMakesItTickAsOftenAsPingsNeed() {
        loop.pass(Duration.ofMillis(1));
        try (RawClient _ = open()) {
            loop.pass(TICK);
            loop.turn();
            assertEquals(Duration.ZERO, loop.loop().silence());
        }
    }

    private RawClient open() {
        RawClient client = RawClient.connect(loop.wide().getPort()).send(RawClient.REQUEST);
        while (loop.admission().open() == 0) {
            loop.turn();
        }
        return client;
    }
}
