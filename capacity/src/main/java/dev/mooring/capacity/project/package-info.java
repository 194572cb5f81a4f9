/** The one reader of cdk.json. Needs Jackson. */
@NullMarked
package dev.mooring.capacity.project;

import org.jspecify.annotations.NullMarked;
