package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutLadderTest {
    @Test
    void closesADeadPeerAfterKeepaliveAndPongTimeout() {
        assertEquals(Duration.ofMinutes(2), ladder(100, 20, 350).deadPeerDetection());
    }

    @Test
    void tracksConnectionsForTwiceTheIdleTimeout() {
        assertEquals(Duration.ofSeconds(700), ladder(100, 20, 350).trackingTimeout());
    }

    @Test
    void takesAKeepaliveOfAThirdOfTheIdleTimeout() {
        assertEquals(Duration.ofSeconds(116), ladder(116, 20, 350).keepalive());
    }

    @Test
    void refusesAKeepaliveAboveAThirdOfTheIdleTimeout() {
        assertEquals(
                "keepalive=117s is more than idle-timeout/3=116s; lower keepalive or raise idle-timeout",
                refusal(() -> ladder(117, 20, 350)));
    }

    @Test
    void refusesAPongTimeoutAboveTheKeepalive() {
        assertEquals(
                "pong-timeout=101s is more than keepalive=100s; lower pong-timeout or raise keepalive",
                refusal(() -> ladder(100, 101, 350)));
    }

    @Test
    void refusesAnIdleTimeoutThatNoLoadBalancerTakes() {
        assertEquals(
                "idle-timeout=59s is outside 60s-6000s; a Network Load Balancer takes nothing else",
                refusal(() -> ladder(10, 10, 59)));
        assertEquals(
                "idle-timeout=6001s is outside 60s-6000s; a Network Load Balancer takes nothing else",
                refusal(() -> ladder(100, 20, 6001)));
    }

    @Test
    void refusesAKeepaliveOfNoTime() {
        assertEquals("keepalive=0s is not more than 0s; give a positive duration", refusal(() -> ladder(0, 20, 350)));
    }

    @Test
    void refusesAnotherIdleTimeoutOnATlsListener() {
        assertEquals(
                "idle-timeout=660s is not the fixed 350s of a TLS listener; set idle-timeout=350s or tls=false",
                refusal(() -> ladder(100, 20, 660).requireTlsListener()));
    }

    @Test
    void refusesTrackingThatEndsBeforeTheIdleTimeout() {
        Duration idle = Duration.ofMinutes(11);
        assertEquals(
                "tracking-timeout=350s is not more than idle-timeout=660s;"
                        + " keep a connection tracked for longer than the load balancer keeps it",
                refusal(() -> new TimeoutLadder(
                        Duration.ofSeconds(20), Duration.ofSeconds(100), idle, Duration.ofSeconds(350))));
    }

    private static TimeoutLadder ladder(long keepalive, long pong, long idle) {
        return TimeoutLadder.of(Duration.ofSeconds(keepalive), Duration.ofSeconds(pong), Duration.ofSeconds(idle));
    }
}
