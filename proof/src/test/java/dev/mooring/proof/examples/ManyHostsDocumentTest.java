package dev.mooring.proof.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/messaging.md says to type for two hosts, typed; on other ports, in a folder of its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ManyHostsDocumentTest {
    private final ChildProcesses children = new ChildProcesses();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void endAll() {
        children.close();
    }

    @Test
    void twoHostsServeAndAnswerHowManyHearATopic() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/redis-server")), "redis-server is not installed");
        Document page = Document.messaging();
        Files.createSymbolicLink(
                folder.resolve("server"), PeersWorkspace.ofModule().root().resolve("server"));

        Process shell = bash(page.blocks("bash").getFirst());
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, shell.waitFor(), printed);
        assertEquals(2, printed.lines().filter("serving"::equals).count(), printed);
        assertTrue(printed.contains(page.quoted("\\{\"hosts\":0}")), printed);
    }

    private Process bash(String script) throws IOException {
        String ends = "trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT\n";
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", ends + placed(script))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("BUILT_BY_CALLER", "1");
        return children.start(builder);
    }

    /** Host 1 and host 2 have a port each in place of every one that the page writes as 808$host. */
    private static String placed(String script) throws IOException {
        return array("ports")
                + array("admins")
                + array("pushes")
                + script.replace("6379", Integer.toString(LoopbackPort.free()))
                        .replace("127.0.0.1:9101", "127.0.0.1:${pushes[1]}")
                        .replace("808$host", "${ports[$host]}")
                        .replace("900$host", "${admins[$host]}")
                        .replace("910$host", "${pushes[$host]}");
    }

    private static String array(String name) throws IOException {
        return name + "=(0 " + LoopbackPort.free() + " " + LoopbackPort.free() + ")\n";
    }
}
