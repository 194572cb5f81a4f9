package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority, and certificates of it for ws.example.com and *.example.net, made by openssl in a folder. */
record MadeCertificates(Path folder) {
    static MadeCertificates in(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/openssl")),
                "openssl is not installed, without which verify says so");
        MadeCertificates made = new MadeCertificates(folder);
        made.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=Authority"
                + " -keyout ca.key -out ca.pem");
        made.issue("host");
        made.issue("other");
        Files.writeString(
                folder.resolve("bundle.pem"), made.text("host.pem") + made.text("ca.pem") + made.text("host.key"));
        return made;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    String text(String name) throws IOException {
        return Files.readString(path(name));
    }

    /** As the probe shows it of a key. */
    String publicHalf(String key) throws IOException, InterruptedException {
        openssl("pkey -in " + key + " -pubout -out public.pem");
        return text("public.pem");
    }

    private void issue(String name) throws IOException, InterruptedException {
        Files.writeString(path("names"), "subjectAltName=DNS:ws.example.com,DNS:*.example.net\n");
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=ws.example.com -keyout " + name
                + ".key -out " + name + ".csr");
        openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 -extfile names -out "
                + name + ".pem");
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ", -1)));
        Process openssl = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, openssl.waitFor(), said);
    }
}
