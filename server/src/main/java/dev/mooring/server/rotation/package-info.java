/** Whether a load balancer is to send new clients to this host. */
@NullMarked
package dev.mooring.server.rotation;

import org.jspecify.annotations.NullMarked;
