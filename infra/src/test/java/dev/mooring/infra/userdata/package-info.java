/** Tests of the script of a host. */
@NullMarked
package dev.mooring.infra.userdata;

import org.jspecify.annotations.NullMarked;
