/** What runs behind the face: loops, sockets, ports, drain. */
@NullMarked
package dev.mooring.server.runtime;

import org.jspecify.annotations.NullMarked;
