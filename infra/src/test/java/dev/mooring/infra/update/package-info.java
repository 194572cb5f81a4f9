/** An update of a running fleet, step by step: what CloudFormation and the group do, and what works meanwhile. */
@NullMarked
package dev.mooring.infra.update;

import org.jspecify.annotations.NullMarked;
