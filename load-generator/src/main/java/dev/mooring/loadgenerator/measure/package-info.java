/** What a run counts and times, and how several processes' figures become one. */
@NullMarked
package dev.mooring.loadgenerator.measure;

import org.jspecify.annotations.NullMarked;
