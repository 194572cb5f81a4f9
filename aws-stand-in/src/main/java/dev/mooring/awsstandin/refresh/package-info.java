/** How an Auto Scaling group replaces its instances. */
@NullMarked
package dev.mooring.awsstandin.refresh;

import org.jspecify.annotations.NullMarked;
