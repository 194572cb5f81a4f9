package dev.mooring.loadgenerator.measure;

/**
 * What came over open connections.
 *
 * @param unansweredEchoes messages whose echo had not come some time after the hold
 * @param messages frames of data that were neither an awaited echo nor published by this run
 */
public record FrameCounts(long pings, long pongs, long echoes, long wrongEchoes, long unansweredEchoes, long messages) {
    static final FrameCounts NONE = new FrameCounts(0, 0, 0, 0, 0, 0);

    FrameCounts plus(FrameCounts other) {
        return new FrameCounts(
                pings + other.pings,
                pongs + other.pongs,
                echoes + other.echoes,
                wrongEchoes + other.wrongEchoes,
                unansweredEchoes + other.unansweredEchoes,
                messages + other.messages);
    }
}
