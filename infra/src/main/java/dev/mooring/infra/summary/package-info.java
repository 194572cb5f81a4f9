/** What a synthesized fleet consists of, for people. */
@NullMarked
package dev.mooring.infra.summary;

import org.jspecify.annotations.NullMarked;
