/** The script that makes an instance a host, and the files it writes. */
@NullMarked
package dev.mooring.infra.userdata;

import org.jspecify.annotations.NullMarked;
