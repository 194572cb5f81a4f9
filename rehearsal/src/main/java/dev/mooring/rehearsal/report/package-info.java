/** The findings of a rehearsal as one screen, one page and one JSON document. */
@NullMarked
package dev.mooring.rehearsal.report;

import org.jspecify.annotations.NullMarked;
