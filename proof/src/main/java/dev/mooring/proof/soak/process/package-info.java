/** The server, its clients and the network between them, as processes. */
@NullMarked
package dev.mooring.proof.soak.process;

import org.jspecify.annotations.NullMarked;
