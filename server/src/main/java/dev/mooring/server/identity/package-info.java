/** Who a client is, and who says so. */
@NullMarked
package dev.mooring.server.identity;

import org.jspecify.annotations.NullMarked;
