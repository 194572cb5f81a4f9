/** What is asked for: a fleet's plan and where it is deployed, as cdk.json says; and the names that all parts share. */
@NullMarked
package dev.mooring.infra;

import org.jspecify.annotations.NullMarked;
