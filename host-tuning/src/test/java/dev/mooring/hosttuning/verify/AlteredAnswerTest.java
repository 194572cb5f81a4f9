package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.LocalHost;
import dev.mooring.hosttuning.host.NumberedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers of which one line is missing, there twice, or in the place of its neighbour. */
class AlteredAnswerTest {
    private static final String WHOLE = "another answer";

    @Test
    void areNotReachedWhicheverLineItIs() throws IOException, HostUnreachableException {
        List<String> answers = new ArrayList<>();
        answers.add(new LocalHost().run(RecordedReports.CHECK.script()).output());
        for (String recording : recordings()) {
            answers.add(NumberedLines.number(recording.stripTrailing()));
        }
        List<String> reached = new ArrayList<>();
        int altered = 0;
        for (String answer : answers) {
            List<String> lines = List.of(answer.split("\n"));
            assertTrue(isReached(lines), WHOLE);
            // Before the first line a login shell may print what it likes, an empty line too.
            for (int at = lines.indexOf("1:"); at < lines.size(); at++) {
                for (List<String> other : List.of(without(lines, at), twice(lines, at), swapped(lines, at))) {
                    boolean same = other.equals(lines) || isOnlyMoreBehindTheEnd(lines, other);
                    if (!same && isReached(other)) {
                        reached.add(lines.get(at));
                    }
                    altered++;
                }
            }
        }
        assertEquals(List.of(), reached);
        assertTrue(altered > 5000, altered + " answers");
    }

    @Test
    void areNotReachedWhicheverMarkItIsWhereNoLineHasANumber() throws IOException {
        List<String> reached = new ArrayList<>();
        for (String recording : recordings()) {
            List<String> lines = List.of(recording.stripTrailing().split("\n"));
            for (int at = 0; at < lines.size(); at++) {
                if (lines.get(at).startsWith("::mooring ")) {
                    for (List<String> other : List.of(without(lines, at), twice(lines, at))) {
                        if (isReached(numbered(other)) && !isOnlyMoreBehindTheEnd(lines, other)) {
                            reached.add(lines.get(at));
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), reached);
    }

    @Test
    void areNotReachedWhereTwoReadingsChangedTheirNames() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Golden.resource("verify/tuned.txt")));
        Collections.swap(
                lines, lines.indexOf("::mooring kernel fs.file-max"), lines.indexOf("::mooring kernel fs.nr_open"));
        HostUnreachableException refusal = assertThrows(HostUnreachableException.class, () -> check(numbered(lines)));
        assertEquals(
                "The answer of the check is not as it was sent, after 47 readings: a line is missing, there twice, in"
                        + " another place or not the check's; check again, and look for what changes the output of"
                        + " commands on that host",
                refusal.getMessage());
    }

    private static List<String> recordings() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Golden.resource("verify/tuned.txt").resolveSibling("."))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".txt")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static List<String> without(List<String> lines, int at) {
        List<String> other = new ArrayList<>(lines);
        other.remove(at);
        return other;
    }

    private static List<String> twice(List<String> lines, int at) {
        List<String> other = new ArrayList<>(lines);
        other.add(at, lines.get(at));
        return other;
    }

    private static List<String> swapped(List<String> lines, int at) {
        List<String> other = new ArrayList<>(lines);
        Collections.swap(other, at, Math.min(at + 1, lines.size() - 1));
        return other;
    }

    /** The first line twice is a line of noise before it; the end mark twice is one behind it. */
    private static boolean isOnlyMoreBehindTheEnd(List<String> lines, List<String> other) {
        return other.size() == lines.size() + 1
                && (other.subList(0, lines.size()).equals(lines)
                        || other.subList(1, other.size()).equals(lines));
    }

    private static List<String> numbered(List<String> lines) {
        return List.of(NumberedLines.number(String.join("\n", lines)).split("\n"));
    }

    private static boolean isReached(List<String> lines) {
        try {
            check(lines);
            return true;
        } catch (HostUnreachableException refused) {
            return false;
        }
    }

    private static HostReport check(List<String> lines) throws HostUnreachableException {
        return RecordedReports.CHECK.check(new Host() {
            @Override
            public String name() {
                return "host";
            }

            @Override
            public HostReply run(String script) {
                return new HostReply(String.join("\n", lines) + "\n", 0);
            }
        });
    }
}
