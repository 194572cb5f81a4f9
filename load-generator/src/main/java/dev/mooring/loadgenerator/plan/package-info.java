/** What a run was asked to do, checked before the first socket is opened. */
@NullMarked
package dev.mooring.loadgenerator.plan;

import org.jspecify.annotations.NullMarked;
