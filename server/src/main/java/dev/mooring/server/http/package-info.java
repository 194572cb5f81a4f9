/** A bounded little HTTP port on a thread of its own, which is given its routes and knows none of them. */
@NullMarked
package dev.mooring.server.http;

import org.jspecify.annotations.NullMarked;
