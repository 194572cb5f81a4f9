package dev.mooring.engineredis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    @Test
    void readsAllPartsOfAnAddress() {
        assertEquals(
                new RedisAddress("10.0.0.9", 6380, Optional.of("mooring"), Optional.of("a:b@c/+ä"), true),
                RedisAddress.parse("rediss://mooring:a:b%40c%2F+%C3%A4@10.0.0.9:6380/"));
        assertEquals(
                new RedisAddress("::1", 6379, Optional.empty(), Optional.of("p"), false),
                RedisAddress.parse(" redis://:p@[::1]"));
        assertEquals(
                new RedisAddress("cache.example", 6379, Optional.empty(), Optional.empty(), false),
                RedisAddress.parse("redis://cache.example"));
    }

    @Test
    void showsNeitherUserNorPassword() {
        assertEquals(
                "rediss://[::1]:6379/",
                RedisAddress.parse("rediss://ann:s3cret@[::1]").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "redis://ann:s3cret@host:0, has a port outside",
        "redis://ann:s3cret@host:99999, has a port outside",
        "redis://ann:s3cret@host:6379/3, has something behind",
        "redis://ann:s3cret@, names no host",
        "redis://ann:s3cret%zz@host, has in its user or password",
        "redis://ann@host, has a user without password",
        "http://ann:s3cret@host, does not begin with"
    })
    void refusesWhatItCannotRead(String address, String why) {
        RefusedException refused = assertThrows(RefusedException.class, () -> RedisAddress.parse(address));
        assertEquals(true, String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
        assertFalse(String.valueOf(refused.getMessage()).contains("s3cret"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://ann:s3cret/x@host",
                "redis://s3cret/x",
                "redis://ann:s3cret",
                "redis://ann:s3cret/x",
                "s3cret"
            })
    void doesNotShowAPasswordThatIsWrittenWrong(String address) {
        try {
            assertFalse(RedisAddress.parse(address).toString().contains("s3cret"));
        } catch (RefusedException refused) {
            assertFalse(String.valueOf(refused.getMessage()).contains("s3cret"), refused.getMessage());
        }
    }
}
