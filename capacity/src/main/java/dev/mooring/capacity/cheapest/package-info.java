/** The same connections in every shape that holds them, by what each costs, beside what others charge. */
@NullMarked
package dev.mooring.capacity.cheapest;

import org.jspecify.annotations.NullMarked;
