/** What a run shows: progress while it goes on, and the reports at its end. */
@NullMarked
package dev.mooring.loadgenerator.report;

import org.jspecify.annotations.NullMarked;
