/** Typed units and their text forms, the same in every program and file of the project. */
@NullMarked
package dev.mooring.capacity.unit;

import org.jspecify.annotations.NullMarked;
