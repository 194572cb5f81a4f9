/** The CDK app: what a fleet needs on AWS, from the plan in cdk.json. */
@NullMarked
package dev.mooring.infra;

import org.jspecify.annotations.NullMarked;
