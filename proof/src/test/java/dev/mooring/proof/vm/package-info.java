@NullMarked
package dev.mooring.proof.vm;

import org.jspecify.annotations.NullMarked;
