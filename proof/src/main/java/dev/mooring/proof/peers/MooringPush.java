package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mooring's push port with a key, as its backends use it.
 *
 * @param backend who lets clients in and is told their ids, if anybody
 */
record MooringPush(int port, Path keys, Optional<String> backend) {
    /** What a client has to ask for to hear {@link #TOPIC}. */
    static final String RESOURCE = "/?topics=all.news";

    static final String TOPIC = "/topics/all.news";

    private static final String KEY = "no-secret-of-a-measurement";

    static MooringPush create(PeersWorkspace workspace, Optional<String> backend) throws IOException {
        Path keys = workspace.target().resolve("push-keys");
        Files.deleteIfExists(keys);
        Files.createFile(keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, "bearer peers " + KEY + "\n");
        return new MooringPush(LoopbackPort.free(), keys, backend);
    }

    List<String> options() {
        List<String> options = new ArrayList<>(
                List.of("--push", "127.0.0.1:" + port, "--api-keys", keys.toString(), "--public-topics", "all."));
        backend.ifPresent(url -> options.addAll(List.of("--backend", url)));
        return options;
    }

    /** The headers that AWS's SDK for JavaScript sends, but a key in place of the signature. */
    static String headers() {
        return "authorization: Bearer " + KEY + "\r\n"
                + "content-type: application/octet-stream\r\n"
                + "amz-sdk-invocation-id: 7d9a3c1e-0b6f-4f0e-9a55-2f3c6b8d1e47\r\n"
                + "amz-sdk-request: attempt=1; max=3\r\n"
                + "x-amz-content-sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\r\n"
                + "x-amz-date: 20261129T000000Z\r\n"
                + "x-amz-user-agent: aws-sdk-js/3.1169.0\r\n"
                + "user-agent: aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs#22.0.0\r\n";
    }
}
