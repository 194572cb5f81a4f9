/** The program that joins a host to its load balancer and takes it out again. */
@NullMarked
package dev.mooring.hostagent;

import org.jspecify.annotations.NullMarked;
