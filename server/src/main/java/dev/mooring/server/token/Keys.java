package dev.mooring.server.token;

import java.net.URI;
import java.nio.file.Path;

/** Where the keys of tokens are. */
public sealed interface Keys {
    /** In a file. */
    record File(Path path) implements Keys {}

    /** Behind a URL, as a JWK set. */
    record Url(URI uri) implements Keys {}
}
