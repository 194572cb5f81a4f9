package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.server.TlsSettings;
import dev.mooring.server.TlsSettings.Certificate;
import dev.mooring.server.TlsSettings.Version;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsOptionsTest {
    @Test
    void isOffByDefault() {
        assertEquals(Optional.empty(), read());
    }

    @Test
    void takesSeveralCertificatesEachWithItsKey() {
        assertEquals(
                Optional.of(new TlsSettings(
                        new PortRange(8443, 8444),
                        List.of(
                                new Certificate(Path.of("a.pem"), Path.of("a.key")),
                                new Certificate(Path.of("b.pem"), Path.of("b.key"))))),
                read("--tls-ports=8443-8444", "--tls-certificate=a.pem,b.pem", "--tls-key=a.key, b.key"));
    }

    @Test
    void takesTheOldestVersionTicketsAndAuthoritiesOfClients() {
        String[] least = {"--tls-ports=8443", "--tls-certificate=a.pem", "--tls-key=a.key"};
        List<Certificate> pair = List.of(new Certificate(Path.of("a.pem"), Path.of("a.key")));
        PortRange port = new PortRange(8443, 8443);
        assertEquals(Optional.of(new TlsSettings(port, pair, Version.TLS_1_2, false, Optional.empty())), read(least));
        assertEquals(
                Optional.of(new TlsSettings(port, pair, Version.TLS_1_3, true, Optional.empty())),
                read(least[0], least[1], least[2], "--tls-oldest=1.3", "--tls-tickets=on"));
        assertEquals(
                Optional.of(new TlsSettings(port, pair, Version.TLS_1_2, false, Optional.of(Path.of("ca.pem")))),
                read(least[0], least[1], least[2], "--tls-client-ca=ca.pem"));
    }

    @Test
    void leavesNoPortWithoutTlsWhereBothAreTheSame() {
        List<Optional<PortRange>> plain = new ArrayList<>();
        String[] arguments = {"--ports=8443-8444", "--tls-ports=8443-8444", "--tls-certificate=a.pem", "--tls-key=a.pem"
        };

        ServerCommand.execute(arguments, Map.of(), 2, configuration -> {
            plain.add(configuration.plainPorts());
            return 0;
        });

        assertEquals(List.of(Optional.empty()), plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tls-ports=8443 | tls-ports=8443 need a certificate; name its files with tls-certificate and tls-key",
                "--tls-certificate=a.pem | tls-certificate=a.pem is without tls-ports; name the ports for TLS, or leave"
                        + " tls-certificate out",
                "--tls-key=a.key | tls-key=a.key is without tls-ports; name the ports for TLS, or leave tls-key out",
                "--tls-ports=8443 --tls-certificate=a.pem,b.pem --tls-key=a.key | tls-certificate=a.pem,b.pem has 2 files,"
                        + " not 1 as tls-key=a.key; name one key for each certificate, in the same order",
                "--tls-ports=8443 --tls-certificate=a.pem, --tls-key=a.key | tls-certificate=a.pem, has an element that is"
                        + " empty; take out the comma that is too many",
                "--tls-client-ca=ca.pem | tls-client-ca=ca.pem is without tls-ports; name the ports for TLS, or leave"
                        + " tls-client-ca out",
                "--tls-tickets=on | tls-tickets=on is without tls-ports; name the ports for TLS, or leave tls-tickets out",
                "--tls-tickets=yes | tls-tickets=yes is neither off nor on; choose one of them",
                "--tls-oldest=1.1 | tls-oldest=1.1 is neither 1.3 nor 1.2; choose one of them",
                "--tls-ports=8443 --tls-certificate=a.pem --tls-key=a.key --tls-tickets=on --tls-client-ca=ca.pem |"
                        + " tls-tickets=on cannot be with tls-client-ca=ca.pem; leave tls-tickets out: who resumes shows no"
                        + " certificate",
                "--tls-ports=https --tls-certificate=a.pem --tls-key=a.key | tls-ports=https is not a port range; write one"
                        + " port or first-last, as in 8080-8095",
                "--ports=8080-8443 --tls-ports=8443 --tls-certificate=a.pem --tls-key=a.key | tls-ports=8443 overlaps"
                        + " ports=8080-8443; choose other ports for the one or the other, or the same for both to speak TLS alone",
                "--admin=127.0.0.1:8443 --tls-ports=8443 --tls-certificate=a.pem --tls-key=a.key | admin=127.0.0.1:8443 is"
                        + " one of tls-ports=8443 on 0.0.0.0; choose another port for the one or the other",
            })
    void refusesWhatDoesNotFit(String arguments, String sentence) {
        assertEquals("mooring-server: " + sentence + "\n", refusal(arguments.split(" ", -1)));
    }

    private static Optional<TlsSettings> read(String... arguments) {
        List<Optional<TlsSettings>> read = new ArrayList<>();
        int code = ServerCommand.execute(arguments, Map.of(), 2, configuration -> {
            read.add(configuration.tls());
            return 0;
        });
        assertEquals(0, code);
        return read.getFirst();
    }

    private static String refusal(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertEquals(64, ServerCommand.execute(arguments, Map.of(), 2, _ -> 0));
        } finally {
            System.setErr(before);
        }
        String text = said.toString(StandardCharsets.UTF_8);
        String hint = "See: mooring-server --help\n";
        assertTrue(text.endsWith(hint), text);
        return text.substring(0, text.length() - hint.length());
    }
}
