package dev.mooring.hosttuning.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A host whose answer was recorded in a file. It gives that answer to every script, so a report can be made again
 * later, or where the host cannot be reached.
 *
 * @param name the name in reports
 * @param file the recorded output of a probe, with the numbers of its lines or without, as a person edits it
 */
public record RecordedHost(String name, Path file) implements Host {
    @Override
    public HostReply run(String script) throws HostUnreachableException {
        try {
            return new HostReply(NumberedLines.number(Files.readString(file)), 0);
        } catch (IOException failure) {
            throw new HostUnreachableException("file=" + file + " cannot be read; record the host again", failure);
        }
    }
}
