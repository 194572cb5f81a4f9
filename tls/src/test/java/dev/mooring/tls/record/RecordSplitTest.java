package dev.mooring.tls.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordSplitTest {
    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_NONE)
    void aStreamOfRecordsOpensAlikeWhereverItIsCut(CipherSuite suite) throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Peer client = Peer.client(suite);
        for (int length : new int[] {6, 0, 1, 40}) {
            stream.writeBytes(client.seal(Peer.bytes(length)));
            expected.writeBytes(Peer.bytes(length));
        }
        stream.writeBytes(client.updateKeys(false));
        stream.writeBytes(client.seal(Peer.bytes(9)));
        expected.writeBytes(Peer.bytes(9));
        byte[] all = stream.toByteArray();
        for (int cut = 0; cut <= all.length; cut++) {
            Peer server = Peer.server(suite);
            ByteBuffer data = ByteBuffer.allocate(all.length);
            int opened = server.open(Arrays.copyOf(all, cut), data);
            opened += server.open(Arrays.copyOfRange(all, opened, all.length), data);
            assertEquals(all.length, opened, "bytes opened when cut at " + cut);
            assertArrayEquals(
                    expected.toByteArray(), Arrays.copyOf(data.array(), data.position()), "data when cut at " + cut);
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void aStreamOpensByteByByte(CipherSuite suite) throws Exception {
        Peer client = Peer.client(suite);
        byte[] first = client.seal(Peer.bytes(20));
        byte[] second = client.seal(Peer.bytes(3));
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Peer server = Peer.server(suite);
        ByteBuffer data = ByteBuffer.allocate(all.length);
        int from = 0;
        for (int to = 1; to <= all.length; to++) {
            from += server.open(Arrays.copyOfRange(all, from, to), data);
        }
        assertEquals(23, data.position());
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void theLongestRecordOpens(CipherSuite suite) throws Exception {
        byte[] longest = Peer.bytes(RecordLayer.MAX_PLAIN);
        assertArrayEquals(longest, Peer.server(suite).dataOf(Peer.client(suite).seal(longest)));
    }
}
