/** The few calls to AWS that the agent makes. */
@NullMarked
package dev.mooring.hostagent.aws;

import org.jspecify.annotations.NullMarked;
