/** The examples as a visitor starts them. */
@NullMarked
package dev.mooring.proof.examples;

import org.jspecify.annotations.NullMarked;
