@NullMarked
package dev.mooring.hosttuning.report;

import org.jspecify.annotations.NullMarked;
