package dev.mooring.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.input.Resource;
import dev.mooring.server.http.Answer;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The live page: one self-contained document made of three resources, read on the first request and kept.
 *
 * <p>The content security policy allows exactly this style and this script, by their hashes, and requests to this port
 * alone.
 */
final class LivePage {
    static final Answer ANSWER = assemble();

    private LivePage() {}

    private static Answer assemble() {
        String style = Resource.text(LivePage.class, "live-page.css");
        String script = Resource.text(LivePage.class, "line-chart.js") + Resource.text(LivePage.class, "live-page.js");
        String page = Resource.text(LivePage.class, "live-page.html")
                .replace("{{style}}", style)
                .replace("{{script}}", script);
        String policy = "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script)
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new Answer(
                HttpResponseStatus.OK, "text/html; charset=utf-8", page, Map.of("content-security-policy", policy));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
