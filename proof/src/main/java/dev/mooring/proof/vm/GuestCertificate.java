package dev.mooring.proof.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a fleet needs that ends TLS on its hosts: a certificate for its domain, of an authority that is made for one run, and
 * clients in the machine that find the domain on its loopback interface and trust that authority.
 *
 * @param domain that clients connect to
 * @param secret of Secrets Manager that has chain and key
 * @param folder of its files
 */
record GuestCertificate(String domain, String secret, Path folder) {
    static final String DOMAIN = "ws.example.com";
    static final String SECRET = "mooring/wss";
    static final String SECRET_KEY = "certificate-secret";

    private static final String DAYS = "30";

    /** The one that the fleet of these inputs asks for; empty where its hosts speak plainly. */
    static Optional<GuestCertificate> of(VmInputs inputs, Path work) throws IOException {
        if (!inputs.plan().spec().ingress().endsOnHost()) {
            return Optional.empty();
        }
        ProjectFile project = ProjectFile.read(inputs.configuration());
        JsonNode all = new ObjectMapper().readTree(inputs.configuration().toFile());
        return Optional.of(new GuestCertificate(
                project.domain().orElse(DOMAIN),
                all.at("/context/deployment/" + SECRET_KEY).asText(SECRET),
                Files.createDirectories(work.resolve("tls"))));
    }

    /** Makes authority and certificate, with ECDSA on P-256. */
    void make(ChildProcesses children) throws IOException, InterruptedException {
        SystemPackages.requireProgram("openssl", "openssl");
        Files.writeString(folder.resolve("names"), "subjectAltName=DNS:" + domain + "\n");
        openssl(
                children,
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Authority"
                        + " -keyout ca.key -out ca.pem -days " + DAYS);
        openssl(
                children,
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout host.key -out host.csr -subj /CN="
                        + domain);
        openssl(
                children,
                "x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -out host.pem -days "
                        + DAYS);
    }

    /** Chain and key, as the secret has them. */
    String text() throws IOException {
        return Files.readString(folder.resolve("host.pem")) + Files.readString(folder.resolve("host.key"));
    }

    /** Tells the machine where the domain is, and whom its clients trust. */
    void install(Guest guest) throws IOException, InterruptedException {
        guest.run("echo '127.0.0.1 " + domain + "' | sudo tee -a /etc/hosts && printf '%s' '"
                + Files.readString(folder.resolve("ca.pem")) + "' >ca.pem");
    }

    private void openssl(ChildProcesses children, String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ", -1)));
        children.run(folder, command);
    }
}
