/** The CloudFormation stacks: the fleet, and the pipeline that rolls it. */
@NullMarked
package dev.mooring.infra.stack;

import org.jspecify.annotations.NullMarked;
