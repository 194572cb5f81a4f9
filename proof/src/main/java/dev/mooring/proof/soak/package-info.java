/** Long runs and storms: what a server does when much happens for long, or everything at once. */
@NullMarked
package dev.mooring.proof.soak;

import org.jspecify.annotations.NullMarked;
