/** Which hosts there are: named by a person, listed in a file, or running in EC2. */
@NullMarked
package dev.mooring.hosttuning.fleet;

import org.jspecify.annotations.NullMarked;
