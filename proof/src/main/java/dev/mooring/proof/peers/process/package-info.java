/** Programs built, started, pinned to a core, and ended with the run. */
@NullMarked
package dev.mooring.proof.peers.process;

import org.jspecify.annotations.NullMarked;
