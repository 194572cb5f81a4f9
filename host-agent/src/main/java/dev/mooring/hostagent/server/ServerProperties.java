package dev.mooring.hostagent.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.mooring.capacity.HostId;
import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server's configuration file, which is the same on all hosts of a fleet but for the host's own number.
 *
 * @param file of properties, one a line
 */
public record ServerProperties(Path file) {
    private static final Bytes MAX_SIZE = Bytes.mebi(1);
    private static final String LINE = HostId.KEY + "=";

    /**
     * Gives the host its number, in one move: the server reads the old file or the new one. A number that is there is
     * replaced, for the file may come from the image of another host.
     *
     * @param address the host's private one, in digits
     * @throws dev.mooring.capacity.unit.RefusedException when the file is missing or cannot be read
     * @throws IOException when it cannot be written, or that is no address
     */
    public void number(String address) throws IOException {
        int number = numberOf(address);
        String text = Stream.concat(
                        new InputFile("server-properties", file, MAX_SIZE)
                                .lines("give the path of the server's configuration").stream()
                                        .filter(line -> !line.replace(" ", "").startsWith(LINE)),
                        Stream.of(LINE + number))
                .collect(Collectors.joining("\n", "", "\n"));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file)));
        Files.writeString(next, text, UTF_8);
        Files.move(next, file, ATOMIC_MOVE);
    }

    private static int numberOf(String address) throws IOException {
        try {
            return HostId.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException other) {
            throw new IOException("the host's private address is no address: " + address, other);
        }
    }
}
