/** The settings of a host and the files that make them. Pure: no network, no command line, no AWS classes. */
@NullMarked
package dev.mooring.hosttuning.setting;

import org.jspecify.annotations.NullMarked;
