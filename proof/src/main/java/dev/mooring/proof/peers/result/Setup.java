package dev.mooring.proof.peers.result;

import dev.mooring.workbench.process.Provenance;

/**
 * What was run.
 *
 * @param command what reproduces it
 * @param scale how large and how long the measurements of a round are, in words
 */
public record Setup(String command, int rounds, Provenance machine, String scale) {}
