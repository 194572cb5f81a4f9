/** What a change of the template does to a fleet that is deployed. */
@NullMarked
package dev.mooring.infra.change;

import org.jspecify.annotations.NullMarked;
