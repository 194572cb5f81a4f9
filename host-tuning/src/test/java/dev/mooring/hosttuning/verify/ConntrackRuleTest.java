package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conntrack table and its module, on a tuned host with one thing changed. */
class ConntrackRuleTest {
    private static final String STATE = "conntrack state";
    private static final String CHAINS = "conntrack max / buckets";
    private static final String MODULE = "module nf_conntrack";
    private static final String RULES = "tracking-rules";
    private static final String COUNT = "conntrack-count";
    private static final String OPTIONS = "/etc/modprobe.d/mooring.conf:0:";

    @Test
    void tellsEntriesOfARuleThatIsGoneFromAnEmptyTable() {
        assertEquals(
                "PASS Inert: no firewall rule tracks connections, the entries are of a rule that is gone.",
                TunedHost.asRecorded().reading(COUNT, "5").judged(STATE));
    }

    @Test
    void goesByTheEntriesWhereRulesMayNotBeListed() {
        TunedHost unlisted = TunedHost.asRecorded().reading(RULES, "", 1);

        assertEquals(
                "PASS Inert as far as could be seen: the table is empty, and firewall rules may not be listed.",
                unlisted.judged(STATE));
        assertEquals(
                "PASS Active: the table has entries; firewall rules may not be listed.",
                unlisted.reading(COUNT, "1").judged(STATE));
    }

    @ParameterizedTest
    @CsvSource({"838859, true", "838860, false"})
    void failsATableThatIsNearlyFull(String count, boolean passes) {
        TunedHost host = TunedHost.asRecorded().reading(RULES, "ct state new").reading(COUNT, count);

        assertEquals(
                passes
                        ? "PASS Active: a firewall rule tracks connections."
                        : "FAIL Active and nearly full: packets of new connections will be dropped.",
                host.judged(STATE));
        assertEquals(passes ? "" : "sudo sysctl -w net.netfilter.nf_conntrack_max=2097152", host.remedy(STATE));
    }

    @Test
    void doesNotKnowATableThatCouldNotBeRead() {
        assertEquals(
                "UNKNOWN The number of entries could not be read.",
                TunedHost.asRecorded().reading(COUNT, "", 1).judged(STATE));
        assertEquals(
                "UNKNOWN The number of entries could not be read.",
                TunedHost.asRecorded()
                        .reading("kernel net.netfilter.nf_conntrack_max", "", 1)
                        .judged(STATE));
        for (String unread : new String[] {"net.netfilter.nf_conntrack_max", "net.netfilter.nf_conntrack_buckets"}) {
            assertEquals(
                    "UNKNOWN The size of the table could not be read.",
                    TunedHost.asRecorded().reading("kernel " + unread, "", 1).judged(CHAINS));
        }
        assertEquals(
                "UNKNOWN The size of the table could not be read.",
                TunedHost.asRecorded()
                        .reading("kernel net.netfilter.nf_conntrack_buckets", "0")
                        .judged(CHAINS));
    }

    @ParameterizedTest
    @CsvSource({"262144, true", "262143, false"})
    void needsABucketForEveryFourEntries(String buckets, boolean passes) {
        TunedHost host = TunedHost.asRecorded().reading("kernel net.netfilter.nf_conntrack_buckets", buckets);

        assertEquals(
                passes
                        ? "PASS Chains are short."
                        : "FAIL A full table has 8 entries in a chain: buckets were chosen from the memory, not from"
                                + " max.",
                host.judged(CHAINS));
        assertEquals(passes ? "" : "sudo sysctl -w net.netfilter.nf_conntrack_buckets=262144", host.remedy(CHAINS));
    }

    @Test
    void failsLongChainsOnlyWhereTheTableIsInUse() {
        TunedHost host = TunedHost.asRecorded().reading("kernel net.netfilter.nf_conntrack_buckets", "1024");

        assertEquals(false, host.finding(CHAINS).orElseThrow().fails());
        assertEquals(
                true,
                host.reading(RULES, "ct state new")
                        .finding(CHAINS)
                        .orElseThrow()
                        .fails());
    }

    @Test
    void skipsWhatAModuleThatIsNotLoadedWouldHave() {
        TunedHost absent = TunedHost.asRecorded().reading(MODULE, "", 2);

        assertEquals("SKIP nf_conntrack is not loaded.", absent.judged(CHAINS));
        assertEquals(
                "FAIL Not loaded, although /etc/modules-load.d/mooring.conf:2 names it: loading failed at boot.",
                absent.judged(MODULE));
        assertEquals(
                "sudo modprobe nf_conntrack hashsize=131072; journalctl -b -u systemd-modules-load",
                absent.remedy(MODULE));
    }

    @Test
    void namesAModuleThatNoFileNames() {
        TunedHost unnamed = TunedHost.asRecorded()
                .with("/etc/modules-load.d/mooring.conf:2:nf_conntrack", "/etc/modules-load.d/mooring.conf:2:other");
        String name = "sudo mkdir -p /etc/modules-load.d && printf '%s\\n' nf_conntrack | sudo tee"
                + " /etc/modules-load.d/mooring.zz-nf_conntrack.conf";

        assertEquals(
                "FAIL Loaded now, but no file in modules-load.d names it: after a reboot its parameters may be missing"
                        + " when sysctl.d is applied.",
                unnamed.judged(MODULE));
        assertEquals(name, unnamed.remedy(MODULE));
        TunedHost absent = unnamed.reading(MODULE, "", 2);
        assertEquals("FAIL Not loaded, and no file in modules-load.d names it.", absent.judged(MODULE));
        assertEquals(name + " && sudo modprobe nf_conntrack hashsize=131072", absent.remedy(MODULE));
    }

    @Test
    void doesNotKnowWhetherACommandLoadsAModule() {
        TunedHost host = TunedHost.asRecorded()
                .with(OPTIONS, "/etc/modprobe.d/a.conf:1:install nf_conntrack /usr/bin/mine\n" + OPTIONS);
        String command = "/etc/modprobe.d/a.conf:1, install nf_conntrack /usr/bin/mine.";

        assertEquals(
                "UNKNOWN Loaded now, but the next boot runs a command instead, and only running it tells whether that"
                        + " loads it: " + command,
                host.judged(MODULE));
        TunedHost absent = host.reading(MODULE, "", 2);
        assertEquals(
                "FAIL Not loaded, and the next boot would run a command instead: " + command, absent.judged(MODULE));
        assertEquals(
                "sudo sed -i '/^[[:space:]]*install nf_conntrack \\/usr\\/bin\\/mine[[:space:]]*$/d' \"$(readlink -f"
                        + " /etc/modprobe.d/a.conf)\" && sudo modprobe nf_conntrack hashsize=131072",
                absent.remedy(MODULE));
    }

    @Test
    void takesOutWhatForbidsAModule() {
        TunedHost host =
                TunedHost.asRecorded().with(OPTIONS, "/usr/lib/modprobe.d/a.conf:1:blacklist nf_conntrack\n" + OPTIONS);
        String remove = "{ [ -e /etc/modprobe.d/a.conf ] || sudo cp /usr/lib/modprobe.d/a.conf"
                + " /etc/modprobe.d/a.conf; } && sudo sed -i '/^[[:space:]]*blacklist nf_conntrack[[:space:]]*$/d'"
                + " /etc/modprobe.d/a.conf";

        assertEquals(remove, host.remedy(MODULE));
        TunedHost absent = host.reading(MODULE, "", 2);
        assertEquals(
                "FAIL Not loaded: it is forbidden by /usr/lib/modprobe.d/a.conf:1, blacklist nf_conntrack.",
                absent.judged(MODULE));
        assertEquals(remove + " && sudo modprobe nf_conntrack hashsize=131072", absent.remedy(MODULE));
        TunedHost unnamed = host.with("/etc/modules-load.d/mooring.conf:2:nf_conntrack", "/etc/modules-load.d/x:2:a");
        assertEquals(
                remove
                        + " && sudo mkdir -p /etc/modules-load.d && printf '%s\\n' nf_conntrack | sudo tee"
                        + " /etc/modules-load.d/mooring.zz-nf_conntrack.conf",
                unnamed.remedy(MODULE));
    }

    @Test
    void doesNotEditWhatIsInNoFile() {
        TunedHost host = TunedHost.asRecorded().reading("command-line", "modprobe.blacklist=nf_conntrack");

        assertEquals(
                "FAIL Loaded now, but at the next boot it is forbidden by modprobe.blacklist on the kernel's command"
                        + " line.",
                host.judged(MODULE));
        assertEquals("take it out of what forbids it", host.remedy(MODULE));
    }

    @Test
    void passesAModuleThatIsPartOfTheKernel() {
        assertEquals(
                "PASS Part of the kernel.",
                TunedHost.asRecorded().reading(MODULE, "built-in").judged(MODULE));
    }

    @Test
    void doesNotKnowAModuleThatCouldNotBeLookedFor() {
        assertEquals(
                "UNKNOWN /sys/module could not be read.",
                TunedHost.asRecorded().reading(MODULE, "", 1).judged(MODULE));
        assertEquals(
                "UNKNOWN Loaded now; whether it is after a reboot is not known without /etc/modules-load.d/a.conf,"
                        + " which could not be read.",
                TunedHost.asRecorded()
                        .with("/etc/modules:0:", "/etc/modules-load.d/a.conf:0:unreadable\n/etc/modules:0:")
                        .judged(MODULE));
    }

    @ParameterizedTest
    @CsvSource({"350, false", "351, true"})
    void forgetsConnectionsAfterTheLoadBalancer(String seconds, boolean passes) {
        String id = "keepalive < idle < conntrack";
        TunedHost host =
                TunedHost.asRecorded().reading("kernel net.netfilter.nf_conntrack_tcp_timeout_established", seconds);

        assertEquals(
                passes
                        ? "PASS The host forgets a connection last."
                        : "FAIL The host's firewall forgets an idle connection before the load balancer does.",
                host.judged(id));
        assertEquals(false, host.finding(id).orElseThrow().fails(), "the table is not in use");
        assertEquals(
                !passes,
                host.reading(RULES, "ct state new").finding(id).orElseThrow().fails());
    }

    @Test
    void doesNotKnowATrackingTimeoutThatCouldNotBeRead() {
        String key = "kernel net.netfilter.nf_conntrack_tcp_timeout_established";
        String id = "keepalive < idle < conntrack";

        assertEquals(
                "UNKNOWN The tracking timeout could not be read.",
                TunedHost.asRecorded().reading(key, "", 1).judged(id));
        assertEquals(
                "SKIP nf_conntrack is not loaded: nothing is forgotten.",
                TunedHost.asRecorded().reading(key, "", 2).judged(id));
    }
}
