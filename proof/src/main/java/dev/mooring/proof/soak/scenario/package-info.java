/** What is done to the server, one class a scenario. */
@NullMarked
package dev.mooring.proof.soak.scenario;

import org.jspecify.annotations.NullMarked;
