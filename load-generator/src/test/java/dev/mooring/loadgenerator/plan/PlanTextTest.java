package dev.mooring.loadgenerator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTextTest {
    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1:8080-8083/path?a=b, ws://127.0.0.1:8080-8083/path?a=b",
        "ws://localhost:9000,               ws://localhost:9000/",
        "ws://example.test,                 ws://example.test:80/",
        "ws://[::1]:9000/x,                 ws://[::1]:9000/x",
        "ws://h:1?token=x,                  ws://h:1/?token=x",
        "wss://h:8443-8444/x,               wss://h:8443-8444/x",
        "wss://h,                           wss://h:443/"
    })
    void readsTargets(String text, String expected) {
        assertEquals(expected, Target.parse(text).toString());
    }

    @Test
    void namesTheHostAsAClientMust() {
        assertEquals("[::1]:9000", Target.parse("ws://[::1]:9000").authority(9000));
        assertEquals("h", Target.parse("ws://h").authority(80));
        assertEquals("h", Target.parse("wss://h").authority(443));
        assertEquals("h:80", Target.parse("wss://h:80").authority(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h", "ws://", "ws://a b", "ws://h:x", "ws://user@h", "ws://h/#part", "h:80"})
    void refusesWhatIsNotAWebSocketAddress(String text) {
        assertRefused(
                "url=" + text + " is not a WebSocket address; write it as in ws://127.0.0.1:8080-8083/path",
                () -> Target.parse(text));
    }

    @Test
    void refusesTrustThatNobodyAsksFor() {
        Target clear = Target.parse("ws://h:1");
        assertRefused(
                "insecure=true is given for ws://h:1/, which has no certificate; leave it away",
                () -> new Trust(true, Optional.empty()).requireUse(clear));
        assertRefused(
                "ca=ca.pem is given for ws://h:1/, which has no certificate; leave it away",
                () -> new Trust(false, Optional.of(Path.of("ca.pem"))).requireUse(clear));
        assertRefused(
                "ca=ca.pem is given beside insecure, which checks nothing; leave one away",
                () -> new Trust(true, Optional.of(Path.of("ca.pem"))));
    }

    @ParameterizedTest
    @CsvSource({"3000/s,3000/s", "0.5/s,0.5/s", "max,max"})
    void readsRates(String text, String expected) {
        assertEquals(expected, Rate.parse("rate", text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000", "0/s", "-1/s", "3000/m", "fast", ""})
    void refusesWhatIsNotARate(String text) {
        assertRefused(
                "rate=" + text + " is not a rate above 0; write a number of connections a second, as in 3000/s, or max",
                () -> Rate.parse("rate", text));
    }

    @Test
    void readsRangesAndListsOfSources() {
        assertEquals(40, Sources.parse("127.0.0.2-127.0.0.41").count());
        assertEquals(
                "[/10.0.0.5, /10.0.1.0, /10.0.1.1]",
                Sources.parse("10.0.0.5, 10.0.1.0-10.0.1.1").addresses().toString());
        assertEquals(1, Sources.none().count());
        assertEquals(1, Sources.parse("::1").count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.2-", "1.2.3", "1.2.3.4-1.2.3.5-1.2.3.6", "300.1.1.1", "::1-::2"})
    void refusesWhatAreNotSources(String text) {
        assertRefused(
                "sources=" + text + " is not an address or a range of IPv4 addresses;"
                        + " write it as in 127.0.0.2-127.0.0.41 or 10.0.0.5,10.0.0.6",
                () -> Sources.parse(text));
    }

    @Test
    void refusesASourceRangeThatEndsBeforeItStarts() {
        assertRefused(
                "sources=127.0.0.9-127.0.0.2 holds -6 addresses; write a range of 1 to 65536, lower first",
                () -> Sources.parse("127.0.0.9-127.0.0.2"));
    }

    @Test
    void readsAnEchoLoad() {
        assertEquals(new EchoPlan(1000, Bytes.of(64)), EchoPlan.parse("1000x64B"));
    }

    @Test
    void refusesAnEchoOfAnImpossibleSize() {
        assertRefused("echo=1x1MiB has a message outside 1B-64KiB; choose such a size", () -> EchoPlan.parse("1x1MiB"));
        assertRefused(
                "echo=64B is not a number of connections and a size; write it as in 1000x64B",
                () -> EchoPlan.parse("64B"));
    }

    @Test
    void givesEveryItemToExactlyOnePart() {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int total = random.nextInt(5000);
            int processes = 1 + random.nextInt(6);
            int loops = 1 + random.nextInt(6);
            boolean[] taken = new boolean[total];
            for (int process = 0; process < processes; process++) {
                for (int loop = 0; loop < loops; loop++) {
                    Share share = new Share(process, processes).split(loop, loops);
                    for (int own = 0; own < share.of(total); own++) {
                        int number = (int) share.numberInRun(own);
                        assertEquals(false, taken[number], "seed " + seed + ", item " + number + " twice");
                        taken[number] = true;
                    }
                }
            }
            for (boolean one : taken) {
                assertEquals(true, one, "seed " + seed + ", an item of " + total + " without a part");
            }
        }
    }

    @Test
    void refusesMoreConnectionsThanAddressPairsHavePorts() {
        assertRefused(
                "connections=600000 is more than target-ports*sources*local-ports=4*1*28232=112928;"
                        + " give at least 6 --sources, as in 127.0.0.2-127.0.0.7, or more target ports",
                () -> new LocalPorts(32768, 60999).require(600_000, 4, 1));
    }

    @Test
    void acceptsConnectionsUpToThePortsOfItsPairs() {
        new LocalPorts(32768, 60999).require(112_928, 4, 1);
    }

    @Test
    void splitsARunByTheLimitOfOpenFiles(@TempDir Path folder) throws Exception {
        Path limits = folder.resolve("limits");
        Files.writeString(limits, """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 20000                files
                """);
        OpenFiles files = OpenFiles.read(limits);
        assertEquals(19_744, files.connectionsPerProcess());
        assertEquals(1, files.processesFor(19_744));
        assertEquals(2, files.processesFor(19_745));
    }

    @Test
    void refusesALimitThatLeavesNoDescriptorForAConnection() {
        assertRefused(
                "nofile=256 is less than 257; raise it: ulimit -Hn shows it, limits.conf(5) sets it",
                () -> new OpenFiles(256).processesFor(1));
        assertEquals(1, new OpenFiles(257).processesFor(1));
        assertEquals(256, new OpenFiles(257).processesFor(256));
        assertEquals(
                "connections=257 is more than 256 processes hold with nofile=257; lower connections, or raise the limit:"
                        + " ulimit -Hn shows it, limits.conf(5) sets it",
                assertThrows(RefusedException.class, () -> new OpenFiles(257).processesFor(257))
                        .getMessage());
    }

    private static void assertRefused(String message, Executable action) {
        assertEquals(message, assertThrows(RefusedException.class, action).getMessage());
    }
}
