package dev.mooring.workbench.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.workbench.procfs.ClassHistogram.Row;
import dev.mooring.workbench.procfs.CpuTime.ThreadTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The readings, against text recorded from the tools that print it. */
class RecordedTextTest {
    @Test
    void readsTheTotalWithoutFillersAndTheLargestClasses() throws IOException {
        ClassHistogram histogram = ClassHistogram.parse(recorded("class-histogram.txt"));
        assertEquals(3_112_160, histogram.totalBytes());
        assertEquals(
                new Row("io.netty.channel.DefaultChannelHandlerContext", 39_123, 2_503_872),
                histogram.rows().getFirst());
        assertEquals(4, histogram.rows().size());
    }

    @Test
    void saysWhichClassesGrew() throws IOException {
        ClassHistogram few = new ClassHistogram(List.of(new Row("[B", 1, 8_000)), 8_000);
        ClassHistogram many = ClassHistogram.parse(recorded("class-histogram.txt"));
        assertEquals(
                "{io.netty.channel.DefaultChannelHandlerContext=250.3872, [B=60.0}",
                many.growthSince(few, 10_000, 2).toString());
    }

    @Test
    void refusesAHistogramThatWasCutOff() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> ClassHistogram.parse("1234:\nno permission"));
        assertEquals("no Total line in the class histogram: 1234:\nno permission", refusal.getMessage());
    }

    @Test
    void countsEveryCallOnceWithAndWithoutErrors() throws IOException {
        SyscallCounts counts = SyscallCounts.parse(recorded("strace-netty.txt"));
        assertEquals(4_000, counts.calls().get("sendto"));
        assertEquals(266, counts.calls().get("futex"));
        assertEquals(10_733, counts.total());
    }

    @Test
    void givesCallsPerPingMostFrequentFirst() {
        SyscallCounts counts = SyscallCounts.parse("""
                % time     seconds  usecs/call     calls    errors syscall
                 60.00    0.000200           2       100           epoll_wait
                 40.00    0.000100           1      1000           sendto
                  0.00    0.000000           0         9         3 futex
                """);
        assertEquals("{sendto=1.0, epoll_wait=0.1}", counts.per(1_000).toString());
    }

    @Test
    void refusesAnEmptyTrace() {
        assertEquals(
                "no calls in the strace report: ",
                assertThrows(IllegalArgumentException.class, () -> SyscallCounts.parse(""))
                        .getMessage());
    }

    @Test
    void addsCleanAndDirtyPagesThatNobodyShares() throws IOException {
        ResidentMemory memory = ResidentMemory.parse(recorded("smaps-rollup.txt"));
        assertEquals(new ResidentMemory(Bytes.kibi(81_664), Bytes.kibi(79_040)), memory);
    }

    @Test
    void takesTheFirstNumberOfSchedstatAsRunTime() {
        assertEquals(3_508_216_781L, CpuTime.runNanos("3508216781 1126251972 27395\n"));
    }

    @Test
    void separatesCompilerAndCollectorThreadsByName() {
        CpuTime before =
                new CpuTime(Map.of(1L, new ThreadTime("java", 100), 2L, new ThreadTime("C2 CompilerThre", 50)));
        CpuTime after = new CpuTime(Map.of(
                1L, new ThreadTime("java", 160),
                2L, new ThreadTime("C2 CompilerThre", 80),
                3L, new ThreadTime("GC Thread#0", 7)));
        assertEquals(
                List.of(97L, 30L, 7L),
                List.of(after.nanosSince(before), after.compilerNanosSince(before), after.collectorNanosSince(before)));
    }

    @Test
    void readsThisProcess() throws IOException {
        CpuTime time = CpuTime.of(ProcessHandle.current().pid());
        assertTrue(time.nanosSince(new CpuTime(Map.of())) > 0, "this thread has run: " + time);
    }

    private static String recorded(String name) throws IOException {
        try (InputStream text = Objects.requireNonNull(RecordedTextTest.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
