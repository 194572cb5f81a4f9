/** The arithmetic of a fleet: what is asked for, on which instance, and every number that follows. */
@NullMarked
package dev.mooring.capacity;

import org.jspecify.annotations.NullMarked;
