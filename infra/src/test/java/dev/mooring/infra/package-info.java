/** Tests of the app: one synthesis for all, its properties, its refusals. */
@NullMarked
package dev.mooring.infra;

import org.jspecify.annotations.NullMarked;
