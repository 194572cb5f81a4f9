/** The main job on this machine: plan, server, connections, drain, and one screen that says how it went. */
@NullMarked
package dev.mooring.proof.rehearsal;

import org.jspecify.annotations.NullMarked;
