/** One server among those that an engine connects. Nothing of it is loaded where there is none. */
@NullMarked
package dev.mooring.server.cluster;

import org.jspecify.annotations.NullMarked;
