/** A local stand-in for a Network Load Balancer: it forwards flows, and forgets idle ones as the real one does. */
@NullMarked
package dev.mooring.proof.balancer;

import org.jspecify.annotations.NullMarked;
