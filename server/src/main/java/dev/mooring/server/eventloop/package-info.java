/** What every event loop of the server stands on: an epoll that outlives whatever is thrown, and a log that does not flood. */
@NullMarked
package dev.mooring.server.eventloop;

import org.jspecify.annotations.NullMarked;
