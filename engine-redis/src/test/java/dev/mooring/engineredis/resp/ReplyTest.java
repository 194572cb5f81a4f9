package dev.mooring.engineredis.resp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    private static final String CONVERSATION = String.join(
            "\r\n",
            List.of(
                    "+OK",
                    "*3",
                    "$9",
                    "subscribe",
                    "$5",
                    "m:t:a",
                    ":1",
                    "*3",
                    "$7",
                    "message",
                    "$5",
                    "m:t:a",
                    "$7",
                    "T\r\n$1\r\n",
                    ":12",
                    "-ERR no",
                    "*3",
                    "$11",
                    "unsubscribe",
                    "$-1",
                    ":0",
                    "$0",
                    "",
                    "*-1",
                    ":-3",
                    ""));

    private static final List<String> REPLIES = List.of(
            "[OK]",
            "[subscribe, m:t:a, 1]",
            "[message, m:t:a, T\r\n$1\r\n]",
            "[12]",
            "[ERR no]",
            "[unsubscribe, , 0]",
            "[]",
            "[]",
            "[-3]");

    private final Reply reply = new Reply();

    @Test
    void readsTheSameHoweverTheBytesCome() throws ReplyException {
        byte[] bytes = CONVERSATION.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<String> read = new ArrayList<>();
            int from = readAll(bytes, 0, cut, read);
            assertTrue(from <= cut);
            assertEquals(bytes.length, readAll(bytes, from, bytes.length, read), "cut at " + cut);
            assertEquals(9, read.size());
            // An empty string is one element, an array that is null has none.
            read.set(6, "[]");
            assertEquals(REPLIES, read, "cut at " + cut);
        }
    }

    @Test
    void tellsAnErrorAndANumberFromAString() throws ReplyException {
        read("-NOAUTH Authentication required.\r\n");
        assertTrue(reply.isError());
        assertEquals("NOAUTH Authentication required.", reply.text(0));
        read(":7\r\n");
        assertFalse(reply.isError());
        assertTrue(reply.isNumber(0));
        assertEquals(7, reply.number(0));
        read("$1\r\n7\r\n");
        assertFalse(reply.isNumber(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                ">3\r\n$1\r\na\r\n",
                "*17\r\n",
                "*1\r\n*1\r\n$1\r\na\r\n",
                "$16777217\r\n",
                "$99999999999999999999\r\n",
                "$1x\r\n",
                "$\r\n",
                "$1\r\nab\r\n",
                "+a\rb\r\n"
            })
    void refusesWhatNoCommandIsAnsweredWith(String bytes) {
        assertThrows(ReplyException.class, () -> read(bytes));
    }

    @Test
    void refusesALineWithoutEnd() {
        assertThrows(ReplyException.class, () -> read("+" + "x".repeat(70_000)));
    }

    @Test
    void aCommandIsReadBackAsItsWords() throws ReplyException {
        byte[] publish = Command.publish("m:t:ä".getBytes(UTF_8), (byte) 'T', ByteBuffer.wrap("\r\n".getBytes(UTF_8)));
        assertEquals(publish.length, reply.read(publish, 0, publish.length));
        assertEquals("[PUBLISH, m:t:ä, T\r\n]", shown());
        byte[] auth = Command.of("AUTH", "a b", "");
        assertEquals(auth.length, reply.read(auth, 0, auth.length));
        assertEquals("[AUTH, a b, ]", shown());
    }

    private void read(String text) throws ReplyException {
        byte[] bytes = text.getBytes(UTF_8);
        reply.read(bytes, 0, bytes.length);
    }

    private int readAll(byte[] bytes, int begin, int to, List<String> read) throws ReplyException {
        int from = begin;
        int next = reply.read(bytes, from, to);
        while (next >= 0) {
            read.add(shown());
            from = next;
            next = reply.read(bytes, from, to);
        }
        return from;
    }

    private String shown() {
        List<String> elements = new ArrayList<>();
        for (int element = 0; element < reply.size(); element++) {
            elements.add(reply.text(element));
        }
        return elements.toString();
    }
}
