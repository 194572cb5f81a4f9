package dev.mooring.capacity.kernel;

/** The processors of a machine, all of one model. */
public record Processor(String model, int count) {}
