/** When a CloudWatch alarm changes its state. */
@NullMarked
package dev.mooring.awsstandin.alarm;

import org.jspecify.annotations.NullMarked;
