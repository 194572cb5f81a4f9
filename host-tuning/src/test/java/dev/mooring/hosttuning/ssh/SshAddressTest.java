package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import org.junit.jupiter.api.Test;

final class SshAddressTest {
    @Test
    void readsUserHostAndPort() {
        assertEquals(new SshAddress("admin", "10.0.0.1", 2222), parse("admin@10.0.0.1:2222"));
    }

    @Test
    void fillsInUserAndPort() {
        assertEquals(new SshAddress("me", "host.example.com", 22), parse("host.example.com"));
    }

    @Test
    void readsIpv6WithAndWithoutAPort() {
        assertEquals(new SshAddress("me", "2001:db8::1", 22), parse("2001:db8::1"));
        assertEquals(new SshAddress("admin", "2001:db8::1", 2222), parse("admin@[2001:db8::1]:2222"));
    }

    @Test
    void readsAUserBeforeIpv6WithoutBrackets() {
        assertEquals(new SshAddress("user", "2001:db8::5", 22), parse("user@2001:db8::5"));
        assertEquals(new SshAddress("user", "::1", 22), parse("user@::1"));
        assertEquals(new SshAddress("me", "::1", 22), parse("::1"));
        assertEquals(new SshAddress("a@b", "::1", 22), parse("a@b@::1"));
        assertEquals(new SshAddress("user", "::1", 2222), parse("user@[::1]:2222"));
    }

    @Test
    void namesAHostAsKnownHostsDoes() {
        assertEquals("host", parse("HOST").alias());
        assertEquals("[host]:2222", parse("host:2222").alias());
        assertEquals("[2001:db8::1]:22", parse("2001:db8::1").endpoint());
    }

    @Test
    void refusesAHostThatWouldBeAnOption() {
        assertRefused("-oProxyCommand=x", "host=-oProxyCommand=x is not a name or an address");
    }

    @Test
    void refusesAHostThatWouldBeAnInstruction() {
        assertRefused("a;reboot", "host=a;reboot is not a name or an address");
        assertRefused("$(reboot)", "host=$(reboot) is not a name or an address");
    }

    @Test
    void refusesAUserThatWouldBeAnOption() {
        assertRefused("-l@host", "user=-l is not a user name");
    }

    @Test
    void refusesAPortThatIsNone() {
        assertRefused("host:70000", "port=70000 is not a port from 1 to 65535");
        assertRefused("host:1234567", "host=host:1234567 is not an address with a port from 1 to 65535");
    }

    private static SshAddress parse(String text) {
        return SshAddress.parse(text, "me", 22);
    }

    private static void assertRefused(String text, String sentence) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> parse(text));
        assertEquals(sentence + "; write user@host:port, as in ec2-user@10.0.0.7:22", refusal.getMessage());
    }
}
