package dev.mooring.proof.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PeersMainTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void refusesAPeerItDoesNotKnow() {
        assertEquals(64, run("--peers", "floor,tomcat"));
        assertEquals(
                "proof/peers: peers=tomcat is none of all,floor,mooring,netty,netty-loop,node,uwebsockets,vertx,"
                        + "undertow,jetty,java-websocket,gorilla,libwebsockets,floor-tls,mooring-tls,netty-tls,"
                        + "node-tls,gorilla-tls,haproxy,nginx; name only these\nSee: proof/peers --help\n",
                errors.toString());
    }

    @Test
    void refusesAPartItDoesNotKnow() {
        assertEquals(64, run("--parts", "topic,memory"));
        assertEquals(
                "proof/peers: parts=memory is none of all,state,keepalive,throughput,broadcast,topic,push; name only"
                        + " these\nSee: proof/peers --help\n",
                errors.toString());
    }

    @Test
    void refusesABaselineThatIsNoFolder() {
        assertEquals(64, run("--baseline", "/no-such-folder"));
        assertEquals(
                "proof/peers: baseline=/no-such-folder is not a folder; name a checkout that is built, or an unpacked bundle\nSee: proof/peers --help\n",
                errors.toString());
    }

    @Test
    void refusesASlopeOverTooFewConnections() {
        assertEquals(64, run("--connections", "10"));
        assertEquals(
                "proof/peers: connections=10 is less than 2000; a slope needs a longer base\nSee: proof/peers --help\n",
                errors.toString());
    }

    @Test
    void refusesToMeasureNoRound() {
        assertEquals(64, run("--rounds", "0"));
        assertEquals(
                "proof/peers: rounds=0 is less than 1; give how often to measure\nSee: proof/peers --help\n",
                errors.toString());
    }

    @Test
    void refusesAReportInAFolderThatIsNotThere() {
        assertEquals(64, run("--html", "/no-such-folder/page.html"));
        assertEquals(
                "proof/peers: html=/no-such-folder/page.html is not in a folder that may be written;"
                        + " create the folder or name another\nSee: proof/peers --help\n",
                errors.toString());
    }

    private int run(String... arguments) {
        CommandLine command = PeersMain.commandLine().setErr(new PrintWriter(errors, true));
        String[] all = new String[arguments.length + 2];
        all[0] = "--root";
        all[1] = System.getProperty("user.dir");
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return command.execute(all);
    }
}
