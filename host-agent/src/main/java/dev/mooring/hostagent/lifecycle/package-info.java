/** The states of a host in its fleet, and the steps between them. */
@NullMarked
package dev.mooring.hostagent.lifecycle;

import org.jspecify.annotations.NullMarked;
