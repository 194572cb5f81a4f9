@NullMarked
package dev.mooring.hosttuning.setting;

import org.jspecify.annotations.NullMarked;
