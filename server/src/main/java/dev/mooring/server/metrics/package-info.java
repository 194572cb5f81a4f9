/** What the server counts. */
@NullMarked
package dev.mooring.server.metrics;

import org.jspecify.annotations.NullMarked;
