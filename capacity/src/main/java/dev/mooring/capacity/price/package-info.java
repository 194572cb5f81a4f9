/** What AWS and others charge, each price with its source and the day on which it was read. */
@NullMarked
package dev.mooring.capacity.price;

import org.jspecify.annotations.NullMarked;
