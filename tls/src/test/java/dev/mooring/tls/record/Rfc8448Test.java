package dev.mooring.tls.record;

import static dev.mooring.tls.record.Peer.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.tls.record.KeySchedule.Label;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The example of RFC 8448 section 3, from the traffic secrets on. */
final class Rfc8448Test {
    private static final CipherSuite SUITE = CipherSuite.AES_128_GCM_SHA256;
    private static final byte[] CLIENT = hex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5");
    private static final byte[] SERVER = hex("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643");
    private static final String SERVER_DATA =
            "17030300432e937e11ef4ac740e538ad36005fc4a46932fc3225d05f82aa1b36e30efaf97d90e6dffc602dcb501a59a8fcc49c4bf2e5f0"
                    + "a21c0047c2abf332540dd032e167c2955d";
    private static final String SERVER_CLOSE = "1703030013b58fd67166ebf599d24720cfbe7efa7a8864a9";
    private static final String CLIENT_DATA =
            "1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20441e2b62974e1f5a6292"
                    + "a2977014bd1e3deae63aeebb21694915e4";
    private static final String CLIENT_CLOSE = "1703030013c9872760655666b74d7ff1153efd6db6d0b0e3";

    private final Peer server = new Peer(SUITE, CLIENT, SERVER, new RecordLayer());

    @Test
    void derivesTheKeyAndTheIvOfEachSide() {
        assertArrayEquals(hex("17422dda596ed5d9acd890e3c63f5051"), expanded(CLIENT, Label.KEY, 16));
        assertArrayEquals(hex("5b78923dee08579033e523d9"), expanded(CLIENT, Label.IV, 12));
        assertArrayEquals(hex("9f02283b6c9c07efc26bb9f2ac92e356"), expanded(SERVER, Label.KEY, 16));
        assertArrayEquals(hex("cf782b88dd83549aadf1e984"), expanded(SERVER, Label.IV, 12));
    }

    @Test
    void sealsTheServersRecordsBehindItsTicket() {
        Traffic.useSequence(server.state, Traffic.Direction.WRITE);
        assertArrayEquals(hex(SERVER_DATA), server.seal(Peer.bytes(50)));
        assertArrayEquals(hex(SERVER_CLOSE), server.alert(Alert.CLOSE_NOTIFY));
    }

    @Test
    void opensTheClientsRecords() throws Exception {
        assertArrayEquals(Peer.bytes(50), server.dataOf(hex(CLIENT_DATA)));
        assertEquals(Opened.CLOSE_NOTIFY, server.openOne(hex(CLIENT_CLOSE)));
    }

    private static byte[] expanded(byte[] secret, Label label, int length) {
        byte[] state = Traffic.of(SUITE, secret, new byte[secret.length]);
        byte[] output = new byte[length];
        new KeySchedule().expand(SUITE, state, Traffic.secretAt(SUITE, Traffic.Direction.READ), label, output);
        assertEquals(0, ByteBuffer.wrap(Arrays.copyOf(state, 16)).getLong(), "deriving uses no sequence number up");
        return output;
    }
}
