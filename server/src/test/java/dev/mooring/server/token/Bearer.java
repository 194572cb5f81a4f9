package dev.mooring.server.token;

import dev.mooring.server.Handshake;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request with that token in its header. */
public record Bearer(String token, Optional<InetSocketAddress> clientAddress) implements Handshake {
    /** Of a client whose address is not known. */
    public Bearer(String token) {
        this(token, Optional.empty());
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Authorization") ? List.of("Bearer " + token) : List.of();
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public Map<String, List<String>> parameters() {
        return Map.of();
    }

    @Override
    public List<String> cookies(String name) {
        return List.of();
    }

    @Override
    public List<String> subprotocols() {
        return List.of();
    }

    @Override
    public String id() {
        return "";
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public Optional<String> clientSubject() {
        return Optional.empty();
    }

    @Override
    public boolean secure() {
        return false;
    }
}
