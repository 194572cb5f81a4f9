/** The command line of the capacity plan; the only package of the module that may use picocli and Jackson. */
@NullMarked
package dev.mooring.capacity.plan;

import org.jspecify.annotations.NullMarked;
