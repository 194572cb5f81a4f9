/** Two hosts and an engine on one machine: what is published on either reaches everybody, and what is lost is told. */
@NullMarked
package dev.mooring.rehearsal.fleet;

import org.jspecify.annotations.NullMarked;
