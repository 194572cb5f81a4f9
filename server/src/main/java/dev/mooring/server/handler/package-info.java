/** The message handlers that come with the server. */
@NullMarked
package dev.mooring.server.handler;

import org.jspecify.annotations.NullMarked;
