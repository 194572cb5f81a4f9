/** Tests of the rules: one mutation of a good template each. */
@NullMarked
package dev.mooring.infra.template;

import org.jspecify.annotations.NullMarked;
