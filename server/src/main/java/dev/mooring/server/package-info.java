/**
 * The face of the server: all that an application needs and nothing of what is behind it. {@link
 * dev.mooring.server.MooringServer#start} is the way in.
 */
@NullMarked
package dev.mooring.server;

import org.jspecify.annotations.NullMarked;
