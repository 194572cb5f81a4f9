package dev.mooring.hostagent.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hostagent.aws.HostSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file with what a secret holds, for the server alone: mode 0600, owned by its user, exchanged in one move. The server looks at
 * it from time to time, and reads it when it has changed. Nothing of it is ever logged. Used by one thread.
 */
public final class SecretFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final HostSecret secret;
    private final Path file;
    private final String owner;
    private final Check check;

    /** Looks at a file before it takes the place of another. */
    public interface Check {
        /**
         * Refuses what the server would refuse.
         *
         * @throws RefusedException naming what is wrong, and nothing of a secret
         */
        void require(Path file);
    }

    /**
     * Reads nothing yet.
     *
     * @param file in a folder that only the agent may write to
     * @param owner the server's user
     */
    public SecretFile(HostSecret secret, Path file, String owner, Check check) {
        this.secret = secret;
        this.file = file;
        this.owner = owner;
        this.check = check;
    }

    /** What it is, in human-readable form. */
    public String name() {
        return "the secret " + secret.name();
    }

    /** Whether it was written before. */
    public boolean isThere() {
        return Files.exists(file);
    }

    /**
     * Reads the secret, and exchanges the file when it holds something else that the server takes; otherwise the file of before
     * stays as it is.
     *
     * @return whether the file was exchanged
     * @throws RefusedException when the server would refuse what the secret holds
     * @throws IOException when the secret cannot be read or the file not be written
     */
    public boolean renew() throws IOException {
        String text = secret.text();
        if (Files.exists(file) && Files.readString(file, UTF_8).equals(text)) {
            return false;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        try {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(next, text, UTF_8);
            check.require(next);
            PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
            view.setOwner(next.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
            Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
        return true;
    }
}
