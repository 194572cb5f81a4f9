/** Servers of other people and of this project, measured by one client in one run. */
@NullMarked
package dev.mooring.proof.peers;

import org.jspecify.annotations.NullMarked;
