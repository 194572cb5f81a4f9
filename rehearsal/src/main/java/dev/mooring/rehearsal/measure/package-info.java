/** What a rehearsal measures, as numbers: parsing and arithmetic, no processes. */
@NullMarked
package dev.mooring.rehearsal.measure;

import org.jspecify.annotations.NullMarked;
