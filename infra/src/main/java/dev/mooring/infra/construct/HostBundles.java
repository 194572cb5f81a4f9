package dev.mooring.infra.construct;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.Names;
import dev.mooring.infra.userdata.HostBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * The archives that a host downloads: server, agent and verification. They bring their own Java runtime, so they fit one
 * processor architecture.
 *
 * @param bundles in the order of installation
 */
public record HostBundles(List<HostBundle> bundles) {
    private static final String SUFFIX = ".tar.gz";
    /** What the CDK leaves of it. */
    private static final String OBJECT_SUFFIX = ".gz";

    /** The same archives on this machine. */
    public record Archives(Path server, Path agent, Path verify) {}

    /**
     * The archives that the build has left in the project.
     *
     * @throws RefusedException when one is missing, or there twice: nothing says which of them is wanted
     */
    public static Archives find(Path project, Architecture architecture) {
        return find(
                project.resolve("server/target"),
                project.resolve("host-agent/target"),
                project.resolve("infra/target"),
                architecture);
    }

    /**
     * The archives in these folders.
     *
     * @throws RefusedException as the other
     */
    public static Archives find(Path server, Path agent, Path verify, Architecture architecture) {
        String suffix = "-linux-" + machine(architecture) + SUFFIX;
        return new Archives(
                find(server, "mooring-server-", suffix),
                find(agent, "mooring-agent-", suffix),
                find(verify, "mooring-verify", SUFFIX));
    }

    /** Archives of nothing, for a template that is looked at and not deployed. */
    public static Archives none() {
        try {
            Path folder = Files.createTempDirectory("mooring-none");
            Path nothing = Files.createFile(folder.resolve("none" + SUFFIX));
            nothing.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            return new Archives(nothing, nothing, nothing);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** An architecture as {@code uname -m} says it. */
    public static String machine(Architecture architecture) {
        return architecture == Architecture.ARM64 ? "aarch64" : "x86_64";
    }

    /**
     * Puts the archives into the account's asset bucket and lets the host read the bundles of its fleet and no other objects:
     * those of every release. The role changes before the hosts do; a host that the group launches meanwhile, or after a roll
     * back, needs the former ones.
     */
    public static HostBundles of(Construct scope, Archives archives, IGrantable host) {
        Asset server = asset(scope, "Server", archives.server());
        String every = Names.assets(Stack.of(scope).getStackName()) + "*" + OBJECT_SUFFIX;
        host.getGrantPrincipal()
                .addToPrincipalPolicy(PolicyStatement.Builder.create()
                        .sid("OwnBundles")
                        .actions(List.of("s3:GetObject"))
                        .resources(List.of(server.getBucket().arnForObjects(every)))
                        .build());
        return new HostBundles(List.of(
                bundle("server", server, archives.server()),
                bundle("agent", asset(scope, "Agent", archives.agent()), archives.agent()),
                bundle("verify", asset(scope, "Verify", archives.verify()), archives.verify())));
    }

    private static Asset asset(Construct scope, String name, Path archive) {
        return Asset.Builder.create(scope, name + "Bundle")
                .path(archive.toString())
                .build();
    }

    private static HostBundle bundle(String name, Asset asset, Path archive) {
        return new HostBundle(name, asset.getS3ObjectUrl(), sha256(archive));
    }

    private static Path find(Path folder, String prefix, String suffix) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .toList();
            if (found.size() == 1) {
                return found.getFirst();
            }
            String name = prefix + "*" + suffix;
            throw found.isEmpty()
                    ? RefusedException.of("bundle", name, "is not in", folder, "build it there, on that architecture")
                    : RefusedException.of(
                            "bundle", name, "is more than once in", folder, "remove that folder and build again");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String sha256(Path file) {
        try (DigestInputStream stream =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }
}
