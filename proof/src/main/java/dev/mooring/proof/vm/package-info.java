/** Boots a virtual machine with the synthesized user-data, fills it with connections, and records what it took. */
@NullMarked
package dev.mooring.proof.vm;

import org.jspecify.annotations.NullMarked;
