/** The main job on one machine: build, plan, serve, hold, measure, drain, report. */
@NullMarked
package dev.mooring.rehearsal;

import org.jspecify.annotations.NullMarked;
