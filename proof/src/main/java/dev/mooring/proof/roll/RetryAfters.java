package dev.mooring.proof.roll;

import dev.mooring.workbench.shipped.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host that is full tells those whom it sends away: how long to wait, in seconds.
 *
 * @param asked handshakes
 * @param least the shortest of the times; 0 when the host was not full
 * @param most the longest
 * @param mean of all
 */
record RetryAfters(long asked, long least, long most, double mean) {
    private static final int ASKED = 500;
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Pattern TOLD = Pattern.compile("(?i)\\r\\nRetry-After: (\\d+)\\r\\n");

    /** Asks a host many times; one that has room lets the first of them in, and is not asked again. */
    static RetryAfters of(ServerProcess host) throws IOException {
        LongSummaryStatistics told = new LongSummaryStatistics();
        for (int i = 0; i < ASKED; i++) {
            String answer = handshake(host.port());
            Matcher seconds = TOLD.matcher(answer);
            if (!seconds.find()) {
                return new RetryAfters(i + 1L, 0, 0, 0);
            }
            told.accept(Long.parseLong(seconds.group(1)));
        }
        return new RetryAfters(ASKED, told.getMin(), told.getMax(), told.getAverage());
    }

    private static String handshake(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(MAX_WAIT.toMillis()));
            socket.getOutputStream().write("""
                    GET / HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    \r
                    """.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }
}
