/** A fleet that grows from one host to two: who is refused, who is moved, and that nobody is cut. */
@NullMarked
package dev.mooring.proof.growth;

import org.jspecify.annotations.NullMarked;
