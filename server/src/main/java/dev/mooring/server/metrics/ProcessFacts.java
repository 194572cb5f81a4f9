package dev.mooring.server.metrics;

/** What was read, not counted: the process and its garbage collector at one moment. */
public record ProcessFacts(ProcessUsage process, CollectionPauses pauses) {}
