package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A server on somebody else's Java library: one class and the pom of what it runs on, in {@code src/main/java-peers/NAME}.
 *
 * <p>Maven fetches the jars when the peer is first measured, into a folder of its own: no module of this project has them
 * on its class path, and no other build waits for them.
 *
 * @param libraryVersion as its pom has it
 */
public record JavaLibraryPeer(String name, String label, String libraryVersion, String mainClass) implements Peer {
    public static final List<JavaLibraryPeer> ALL = List.of(
            new JavaLibraryPeer("vertx", "Vert.x", "5.0.7", "VertxServer"),
            new JavaLibraryPeer("undertow", "Undertow", "2.4.4.Final", "UndertowServer"),
            new JavaLibraryPeer("jetty", "Jetty", "12.1.14", "JettyServer"),
            new JavaLibraryPeer("java-websocket", "Java-WebSocket", "1.6.0", "JavaWebSocketServer"));

    @Override
    public boolean publishes() {
        return name.equals("vertx");
    }

    @Override
    public String version(ChildProcesses children) {
        return libraryVersion;
    }

    @Override
    public Memory memory() {
        return Memory.JAVA_HEAP;
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(folder(workspace));
        fetchLibraries(sources(workspace).resolve("pom.xml"), folder, children);
        Path source = sources(workspace).resolve(mainClass + ".java");
        if (PeersWorkspace.isNewer(folder.resolve("classes").resolve(mainClass + ".class"), source)) {
            return;
        }
        Path compiler = Path.of(System.getProperty("java.home"), "bin", "javac");
        children.run(folder, List.of(compiler.toString(), "-cp", "libraries/*", "-d", "classes", source.toString()));
    }

    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) {
        Path folder = folder(workspace);
        String classPath = folder.resolve("classes") + ":" + folder.resolve("libraries") + "/*";
        return new JavaProgram(classPath, mainClass)
                .command(false, Integer.toString(port), Long.toString(pingInterval.toMillis()));
    }

    /**
     * With another pom everything is fetched anew: the class path is a folder, and would have old jars beside new ones.
     *
     * <p>The stamp is written last: a fetch that broke off is begun again.
     */
    private static void fetchLibraries(Path pom, Path folder, ChildProcesses children)
            throws IOException, InterruptedException {
        Path stamp = folder.resolve("fetched");
        if (PeersWorkspace.isNewer(stamp, pom)) {
            return;
        }
        SystemPackages.requireProgram("mvn", "maven");
        PeersWorkspace.remove(folder.resolve("libraries"));
        PeersWorkspace.remove(folder.resolve("classes"));
        children.run(
                folder,
                List.of(
                        "mvn",
                        "-q",
                        "-B",
                        "-f",
                        pom.toString(),
                        "dependency:copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + folder.resolve("libraries")));
        Files.writeString(stamp, "");
    }

    private Path sources(PeersWorkspace workspace) {
        return workspace.proof().resolve("src/main/java-peers").resolve(name);
    }

    private Path folder(PeersWorkspace workspace) {
        return workspace.proof().resolve("target/java-peers").resolve(name);
    }
}
