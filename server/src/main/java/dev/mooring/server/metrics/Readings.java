package dev.mooring.server.metrics;

/** What was read, not counted: the process and its garbage collector at one moment. */
public record Readings(ProcessUsage process, CollectionPauses pauses) {}
