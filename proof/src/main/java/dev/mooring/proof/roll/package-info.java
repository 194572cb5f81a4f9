/** A roll on one machine: a host leaves its fleet behind a load balancer, and its connections come back on another. */
@NullMarked
package dev.mooring.proof.roll;

import org.jspecify.annotations.NullMarked;
