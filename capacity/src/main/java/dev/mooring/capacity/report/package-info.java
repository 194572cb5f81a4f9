/** The page of a report. */
@NullMarked
package dev.mooring.capacity.report;

import org.jspecify.annotations.NullMarked;
