package dev.mooring.proof.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.proof.peers.process.PeersWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documents.
 *
 * @param text in Markdown
 */
record Document(String text) {
    static Document messaging() throws IOException {
        return new Document(Files.readString(PeersWorkspace.ofModule().root().resolve("docs/messaging.md")));
    }

    /** The blocks of code in a language, in their order, without the indent that they have in a list. */
    List<String> blocks(String language) {
        List<String> blocks = Pattern.compile(
                        "(?m)^( *)```" + language + "\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
                .toList();
        assertTrue(!blocks.isEmpty(), "the page has no code in " + language);
        return blocks;
    }

    /** What stands in the first place of this form between backquotes. */
    String quoted(String pattern) {
        Matcher found = Pattern.compile("`(" + pattern + ")`").matcher(text);
        assertTrue(found.find(), "the page does not say " + pattern);
        return found.group(1);
    }
}
