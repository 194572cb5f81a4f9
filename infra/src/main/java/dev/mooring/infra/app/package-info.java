/** The programs: what the CDK runs as its app, and the summary of what it makes. */
@NullMarked
package dev.mooring.infra.app;

import org.jspecify.annotations.NullMarked;
