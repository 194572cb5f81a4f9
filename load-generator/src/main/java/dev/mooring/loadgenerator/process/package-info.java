/** A run split over several processes, each with its own limit of open files. */
@NullMarked
package dev.mooring.loadgenerator.process;

import org.jspecify.annotations.NullMarked;
