package dev.mooring.server.frame;

import dev.mooring.server.MessageType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A sink that writes down what it is told, one line each, so that whole runs compare as text. */
class Events implements FrameSink {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void message(MessageType type, ByteBuffer payload) {
        lines.add(
                type == MessageType.TEXT
                        ? "text " + StandardCharsets.UTF_8.decode(payload.slice())
                        : "binary " + hex(payload));
    }

    @Override
    public void ping(ByteBuffer payload) {
        lines.add(("ping " + hex(payload)).strip());
    }

    @Override
    public void pong(ByteBuffer payload) {
        lines.add(("pong " + hex(payload)).strip());
    }

    @Override
    public void close(int code) {
        lines.add("close " + code);
    }

    @Override
    public void violation(int code, String reason) {
        lines.add("violation " + code + " " + reason);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    private static String hex(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
