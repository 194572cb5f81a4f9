package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AdmissionCapTest {
    private static final Bytes NOTHING = Bytes.of(0);
    private static final OptionalLong ASKED = OptionalLong.of(600_000);

    @Test
    void grantsWhatTheHostCarries() {
        assertEquals(
                new AdmissionCap(600_000, "max-connections", Optional.empty()),
                cap(ASKED, 1_000_000, Bytes.gibi(13), Bytes.mebi(192)));
    }

    @Test
    void lowersTheCapToTheDescriptors() {
        assertEquals(
                new AdmissionCap(
                        18_976,
                        "nofile",
                        Optional.of("max-connections=600000 is more than nofile=20000 - 1024;"
                                + " lowered to 18976, raise LimitNOFILE to hold more")),
                cap(ASKED, 20_000, Bytes.gibi(13), Bytes.mebi(192)));
    }

    @Test
    void lowersTheCapToWhatTheServerItselfLeavesOfTheDescriptors() {
        GrantedHost host = new GrantedHost(60, Bytes.gibi(13), Bytes.mebi(192));
        AdmissionCap granted = AdmissionCap.of(OptionalLong.of(20), host, NOTHING);
        assertEquals(granted, granted.within(20, host));
        assertEquals(
                new AdmissionCap(
                        9,
                        "nofile",
                        Optional.of(
                                "max-connections is lowered to 9: event loops, ports and handshakes need the rest of"
                                        + " nofile=60; raise LimitNOFILE to hold more")),
                granted.within(9, host));
    }

    @Test
    void lowersTheCapToTheMemory() {
        AdmissionCap cap = cap(ASKED, 1_000_000, Bytes.gibi(1), Bytes.mebi(192));
        assertEquals(228_780, cap.connections());
        assertEquals(
                Optional.of("max-connections=600000 is more than memory-available=1.0 GiB carries;"
                        + " lowered to 228780, use a larger host or lower user-bytes to hold more"),
                cap.reason());
    }

    @Test
    void lowersTheCapToTheHeap() {
        AdmissionCap cap = cap(ASKED, 1_000_000, Bytes.gibi(13), Bytes.mebi(96));
        assertEquals("heap", cap.bindingLimit());
        assertEquals(HeapPlan.connectionsWithin(Bytes.mebi(96), NOTHING), cap.connections());
    }

    @Test
    void capsAtTheLowestLimitWhenNothingIsAsked() {
        assertEquals(
                new AdmissionCap(
                        18_976,
                        "nofile",
                        Optional.of("max-connections is 18976, set by nofile=20000; raise LimitNOFILE to hold more")),
                cap(OptionalLong.empty(), 20_000, Bytes.gibi(13), Bytes.mebi(192)));
    }

    @Test
    void keepsHalfOfASmallLimitBack() {
        assertEquals(
                512,
                cap(OptionalLong.empty(), 1_024, Bytes.gibi(13), Bytes.mebi(192))
                        .connections());
        assertEquals(
                1_024,
                cap(OptionalLong.empty(), 2_048, Bytes.gibi(13), Bytes.mebi(192))
                        .connections());
        assertEquals(
                1_026,
                cap(OptionalLong.empty(), 2_050, Bytes.gibi(13), Bytes.mebi(192))
                        .connections());
    }

    @Test
    void refusesAHostThatCarriesNoConnection() {
        assertEquals(
                "nofile=1 carries no connection; raise LimitNOFILE to hold any",
                refusal(() -> cap(ASKED, 1, Bytes.gibi(13), Bytes.mebi(192))));
    }

    private static AdmissionCap cap(OptionalLong asked, long nofile, Bytes memory, Bytes heap) {
        return AdmissionCap.of(asked, new GrantedHost(nofile, memory, heap), NOTHING);
    }
}
