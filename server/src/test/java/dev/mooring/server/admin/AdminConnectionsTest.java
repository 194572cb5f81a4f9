package dev.mooring.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.http.HttpBounds;
import dev.mooring.server.http.HttpConnections;
import dev.mooring.server.metrics.ProcessUsageReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The bounds on one admin connection, on a channel whose clock the test turns. */
final class AdminConnectionsTest {
    private static final String LIVE = "GET /live HTTP/1.1\r\nHost: a\r\n\r\n";

    private final StandingServer server = new StandingServer();
    private final EmbeddedChannel channel = connection();

    @Test
    void answersPipelinedRequestsInTheirOrder() {
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        server.broadcastResult = slow;
        send("POST /broadcast HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + LIVE);
        assertEquals("", answers());
        slow.complete(3);
        channel.runPendingTasks();
        String answers = answers();
        assertTrue(answers.indexOf("{\"connections\":3}") < answers.indexOf("live\n"), answers);
        assertTrue(answers.endsWith("live\n"), answers);
    }

    @Test
    void refusesADrainWhoseQueryIsNotEncoded() {
        send("POST /drain?window=%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        String answers = answers();
        assertTrue(answers.startsWith("HTTP/1.1 400 "), answers);
        assertTrue(
                answers.endsWith("query=/drain?window=%zz is not URL-encoded; write it as /drain?window=100s\n"),
                answers);
        assertEquals(ServerControl.Phase.SERVING, server.phase);
    }

    @Test
    void closesAfterAMinuteWithoutARequest() {
        send(LIVE);
        pass(59);
        assertTrue(channel.isOpen());
        pass(2);
        assertFalse(channel.isOpen());
    }

    @Test
    void closesWhenARequestDripsIn() {
        for (int seconds = 0; seconds < 60; seconds += 10) {
            send("G");
            pass(10);
        }
        pass(1);
        assertFalse(channel.isOpen());
    }

    @Test
    void waitsForABroadcastHoweverLongItTakes() {
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        server.broadcastResult = slow;
        send("POST /broadcast HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        pass(120);
        slow.complete(5);
        channel.runPendingTasks();
        assertTrue(answers().endsWith("{\"connections\":5}\n"));
    }

    @Test
    void closesAfterAMinuteInWhichItsAnswerIsNotTaken() {
        channel.pipeline().addFirst(new FullSocket());
        send(LIVE);
        pass(59);
        assertTrue(channel.isOpen());
        pass(2);
        assertFalse(channel.isOpen());
    }

    @Test
    void refusesHeadersAboveTheBoundAndCloses() {
        send("GET /live HTTP/1.1\r\nX: " + "a".repeat(9000) + "\r\n\r\n");
        String answers = answers();
        assertTrue(answers.startsWith("HTTP/1.1 400 Bad Request\r\n"), answers);
        assertFalse(channel.isOpen());
    }

    @Test
    void closesWhenTheClientAsksForIt() {
        send("GET /live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertTrue(answers().endsWith("live\n"));
        assertFalse(channel.isOpen());
    }

    @Test
    void closesTheOldestThatSaysNothingForOneMoreThanTheBound() {
        HttpConnections connections = connections();
        EmbeddedChannel[] open = new EmbeddedChannel[64];
        for (int i = 0; i < open.length; i++) {
            open[i] = new EmbeddedChannel(connections);
            assertTrue(open[i].isOpen());
        }
        assertTrue(new EmbeddedChannel(connections).isOpen());
        assertFalse(open[0].isOpen());
        assertTrue(open[1].isOpen());
    }

    @Test
    void closesOneMoreThanTheBoundWhenTheOthersWaitForTheirAnswers() {
        server.broadcastResult = new CompletableFuture<>();
        HttpConnections connections = connections(2);
        EmbeddedChannel[] waiting = {new EmbeddedChannel(connections), new EmbeddedChannel(connections)};
        for (EmbeddedChannel one : waiting) {
            one.writeInbound(Unpooled.copiedBuffer(
                    "POST /broadcast HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", US_ASCII));
        }
        assertFalse(new EmbeddedChannel(connections).isOpen());
        assertTrue(waiting[0].isOpen() && waiting[1].isOpen(), "who waits for an answer was closed");
    }

    @Test
    void answers503ToTheOldestUnfinishedBodyWhenAllAreTooMuchAndDropsItsRest() {
        HttpConnections connections = connections();
        // Of 64 KiB each at the most, and of 1 MiB together.
        EmbeddedChannel[] open = new EmbeddedChannel[17];
        for (int i = 0; i < open.length; i++) {
            open[i] = new EmbeddedChannel(connections);
            open[i].writeInbound(Unpooled.copiedBuffer(
                    "POST /broadcast HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\n" + "a".repeat(65_000),
                    US_ASCII));
        }
        String answer = answers(open[0]);
        assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
        assertTrue(answer.contains("retry-after: 1\r\n"), answer);
        assertTrue(answer.endsWith("the memory for bodies went to requests that began later; send it again\n"), answer);
        open[0].writeInbound(Unpooled.copiedBuffer("a".repeat(536) + LIVE, US_ASCII));
        assertEquals("", answers(open[0]));
        open[0].advanceTimeBy(2, TimeUnit.SECONDS);
        open[0].runScheduledPendingTasks();
        assertFalse(open[0].isOpen());

        server.broadcastResult = CompletableFuture.completedFuture(3);
        for (int i = 1; i < open.length; i++) {
            assertEquals("", answers(open[i]));
            open[i].writeInbound(Unpooled.copiedBuffer("a".repeat(536), US_ASCII));
            assertTrue(answers(open[i]).endsWith("{\"connections\":3}\n"));
        }
    }

    private EmbeddedChannel connection() {
        EmbeddedChannel embedded = new EmbeddedChannel(false, false);
        embedded.config().setAutoRead(false);
        embedded.pipeline().addLast(connections());
        return registered(embedded);
    }

    private HttpConnections connections() {
        return connections(AdminServer.bounds(Bytes.kibi(64)).connections());
    }

    private HttpConnections connections(int most) {
        HttpBounds bounds = AdminServer.bounds(Bytes.kibi(64));
        ProcessUsageReader process = ProcessUsageReader.ofThisProcess(server.counters);
        return new HttpConnections(
                new Routes(server, new ProcessFactsReader(process, new EmbeddedChannel().eventLoop())),
                new HttpBounds(most, bounds.body(), bounds.bodies(), bounds.line(), bounds.headers(), bounds.idle()),
                false);
    }

    private void send(String text) {
        channel.pipeline()
                .fireChannelRead(Unpooled.copiedBuffer(text, US_ASCII))
                .fireChannelReadComplete();
        channel.runPendingTasks();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private String answers() {
        return answers(channel);
    }

    private static String answers(EmbeddedChannel channel) {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(US_ASCII));
            part.release();
        }
        return text.toString();
    }

    /** Takes no byte, as a socket whose peer has not read for long. */
    private static final class FullSocket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }

    private static EmbeddedChannel registered(EmbeddedChannel embedded) {
        try {
            embedded.register();
            embedded.freezeTime();
            return embedded;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
